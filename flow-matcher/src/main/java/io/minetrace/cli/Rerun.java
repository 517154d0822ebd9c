// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.anonymise.AnonymisingKey;
import io.minetrace.report.ResultFile;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.RunFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Repeats a run as its manifest tells it: the same command, called with the same parameters, on the
 * same bytes wherever they are now. What comes out is compared and thrown away.
 */
final class Rerun {

  private static final String KEY_FINGERPRINT = "anonymise_key_fingerprint";

  /**
   * The parameters that are given again as options. No other is, whatever its name: a manifest is
   * read from others, and must not have this program write where it says.
   */
  private static final Set<String> REPEATED =
      Set.of(
          "slack",
          "min_confidence",
          "min_coverage",
          "from",
          "to",
          "source_timezone",
          "mapping",
          "session_gap",
          "on_corrupt",
          "max_corrupt",
          "context",
          "inside");

  /** Parameters that are told and that no result depends on. */
  private static final Set<String> TOLD_ONLY =
      Set.of(
          "case",
          "examiner",
          "columns",
          "excel",
          "formats",
          "anonymised",
          KEY_FINGERPRINT,
          "digest_of");

  private final ResultFiles files;
  private final RunFacts facts;
  private final List<Path> places;
  private final Optional<String> windows;
  private final Optional<Path> anonymiseKey;
  private final int threads;

  /**
   * @param places where the inputs are looked for
   * @param windows those to use instead of those in the bag, or where they were
   * @param anonymiseKey the key that the run had, if it had one
   */
  Rerun(
      ResultFiles files,
      List<Path> places,
      Optional<String> windows,
      Optional<Path> anonymiseKey,
      int threads)
      throws IOException {
    this.files = files;
    this.facts = RunFacts.read(files.manifest());
    this.places = places;
    this.windows = windows;
    this.anonymiseKey = anonymiseKey;
    this.threads = threads;
  }

  /**
   * Repeats the run.
   *
   * @param table told what was the same
   * @return what was not
   * @throws CommandFailure if the run cannot be repeated
   */
  List<String> run(TextTable table) throws IOException {
    requireKey();
    FoundInputs inputs =
        FoundInputs.of(facts.inputs(), places, files.manifest().resolveSibling(""));
    CommandLine command = CommandRunner.commandLine(new FlowMatcherMain()).setExpandAtFiles(false);
    try (WorkDirectory scratch = WorkDirectory.temporary()) {
      Path repeated = scratch.path().resolve("result");
      List<String> arguments = new ArrayList<>(List.of("match", "--no-summary"));
      arguments.addAll(parameters(command.getSubcommands().get("match")));
      arguments.addAll(
          List.of("--threads=" + threads, "--windows=" + windows(), "--output=" + repeated));
      arguments.add("--format=" + formats());
      anonymiseKey.ifPresent(key -> arguments.add("--anonymise-key=" + key));
      if (facts.files().stream().anyMatch(file -> file.name().contains("sessions."))) {
        arguments.add("--sessions");
      }
      arguments.add("--");
      inputs.found().forEach(found -> arguments.add(found.argument()));
      int exit = execute(command, arguments, inputs);
      if (!Files.exists(repeated.resolve("run.json"))) {
        throw new CommandFailure(
            exit == ExitCode.NO_WINDOWS.code() ? ExitCode.NO_WINDOWS : ExitCode.UNREADABLE_INPUT,
            "the run could not be repeated (its exit code was " + exit + ")");
      }
      return compare(RunFacts.read(repeated.resolve("run.json")), inputs, table);
    }
  }

