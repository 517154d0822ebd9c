// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.bag.BagCheck;
import io.minetrace.report.ResultCheck;
import io.minetrace.report.RunFacts;
import io.minetrace.report.page.HtmlReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Holds a result against its checksums, digests and counts, and names every file that differs.",
      "Of a bag (match --evidence) also every file that is missing or too many. With --rerun the run"
          + " is repeated on its inputs, and compared."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:good",
      "1:internal error",
      "2:wrong usage",
      "4:the result cannot be read, or with --rerun its inputs are not there",
      "5:with --rerun: its windows are missing or damaged",
      "6:something is not as it was written, or comes out differently"
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RESULT",
      description =
          "A bag, a result directory of match, or a result file with its run.json beside.")
  private Path result;

  @Option(
      names = "--seal",
      paramLabel = "HEX",
      description =
          "What match printed when the bag was made: the SHA-256 of tagmanifest-sha256.txt, from"
              + " which all other checksums hang.")
  private Optional<String> seal = Optional.empty();

  @Option(
      names = "--rerun",
      description = "Repeat the run with its own windows and parameters, and compare.")
  private boolean rerun;

  @Option(
      names = "--inputs",
      arity = "1..*",
      paramLabel = "PLACE",
      description =
          "With --rerun: files, or directories with all below them, among which the inputs are found"
              + " by their contents, whatever their names are (default: copies in the bag, then where"
              + " they were).")
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = {"-w", "--windows"},
      paramLabel = "WINDOWS",
      description = "With --rerun: the windows (default: those in the bag, or where they were).")
  private Optional<String> windows = Optional.empty();

  @Option(
      names = "--anonymise-key",
      paramLabel = "FILE",
      description = "With --rerun: the key of a run that was made with match --anonymise-key.")
  private Optional<Path> anonymiseKey = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "With --rerun: files read at the same time (default: the number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    if (!rerun && (!inputs.isEmpty() || windows.isPresent() || anonymiseKey.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "--inputs, --windows and --anonymise-key are for --rerun");
    }
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: " + threads + " (expected: at least 1)");
    }
    requireSeal();
    TextTable facts = new TextTable();
    List<String> problems = new ArrayList<>();
    Optional<BagCheck> bag = bag();
    if (bag.isPresent()) {
      problems.addAll(bag.get().problems());
      checkSeal(bag.get(), problems);
      if (problems.isEmpty()) {
        facts.row(
            "bag", bag.get().files() + " files, " + bag.get().bytes() + " bytes, all as listed");
      }
      bag.get().seal().ifPresent(hex -> facts.row("seal", hex));
    } else if (seal.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--seal: " + result + " is no bag");
    }
    Optional<ResultFiles> files = files(bag, problems);
    if (files.isPresent()) {
      check(files.get(), facts, problems);
    }
    if (rerun && files.isPresent() && problems.isEmpty()) {
      Rerun again = new Rerun(files.get(), inputs, windows, anonymiseKey, threads);
      problems.addAll(again.run(facts));
    }
    facts.printTo(System.out);
    return conclude(problems);
  }

  private int conclude(List<String> problems) {
    PrintStream err = System.err;
    problems.forEach(problem -> err.println("error: " + TextTable.printable(problem)));
    if (problems.isEmpty()) {
      return ExitCode.OK.code();
    }
    err.println(
        result
            + ": "
            + (problems.size() == 1 ? "1 thing is" : problems.size() + " things are")
            + " not as written"
            + (rerun ? " or not as repeated" : ""));
    return ExitCode.MISMATCH.code();
  }

  /** Damage to what makes it a bag must not make it something that is checked less. */
  private Optional<BagCheck> bag() throws IOException {
    boolean any =
        Files.exists(result.resolve("bagit.txt"))
            || Files.exists(result.resolve("manifest-sha256.txt"))
            || Files.exists(result.resolve("tagmanifest-sha256.txt"));
    return any ? Optional.of(BagCheck.of(result)) : Optional.empty();
  }

  /** What was mistyped must not read as if the bag had been changed. */
  private void requireSeal() {
    if (seal.isPresent() && !seal.get().strip().matches("[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--seal: '" + seal.get() + "' (expected: 64 hexadecimal digits)");
    }
  }

  private void checkSeal(BagCheck bag, List<String> problems) {
    if (seal.isPresent()
        && !bag.seal().equals(seal.map(text -> text.strip().toLowerCase(Locale.ROOT)))) {
      problems.add(
          result.resolve("tagmanifest-sha256.txt")
              + ": SHA-256 "
              + bag.seal().orElse("none")
              + " (expected by --seal: "
              + seal.get()
              + ")");
    }
  }

  private Optional<ResultFiles> files(Optional<BagCheck> bag, List<String> problems) {
    try {
      return Optional.of(
          ResultFiles.ofAnyColumns(bag.isPresent() ? OutputPlace.payload(result) : result));
    } catch (CommandFailure e) {
      if (problems.isEmpty()) {
        throw e;
      }
      // A bag that lacks what a result needs: that is among its problems.
      return Optional.empty();
    }
  }

  private static void check(ResultFiles files, TextTable facts, List<String> problems) {
    try {
      Optional<String> other = files.otherRows();
      List<Path> rows = other.isPresent() ? List.of() : files.allRows();
      ResultCheck check =
          ResultCheck.of(files.manifest(), rows, files.report(), program(), HtmlReport::of);
      List<String> named = problems.stream().map(VerifyCommand::withoutExpectation).toList();
      check.problems().stream()
          .filter(problem -> !named.contains(withoutExpectation(problem)))
          .forEach(problems::add);
      check.findings().forEach(facts::row);
      other.ifPresent(with -> facts.row("rows", "not compared (written with " + with + ")"));
      facts.row("digest", RunFacts.read(files.manifest()).digest().orElse("none"));
    } catch (IOException e) {
      problems.add(e.getMessage());
    }
  }

  /** A file that both lists know otherwise is named once. */
  private static String withoutExpectation(String problem) {
    int expected = problem.indexOf(" (expected");
    return expected < 0 ? problem : problem.substring(0, expected);
  }

  /** As {@link RunFacts#program()} tells it. */
  private static String program() {
    return "flow-matcher " + ProgramVersion.version() + ", commit " + ProgramVersion.commit();
  }
}
