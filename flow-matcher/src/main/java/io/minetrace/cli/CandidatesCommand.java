// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.discovery.Candidate;
import io.minetrace.discovery.CandidateRule;
import io.minetrace.discovery.CandidateWriter;
import io.minetrace.discovery.ContactTable;
import io.minetrace.discovery.Gate;
import io.minetrace.discovery.ServiceSide;
import io.minetrace.discovery.Sign;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.net.Cidr;
import io.minetrace.report.DiscoveryManifest;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputProblem;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultFormat;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher candidates}: what may be mining and is in no catalog yet. */
@Command(
    name = "candidates",
    mixinStandardHelpOptions = true,
    description = {
      "Lists endpoints whose flows look like mining: questions for a person and for the prober"
          + " (probe-core probe --list candidates.csv), not answers. Endpoints that the windows"
          + " of -w know are left out.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, with or without candidates",
      "1:internal error",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:no readable record at all",
      "5:windows missing or damaged",
      "7:output exists (see --overwrite)",
      "130, 143:interrupted; partial output was removed"
    })
final class CandidatesCommand implements Callable<Integer> {

  private static final String STDOUT = "-";

  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As for match.")
  private List<String> paths;

  @Option(
      names = {"-w", "--windows"},
      paramLabel = "WINDOWS",
      description =
          "Leave out the endpoints of these windows: a snapshot (.zip), a windows.csv, or the"
              + " catalog as jdbc:mariadb://…")
  private Optional<String> windows = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PLACE",
      defaultValue = "minetrace-candidates",
      description =
          "A directory to make, a file ending in .csv or .ndjson, or - for standard output"
              + " (default: ${DEFAULT-VALUE}).")
  private String output;

  @Option(
      names = {"-f", "--format"},
      split = ",",
      paramLabel = "FORMAT",
      description = "Formats: ${COMPLETION-CANDIDATES} (default: both in a directory).")
  private Set<ResultFormat> formats = EnumSet.noneOf(ResultFormat.class);

  @Option(
      names = "--inside",
      split = ",",
      paramLabel = "CIDR",
      converter = BlockText.class,
      description =
          "The networks that are ours: services in them are no candidates (default: the private"
              + " address blocks).")
  private List<Cidr> inside = List.of();

  @Option(
      names = "--min-score",
      paramLabel = "N",
      description = "Least score listed, 0 to 100 (default: ${DEFAULT-VALUE}).")
  private int minScore = CandidateRule.DEFAULT_MIN_SCORE;

  @Option(
      names = "--min-duration",
      converter = DurationText.class,
      paramLabel = "DURATION",
      description =
          "How long a session must have lasted: 90s, 20m, 6h (default: half of the capture, from"
              + " 1m to 30m).")
  private Optional<Duration> minDuration = Optional.empty();

  @Option(
      names = "--max-contacts",
      paramLabel = "N",
      description =
          "Pairs of host and service kept at a time, some 400 bytes each; beyond it the half that"
              + " was connected the shortest is dropped, and counted (default: ${DEFAULT-VALUE}).")
  private int maxContacts = 200_000;

  @Option(
      names = "--from",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Leave out flows that ended before.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Leave out flows that began later.")
  private Optional<Instant> to = Optional.empty();

  @Mixin private SourceChoices source;

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "Lines of the table at the end (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--overwrite", description = "Replace an earlier result.")
  private boolean overwrite;

  @Option(
      names = "--no-input-hash",
      description = "Do not hash whole inputs for run.json; faster, and worth less as evidence.")
  private boolean noInputHash;

  /** The rule is in the help as the code applies it. */
  @Spec
  void spec(CommandSpec described) {
    spec = described;
    described.usageMessage().footer(explanation().toArray(String[]::new));
  }

  /** The rule in words, for {@code --help}: made of the code that applies it. */
  static List<String> explanation() {
    return Stream.of(
            Stream.of("", "A service is considered if, for at least one host:"),
            Arrays.stream(Gate.values()).map(gate -> "  " + gate.words()),
            Stream.of("Its score is the sum of these, cut to 0 to 100:"),
            Arrays.stream(Sign.values()).map(sign -> "  " + sign.words()),
            Stream.of(""))
        .flatMap(lines -> lines)
        .map(line -> line.replace("%", "%%"))
        .toList();
  }

  @Override
  public Integer call() throws IOException {
    ReadOptions readOptions = source.readOptions(spec);
    checkOptions();
    InputFiles inputs = InputFiles.of(paths);
    PrintStream err = System.err;
    inputs.problems().forEach(problem -> err.println("error: " + problem));
    if (inputs.files().isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          inputs.passedOver().describeNothingElse()
              + "; no records were read, nothing was written");
    }
    if (STDOUT.equals(output)) {
      Outcome outcome = read(inputs, readOptions, err);
      return outcome.toStandardOutput();
    }
    OutputPlace.requireApart(Path.of(output), inputs.files());
    OutputPlace.Existing existing =
        overwrite ? OutputPlace.Existing.OVERWRITE : OutputPlace.Existing.REFUSE;
    try (OutputPlace place = OutputPlace.open(Path.of(output), existing)) {
      return read(inputs, readOptions, err).toFiles(place);
    }
  }

  private void checkOptions() {
    if (minScore < 0 || minScore > 100) {
      throw usage("--min-score: " + minScore + " (expected: 0 to 100)");
    }
    if (maxContacts < 2) {
      throw usage("--max-contacts: " + maxContacts + " (expected: at least 2)");
    }
    if (top < 0) {
      throw usage("--top: " + top + " (expected: 0 or more)");
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw usage("--from " + from.get() + " is after --to " + to.get());
    }
    List<ResultFormat> named = OutputPlace.formatOf(Path.of(output));
    boolean single = STDOUT.equals(output) || !named.isEmpty();
    if (formats.isEmpty()) {
      formats =
          single
              ? EnumSet.of(named.isEmpty() ? ResultFormat.CSV : named.get(0))
              : EnumSet.allOf(ResultFormat.class);
    }
    if (single && (formats.size() > 1 || (!named.isEmpty() && !formats.containsAll(named)))) {
      throw usage("-o " + output + " takes one format, its own (given: " + formats + ")");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Outcome read(InputFiles inputs, ReadOptions readOptions, PrintStream err)
      throws IOException {
    WindowIndex known = new WindowIndex(List.of());
    Optional<String> snapshotId = Optional.empty();
    if (windows.isPresent()) {
      try (WindowSnapshot snapshot = WindowsSource.open(windows.get())) {
        known = snapshot.index();
        snapshotId = Optional.of(snapshot.id());
      }
    }
    ServiceSide sides = inside.isEmpty() ? ServiceSide.PRIVATE_INSIDE : new ServiceSide(inside);
    ContactTable table = new ContactTable(sides, known, wanted(), maxContacts);
    List<InputSummary> summaries = readInto(table, inputs, readOptions, err);
    if (summaries.stream().mapToLong(InputSummary::records).sum() == 0) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT, "no records were read; nothing was written");
    }
    return new Outcome(inputs, summaries, table, snapshotId, err);
  }

  private Optional<TimeSpan> wanted() {
    return from.isEmpty() && to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpan(
                from.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                to.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)));
  }

  /** In the order given and by one thread: which contacts a full table drops depends on it. */
  private List<InputSummary> readInto(
      ContactTable table, InputFiles inputs, ReadOptions readOptions, PrintStream err) {
    LongAdder bytes = new LongAdder();
    LongAdder flows = new LongAdder();
    long total =
        inputs.files().stream()
            .filter(file -> !file.equals(InputFiles.STDIN))
            .mapToLong(file -> file.toFile().length())
            .sum();
    InputReading reading =
        new InputReading(
            bytes, flows, noInputHash ? InputHashing.OFF : InputHashing.BESIDE, readOptions);
    List<InputSummary> summaries = new ArrayList<>();
    Progress progress = new Progress(total, bytes, flows, err);
    try {
      for (Path input : inputs.files()) {
        summaries.add(reading.read(input, new FlowClock(), (batch, id) -> table.add(batch)));
      }
    } finally {
      progress.close();
    }
    summaries.forEach(summary -> InputMessages.print(summary, err));
    return summaries;
  }

  /** What was read and what came of it. */
  private final class Outcome {

    private final InputFiles inputs;
    private final List<InputSummary> summaries;
    private final ContactTable table;
    private final Optional<String> snapshotId;
    private final PrintStream err;
    private final CandidateRule rule = new CandidateRule(minScore, minDuration);
    private final List<Candidate> candidates;

    Outcome(
        InputFiles inputs,
        List<InputSummary> summaries,
        ContactTable table,
        Optional<String> snapshotId,
        PrintStream err) {
      this.inputs = inputs;
      this.summaries = summaries;
      this.table = table;
      this.snapshotId = snapshotId;
      this.err = err;
      this.candidates = rule.candidates(table);
    }

    int toStandardOutput() throws IOException {
      StandardOutput out = new StandardOutput();
      try {
        CandidateWriter.write(candidates, formats.iterator().next(), out);
      } catch (IOException e) {
        if (!out.hasFailed()) {
          throw e;
        }
        StandardOutput.checkGone(e);
        return exitCode();
      }
      summarise();
      return exitCode();
    }

    int toFiles(OutputPlace place) throws IOException {
      List<Path> written;
      try {
        for (ResultFormat format : formats) {
          CandidateWriter.write(candidates, format, place.result("candidates", format));
        }
        if (place.isDirectory()) {
          InputProblem.write(
              InputProblem.of(summaries, inputs.notRead()), place.file("errors.ndjson"));
        }
        manifest().writeTo(place.manifest());
        written = place.commit();
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.INTERNAL_ERROR, output + ": cannot be written: " + IoMessages.describe(e));
      }
      summarise();
      written.forEach(file -> err.println("wrote " + file));
      return exitCode();
    }

    private int exitCode() {
      boolean partial =
          !inputs.problems().isEmpty() || summaries.stream().anyMatch(InputSummary::isPartial);
      return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
    }

    private void summarise() {
      new CandidateSummary(
              summaries,
              inputs.passedOver(),
              table,
              rule.neededMillis(table.spanMillis()),
              candidates,
              top)
          .printTo(err);
    }

    private DiscoveryManifest manifest() {
      Map<String, String> parameters = new TreeMap<>(source.parameters());
      parameters.put("min_score", Integer.toString(minScore));
      parameters.put(
          "min_duration", Duration.ofMillis(rule.neededMillis(table.spanMillis())).toString());
      parameters.put("max_contacts", Integer.toString(maxContacts));
      parameters.put(
          "inside",
          (inside.isEmpty() ? ServiceSide.PRIVATE_INSIDE.inside() : inside)
              .stream().map(Cidr::toString).collect(Collectors.joining(",")));
      from.ifPresent(time -> parameters.put("from", time.toString()));
      to.ifPresent(time -> parameters.put("to", time.toString()));
      windows.ifPresent(name -> parameters.put("windows", JdbcWindows.withoutSecrets(name)));
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("candidates", (long) candidates.size());
      counts.put("contacts", (long) table.contacts());
      counts.put("contacts_dropped", table.droppedContacts());
      for (ContactTable.Passed reason : ContactTable.Passed.values()) {
        counts.put("flows_" + reason.name().toLowerCase(Locale.ROOT), table.passed(reason));
      }
      return new DiscoveryManifest(
          "flow-matcher " + ProgramVersion.version(),
          ProgramVersion.commit(),
          spec.commandLine().getParent().getParseResult().originalArgs().stream()
              .map(JdbcWindows::withoutSecrets)
              .toList(),
          parameters,
          snapshotId,
          summaries,
          inputs.passedOver().counts(),
          counts,
          exitCode());
    }
  }
}
