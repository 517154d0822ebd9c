// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.evaluation.Control;
import io.minetrace.evaluation.Evaluation;
import io.minetrace.evaluation.Label;
import io.minetrace.evaluation.Truth;
import io.minetrace.evaluation.TruthColumn;
import io.minetrace.evaluation.TruthFile;
import io.minetrace.match.Matcher;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputSummary;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher evaluate}: how often matches are right, where one knows what was mining. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Matches flows of which it is known what they were, and says how many matches are right"
          + " (precision) and how much of the mining they find (recall): by confidence, score, pool,"
          + " coin and port, with 95 %% intervals (Wilson). Beside them negative controls: how many"
          + " matches remain when the times or the ports of the flows are others.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:no readable record at all, or a truth that cannot be read",
      "5:windows missing, damaged, or covering too little of the capture's time",
      "6:the windows' signature is missing or does not fit --windows-key",
      "130, 143:interrupted"
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final int WORD_WIDTH = 12;

  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "As for match.")
  private List<String> paths;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "What is known of the flows: CSV or JSON lines, see below.")
  private Path truthFile;

  @Mixin private WindowsSource windowsSource;

  @Mixin private MatchChoices choices;

  @Mixin private SourceChoices source;

  @Option(
      names = "--shift",
      split = ",",
      defaultValue = "30d",
      converter = DurationText.class,
      paramLabel = "DURATION",
      description =
          "Negative controls: all flows so much later, and so much earlier (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Duration> shifts;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Of what the negative controls draw at random: the same, the same (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description =
          "Lines of each table by pool, coin and port, those with most flows (default:"
              + " ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "Print one JSON object with all of it.")
  private boolean json;

  /** The columns are in the help as the code reads them. */
  @Spec
  void spec(CommandSpec described) {
    spec = described;
    described
        .usageMessage()
        .footer(
            Stream.of(
                    Stream.of("", "Columns of the truth (label must be there):"),
                    Arrays.stream(TruthColumn.values())
                        .map(c -> "  " + padded(c.columnName()) + c.meaning()),
                    Stream.of("Labels:"),
                    Arrays.stream(Label.values()).map(l -> "  " + padded(l.word()) + l.meaning()),
                    Stream.of(
                        "The first row that fits a flow, in either direction, counts; a flow that"
                            + " none fits is not judged.",
                        "So a last row with nothing but the label not says that all others are"
                            + " no mining.",
                        ""))
                .flatMap(lines -> lines)
                .toArray(String[]::new));
  }

  private static String padded(String word) {
    return word + " ".repeat(WORD_WIDTH - word.length());
  }

  @Override
  public Integer call() throws IOException {
    choices.check(spec);
    if (top < 0) {
      throw usage("--top: " + top + " (expected: 0 or more)");
    }
    Truth truth = TruthFile.read(truthFile);
    InputFiles inputs = InputFiles.of(paths);
    PrintStream err = System.err;
    InputMessages.printErrors(inputs.problems(), err);
    if (inputs.files().isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          inputs.passedOver().describeNothingElse() + "; no records were read");
    }
    try (WindowSnapshot snapshot = windowsSource.open()) {
      return evaluate(truth, inputs, snapshot, err);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int evaluate(Truth truth, InputFiles inputs, WindowSnapshot snapshot, PrintStream err)
      throws IOException {
    Evaluation evaluation =
        new Evaluation(
            new Matcher(snapshot.index(), choices.options(), WindowsSource.scores(snapshot)),
            truth,
            choices.wanted(),
            controls(snapshot),
            seed);
    FlowClock clock = new FlowClock();
    List<InputSummary> summaries = read(inputs, evaluation, clock, err);
    InputMessages.print(summaries, err);
    if (summaries.stream().mapToLong(InputSummary::records).sum() == 0) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, "no records were read");
    }
    CoverageFacts coverage = CoverageFacts.of(clock, snapshot.coverage());
    if (clock.span().isPresent() && coverage.share() < choices.minCoverage()) {
      throw new CommandFailure(
          ExitCode.NO_WINDOWS,
          CoverageText.tooLittle(snapshot, clock.span().get(), coverage.share()),
          "give windows that cover the capture, or --min-coverage 0");
    }
    if (json) {
      System.out.println(
          EvaluationJson.of(
              evaluation, snapshot.id(), truthFile, summaries, coverage.share(), seed));
    } else {
      new EvaluationText(evaluation, truth.size(), top).printTo(System.out);
    }
    boolean partial =
        !inputs.problems().isEmpty() || summaries.stream().anyMatch(InputSummary::isPartial);
    return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
  }

  private List<Control> controls(WindowSnapshot snapshot) {
    List<Control> controls = new ArrayList<>();
    for (Duration shift : shifts) {
      controls.add(Control.shifted(shift));
      controls.add(Control.shifted(shift.negated()));
    }
    observed(snapshot).map(Control::atRandomTimes).ifPresent(controls::add);
    controls.add(Control.permutedPorts());
    return controls;
  }

  /** From the first to the last time that anyone looked. */
  private static Optional<TimeSpan> observed(WindowSnapshot snapshot) {
    List<TimeSpan> spans = snapshot.coverage().stream().map(CoverageSpan::span).toList();
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpan(
                spans.stream().mapToLong(TimeSpan::from).min().getAsLong(),
                spans.stream().mapToLong(TimeSpan::to).max().getAsLong()));
  }

  /** One input after the other: what is counted depends on neither order nor time. */
  private List<InputSummary> read(
      InputFiles inputs, Evaluation evaluation, FlowClock clock, PrintStream err)
      throws IOException {
    LongAdder bytes = new LongAdder();
    LongAdder flows = new LongAdder();
    long total =
        inputs.files().stream()
            .filter(file -> !file.equals(InputFiles.STDIN))
            .mapToLong(file -> file.toFile().length())
            .sum();
    InputReading reading =
        new InputReading(bytes, flows, InputHashing.OFF, source.readOptions(spec));
    List<InputSummary> summaries = new ArrayList<>();
    Progress progress = new Progress(total, bytes, flows, err);
    try {
      for (Path file : inputs.files()) {
        FlowClock own = new FlowClock();
        summaries.add(reading.read(file, own, evaluation::add));
        evaluation.finish();
        clock.merge(own);
      }
    } finally {
      progress.close();
    }
    return summaries;
  }
}