  /** Without the key, or with another, everything would come out differently: that says nothing. */
  private void requireKey() {
    Optional<String> then = Optional.ofNullable(facts.parameters().get(KEY_FINGERPRINT));
    if (then.isPresent() && anonymiseKey.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          files.manifest()
              + ": made with --anonymise-key (fingerprint "
              + then.get()
              + "); it cannot be repeated without the key",
          "give it with --anonymise-key");
    }
    if (anonymiseKey.isEmpty()) {
      return;
    }
    if (then.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, files.manifest() + ": made without --anonymise-key");
    }
    String now = fingerprint(anonymiseKey.get());
    if (!now.equals(then.get())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--anonymise-key: "
              + anonymiseKey.get()
              + ": fingerprint "
              + now
              + " (expected by "
              + files.manifest()
              + ": "
              + then.get()
              + ")");
    }
  }

  private static String fingerprint(Path key) {
    try {
      return AnonymisingKey.read(key).fingerprint();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "--anonymise-key: " + IoMessages.describe(e));
    }
  }

  /** Standard input is given once more from the file that has what it had. */
  private static int execute(CommandLine command, List<String> arguments, FoundInputs inputs)
      throws IOException {
    Optional<Path> stdin = inputs.stdin();
    if (stdin.isEmpty()) {
      return command.execute(arguments.toArray(String[]::new));
    }
    InputStream before = System.in;
    try (InputStream in = Files.newInputStream(stdin.get())) {
      System.setIn(in);
      return command.execute(arguments.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  /** Every parameter that is repeated is an option of the same name. */
  private List<String> parameters(CommandLine match) {
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, String> parameter : facts.parameters().entrySet()) {
      if (TOLD_ONLY.contains(parameter.getKey())) {
        continue;
      }
      String option = "--" + parameter.getKey().replace('_', '-');
      OptionSpec known = match.getCommandSpec().findOption(option);
      if (known == null || !REPEATED.contains(parameter.getKey())) {
        throw new CommandFailure(
            ExitCode.MISMATCH,
            files.manifest()
                + ": parameter "
                + parameter.getKey()
                + " is not known to this version, so the run cannot be repeated");
      }
      // One that is told without being given a value is on by being told.
      options.add(known.arity().max() == 0 ? option : option + "=" + value(parameter));
    }
    return options;
  }

  private String value(Map.Entry<String, String> parameter) {
    Path copy = files.manifest().resolveSibling(EvidenceBag.MAPPING);
    return parameter.getKey().equals("mapping") && Files.exists(copy)
        ? copy.toString()
        : parameter.getValue();
  }

  private String windows() {
    if (windows.isPresent()) {
      return windows.get();
    }
    for (String name : List.of(EvidenceBag.WINDOWS + ".zip", EvidenceBag.WINDOWS + ".csv")) {
      Path copy = files.manifest().resolveSibling(name);
      if (Files.exists(copy)) {
        return copy.toString();
      }
    }
    String source = facts.windowsSource().orElse("");
    if (source.startsWith("jdbc:") || !Files.exists(Path.of(source))) {
      throw new CommandFailure(
          ExitCode.NO_WINDOWS,
          source + ": the windows are not there any more",
          "give them with -w; they are snapshot " + facts.snapshotId());
    }
    return source;
  }

  private String formats() throws IOException {
    if (files.otherRows().isPresent()) {
      return ResultFormat.NDJSON.extension();
    }
    return files.allRows().stream()
        .flatMap(rows -> OutputPlace.formatOf(rows).stream())
        .map(Enum::name)
        .collect(Collectors.joining(","));
  }

  private List<String> compare(RunFacts now, FoundInputs inputs, TextTable table) {
    List<String> problems = new ArrayList<>();
    expect(problems, "snapshot", now.snapshotId(), facts.snapshotId());
    List<RunFacts.Input> read = now.inputs();
    for (int i = 0; i < read.size(); i++) {
      FoundInputs.Found found = inputs.found().get(i);
      if (found.recorded().sha256().isPresent()) {
        expect(
            problems,
            "input " + found.path() + ", SHA-256",
            read.get(i).sha256().orElse("none"),
            found.recorded().sha256().get());
      }
      expect(problems, "input " + found.path(), read.get(i).reading(), found.recorded().reading());
    }
    Map<String, String> daysNow = now.days();
    Map<String, String> daysThen = facts.days();
    Set<String> dates = new TreeSet<>(daysNow.keySet());
    dates.addAll(daysThen.keySet());
    for (String date : dates) {
      expect(
          problems,
          date,
          daysNow.getOrDefault(date, "no rows"),
          daysThen.getOrDefault(date, "no rows"));
    }
    expect(problems, "digest", now.digest().orElse("none"), facts.digest().orElse("none"));
    Map<String, String> then = rowFiles(facts);
    rowFiles(now).forEach((name, sha256) -> expect(problems, name, sha256, then.get(name)));
    if (problems.isEmpty()) {
      table.row("rerun", read.size() + " inputs, the same digest on every day");
    }
    if (!now.program().equals(facts.program())) {
      table.row("programs", facts.program() + "; repeated by " + now.program());
    }
    return problems;
  }

  /** The files that the inputs and windows alone decide; errors name the paths of the inputs. */
  private Map<String, String> rowFiles(RunFacts run) {
    Map<String, String> rows = new LinkedHashMap<>();
    Set<String> known =
        facts.files().stream().map(ResultFile::name).collect(Collectors.toCollection(TreeSet::new));
    for (ResultFile file : run.files()) {
      if (file.name().matches("(matches|sessions|context)\\.(csv|ndjson)")
          && known.contains(file.name())) {
        rows.put(file.name(), file.sha256());
      }
    }
    return rows;
  }

  private static void expect(List<String> problems, String what, String now, String then) {
    if (!now.equals(then)) {
      problems.add("repeated, " + what + ": " + now + " (expected: " + then + ")");
    }
  }
}
