// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.format.options.ReadOptions;
import io.minetrace.match.ScoreSource;
import io.minetrace.net.Cidr;
import io.minetrace.report.ClientCounts;
import io.minetrace.report.ContextCounts;
import io.minetrace.report.ContextSorter;
import io.minetrace.report.ContextWriter;
import io.minetrace.report.CorruptShare;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.InputProblem;
import io.minetrace.report.InputSummary;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultFile;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.ResultWriter;
import io.minetrace.report.RowFinisher;
import io.minetrace.report.RowSorter;
import io.minetrace.report.RunManifest;
import io.minetrace.report.SessionCollector;
import io.minetrace.report.SessionWriter;
import io.minetrace.report.UtcTime;
import io.minetrace.report.page.HtmlReport;
import io.minetrace.snapshot.FreshFile;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher match}: the product's main job. */
@Command(
    name = "match",
    mixinStandardHelpOptions = true,
    description = "Labels the flows that were connections to a mining service.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, with or without matches",
      "1:internal error",
      "2:wrong usage",
      "3:done, but part of the input was skipped or corrupt",
      "4:unreadable, too corrupt (--on-corrupt, --max-corrupt), or no readable record at all",
      "5:windows missing, damaged, or covering too little of the capture's time",
      "6:the windows' signature is missing or does not fit --windows-key",
      "7:output exists (see --overwrite)",
      "10:matches found, with --fail-on-match",
      "130, 143:interrupted; partial output was removed"
    })
final class MatchCommand implements Callable<Integer> {

  private static final String TOOL = "flow-matcher";
  private static final String STDOUT = "-";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Flow files, directories (with all below them), globs, or - for standard input.")
  private List<String> paths;

  @Mixin private WindowsSource windowsSource;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PLACE",
      defaultValue = "minetrace-result",
      description =
          "A directory to make, a file (.csv or .ndjson; .jsonl for timesketch, .json for stix and"
              + " misp), or - for standard output"
              + " (default: ${DEFAULT-VALUE}).")
  private String output;

  @Mixin private OutputChoices outputs;

  @Mixin private AnonymiseChoice anonymise;

  @Mixin private EvidenceChoices evidence;

  @Mixin private MatchChoices choices;

  @Mixin private SourceChoices source;

  @Mixin private CorruptChoices corrupt;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Files read at the same time (default: the number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--top",
      defaultValue = "20",
      paramLabel = "N",
      description = "Lines of the table of hosts at the end (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--no-summary",
      description = "Leave out the tables at the end; what went wrong is told all the same.")
  private boolean noSummary;

  @Option(
      names = "--sessions",
      description =
          "Also write the mining sessions, one a line, beside the matches (sessions.csv): who, with"
              + " whom, from when to when, how long, how much.")
  private boolean withSessions;

  @Option(
      names = "--session-gap",
      defaultValue = "15m",
      converter = DurationText.class,
      paramLabel = "DURATION",
      description =
          "A session ends when nothing was seen for longer than this (default: ${DEFAULT-VALUE}).")
  private Duration sessionGap;

  @Option(
      names = "--context",
      description =
          "Also list the flows to and from the services' addresses on other ports, summed up by"
              + " client, address, port and protocol, beside the matches (context.csv). They are"
              + " never counted as mining. Flows without time are in it only if --from and --to"
              + " give one.")
  private boolean withContext;

  @Option(
      names = "--inside",
      split = ",",
      paramLabel = "CIDR",
      converter = BlockText.class,
      description =
          "The networks that are ours, as 10.0.0.0/8,2001:db8::/32: summary and report tell of the"
              + " hosts in them, and count clients elsewhere apart. The rows of the result stay the"
              + " same. A client is asked by its address before translation, where the flow tells"
              + " it (default: every client is a host of ours). With --anonymise-key, services inside"
              + " are not told.")
  private List<Cidr> inside = List.of();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Also write a report for people: one HTML file with the verdict, its limits, charts and"
              + " tables.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an earlier result.")
  private boolean overwrite;

  @Option(
      names = "--no-input-hash",
      description = "Do not hash whole inputs for run.json; faster, and worth less as evidence.")
  private boolean noInputHash;

  @Option(
      names = "--fail-on-match",
      description =
          "End with exit code 10 if there are matches, even if part of the input was skipped.")
  private boolean failOnMatch;

  private ReadOptions readOptions = ReadOptions.DEFAULT;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    anonymise.open(System.err);
    InputFiles inputs = InputFiles.of(paths);
    PrintStream err = System.err;
    InputMessages.printErrors(inputs.problems(), err);
    if (inputs.files().isEmpty()) {
      throw nothingRead(inputs);
    }
    if (report.isPresent()) {
      Optional<Path> place =
          evidence
              .directory()
              .or(() -> STDOUT.equals(output) ? Optional.empty() : Optional.of(Path.of(output)));
      List<Path> others = new ArrayList<>(inputs.files());
      others.addAll(windowsSource.files());
      others.addAll(anonymise.files());
      place.ifPresent(name -> others.addAll(OutputPlace.reserved(name)));
      reportPlace().check(place, others);
    }
    if (corrupt.onCorrupt() == CorruptChoices.OnCorrupt.STOP && !inputs.problems().isEmpty()) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          inputs.problems().get(0) + " (--on-corrupt stop); nothing was written");
    }
    if (evidence.directory().isPresent() || !STDOUT.equals(output)) {
      List<Path> sources = new ArrayList<>(inputs.files());
      sources.addAll(windowsSource.files());
      sources.addAll(anonymise.files());
      source.mapping().ifPresent(sources::add);
      OutputPlace.requireApart(evidence.directory().orElse(Path.of(output)), sources);
    }
    try (WindowSnapshot snapshot = windowsSource.open()) {
      return STDOUT.equals(output) && evidence.directory().isEmpty()
          ? toStandardOutput(inputs, snapshot, err)
          : toFiles(inputs, snapshot, err);
    }
  }

  private void checkOptions() {
    choices.check(spec);
    readOptions = source.readOptions(spec);
    if (top < 0) {
      throw usage("--top: " + top + " (expected: 0 or more)");
    }
    if (threads < 1) {
      throw usage("--threads: " + threads + " (expected: at least 1)");
    }
    evidence.check(spec);
    if (evidence.directory().isPresent()) {
      checkEvidence(evidence.directory().get());
      outputs.checkDirectory(spec);
      return;
    }
    Optional<String> beside = beside();
    if (beside.isPresent() && STDOUT.equals(output)) {
      throw usage(beside.get() + " written beside the matches: give a directory or file with -o");
    }
    outputs.check(spec, output, beside);
  }

  /** What is asked for that does not go into the file of the matches, and the verb to it. */
  private Optional<String> beside() {
    if (withSessions) {
      return Optional.of("--sessions are");
    }
    return withContext ? Optional.of("--context is") : Optional.empty();
  }

  /** What belongs to evidence is not asked for one by one, and nothing of it is left out. */
  private void checkEvidence(Path directory) {
    if (spec.commandLine().getParseResult().hasMatchedOption("-o")) {
      throw usage("--evidence takes the place of -o");
    }
    if (noInputHash) {
      throw usage("--no-input-hash: evidence names its inputs by SHA-256");
    }
    if (evidence.copiesInputs() && anonymise.isAsked()) {
      throw usage("--copy-inputs: the inputs have the addresses that --anonymise-key replaces");
    }
    if (evidence.copiesInputs() && paths.contains(STDOUT)) {
      throw usage("--copy-inputs: standard input cannot be copied");
    }
    Path inside = directory.toAbsolutePath().normalize();
    if (report.isPresent() && report.get().toAbsolutePath().normalize().startsWith(inside)) {
      throw usage("--report: the evidence has a report of its own, data/report.html");
    }
    withSessions = true;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private InsideNetworks insideNetworks() {
    // Hosts are told by their replaced addresses, and so are their networks.
    return new InsideNetworks(anonymise.blocks(inside), anonymise.isAsked());
  }

  private ReportPlace reportPlace() {
    return new ReportPlace(
        report.orElseThrow(),
        ReportPlace.Kind.REPORT,
        overwrite ? FreshFile.Existing.REPLACE : FreshFile.Existing.REFUSE);
  }

  private static CommandFailure nothingRead(InputFiles inputs) {
    return new CommandFailure(
        ExitCode.UNREADABLE_INPUT,
        inputs.passedOver().describeNothingElse() + "; no records were read, nothing was written");
  }

  private int toFiles(InputFiles inputs, WindowSnapshot snapshot, PrintStream err)
      throws IOException {
    if (withContext && !overwrite && !OutputPlace.formatOf(Path.of(output)).isEmpty()) {
      OutputPlace.requireFree(
          outputs.rowFormats().stream()
              .map(format -> OutputPlace.contextOf(Path.of(output), format))
              .toList());
    }
    OutputPlace.Existing existing =
        overwrite ? OutputPlace.Existing.OVERWRITE : OutputPlace.Existing.REFUSE;
    boolean bagged = evidence.directory().isPresent();
    List<ResultFormat> tables = withSessions ? outputs.rowFormats() : List.of();
    try (OutputPlace place = place(existing, tables);
        RowSorter rows = new RowSorter(place.scratch())) {
      Outcome outcome = new Outcome(inputs, snapshot, rows, context(place), err);
      outcome.read();
      List<SessionWriter> sessionWriters = new ArrayList<>();
      ResultTotals totals = outcome.totalsOf(sessionWriters);
      List<ResultWriter> writers = outputs.rowWriters(place::result, totals);
      sessionWriters.addAll(outputs.exchangeWriters(snapshot, place::result));
      for (ResultFormat format : tables) {
        sessionWriters.addAll(outputs.sessionTables(format, place));
      }
      outcome.writeTo(writers, sessionWriters);
      if (outcome.context.isPresent()) {
        writeContext(outcome.context.get(), place);
      }
      if (place.isDirectory()) {
        InputProblem.write(outcome.problems(), place.file("errors.ndjson"));
      }
      EvidenceBag bag = new EvidenceBag(place, evidence, InstantSource.system());
      if (bagged) {
        bag.addWindows(snapshot);
        if (source.mapping().isPresent()) {
          bag.addMapping(source.mappingText(spec));
        }
        bag.addInputs(outcome.summaries);
      }
      byte[] manifest = outcome.manifest(place.files());
      write(manifest, place.manifest());
      // A bag is sealed with its page; else the rows are in place before a page is made of them.
      Optional<String> html = bagged ? Optional.of(outcome.html(manifest)) : Optional.empty();
      Optional<String> seal = Optional.empty();
      if (bagged) {
        write(html.orElseThrow().getBytes(StandardCharsets.UTF_8), place.file("report.html"));
        seal = Optional.of(bag.seal(outcome.about()));
      }
      List<Path> written = new ArrayList<>(place.commit());
      if (bagged) {
        // A copy of ten thousand inputs is no list for a terminal; what there is stands in the bag.
        written = new ArrayList<>(List.of(evidence.directory().get()));
      }
      if (report.isPresent()) {
        reportPlace().write(html.isPresent() ? html.get() : outcome.html(manifest));
        written.add(report.get());
      }
      if (!noSummary) {
        outcome.summary().printTo(err);
        written.forEach(file -> err.println("wrote " + file));
        seal.ifPresent(
            hex ->
                err.println(
                    "seal  " + hex + "  (SHA-256 of tagmanifest-sha256.txt, to be written down)"));
      }
      return outcome.exitCode();
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (IOException e) {
      // What is wrong with an input is in its summary: what is left is the output's.
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR,
          evidence.directory().map(Path::toString).orElse(output)
              + ": cannot be written: "
              + IoMessages.describe(e));
    }
  }

  private OutputPlace place(OutputPlace.Existing existing, List<ResultFormat> tables)
      throws IOException {
    if (evidence.directory().isPresent()) {
      return OutputPlace.openBag(evidence.directory().get(), existing);
    }
    return outputs.isDirectory()
        ? OutputPlace.open(Path.of(output), existing, tables)
        : OutputPlace.openFile(Path.of(output), existing, tables);
  }

  private static void write(byte[] bytes, OutputStream stream) throws IOException {
    try (OutputStream out = stream) {
      out.write(bytes);
    }
  }

  /** Spills into the place's scratch directory, with which it goes. */
  private Optional<ContextSorter> context(OutputPlace place) throws IOException {
    return withContext
        ? Optional.of(new ContextSorter(place.scratch("context")))
        : Optional.empty();
  }

  private void writeContext(ContextSorter context, OutputPlace place) throws IOException {
    List<ContextWriter> writers = new ArrayList<>();
    try {
      for (ResultFormat format : outputs.rowFormats()) {
        writers.addAll(outputs.contextTables(format, place));
      }
      context.drainTo(
          line -> {
            for (ContextWriter writer : writers) {
              writer.write(line);
            }
          });
    } finally {
      for (ContextWriter writer : writers) {
        writer.close();
      }
    }
  }

  private int toStandardOutput(InputFiles inputs, WindowSnapshot snapshot, PrintStream err)
      throws IOException {
    try (WorkDirectory scratch = WorkDirectory.temporary();
        RowSorter rows = new RowSorter(scratch.path())) {
      Outcome outcome = new Outcome(inputs, snapshot, rows, Optional.empty(), err);
      outcome.read();
      StandardOutput out = new StandardOutput(report.isPresent());
      try {
        List<SessionWriter> sessionWriters = new ArrayList<>();
        ResultTotals totals = outcome.totalsOf(sessionWriters);
        List<ResultWriter> writers = outputs.rowWriters(name -> out, totals);
        sessionWriters.addAll(outputs.exchangeWriters(snapshot, name -> out));
        outcome.writeTo(writers, sessionWriters);
      } catch (IOException e) {
        if (!out.hasFailed()) {
          throw e;
        }
        StandardOutput.checkGone(e);
        return outcome.exitCode();
      }
      if (report.isPresent()) {
        reportPlace().write(outcome.html(outcome.manifest(List.of())));
      }
      if (!noSummary) {
        outcome.summary().printTo(err);
        report.ifPresent(file -> err.println("wrote " + file));
      }
      return outcome.exitCode();
    }
  }

  /** One run, from the inputs to what is to be said of it. */
  private final class Outcome {

    private final InputFiles inputs;
    private final WindowSnapshot snapshot;
    private final RowSorter rows;
    private final Optional<ContextSorter> context;
    private final PrintStream err;
    private List<InputSummary> summaries = List.of();
    private double corruptShare;
    private CoverageFacts coverage = new CoverageFacts(0, 0, List.of(), 0, 0);
    private ResultTotals totals = ResultTotals.forSummary(sessionGap, session -> {});

    Outcome(
        InputFiles inputs,
        WindowSnapshot snapshot,
        RowSorter rows,
        Optional<ContextSorter> context,
        PrintStream err) {
      this.inputs = inputs;
      this.snapshot = snapshot;
      this.rows = rows;
      this.context = context;
      this.err = err;
    }

    /** Reads everything, and fails where there is no ground for a result. */
    void read() throws IOException {
      MatchRun run =
          new MatchRun(
              snapshot.index(),
              choices.options(),
              WindowsSource.scores(snapshot),
              choices.wanted(),
              !noInputHash,
              readOptions,
              corrupt.onCorrupt(),
              anonymise,
              rows,
              context);
      long total = 0;
      for (Path file : inputs.files()) {
        total += file.equals(InputFiles.STDIN) ? 0 : file.toFile().length();
      }
      Progress progress = new Progress(total, run.bytes(), run.flows(), err);
      List<InputSummary> originals;
      try {
        originals = run.read(inputs.files(), threads);
      } finally {
        progress.close();
      }
      summaries = anonymise.of(originals);
      InputMessages.print(summaries, err);
      if (summaries.stream().mapToLong(InputSummary::records).sum() == 0) {
        throw new CommandFailure(
            ExitCode.UNREADABLE_INPUT,
            nothingIsLeft()
                ? "no input is left (--on-corrupt skip-file); nothing was written"
                : "no records were read; nothing was written");
      }
      corruptShare = CorruptShare.of(summaries, sizes());
      if (corruptShare > corrupt.maxCorrupt()) {
        throw new CommandFailure(
            ExitCode.UNREADABLE_INPUT,
            Quantity.percent(corruptShare)
                + " of the inputs' bytes could not be read (--max-corrupt "
                + Quantity.percent(corrupt.maxCorrupt())
                + "); nothing was written");
      }
      anonymise.requireServices(originals);
      coverage = CoverageFacts.of(run.clock(), snapshot.coverage());
      // Absent where every time is one that no clock means.
      Optional<TimeSpan> span = run.clock().span();
      if (span.isPresent() && coverage.hours() == 0) {
        err.println(
            "warning: no flow record touches the time asked for (--from, --to): the capture is of "
                + UtcTime.toMinute(span.get().from())
                + " … "
                + UtcTime.toMinute(span.get().to()));
      } else if (span.isPresent() && coverage.share() < choices.minCoverage()) {
        throw new CommandFailure(
            ExitCode.NO_WINDOWS,
            CoverageText.tooLittle(snapshot, span.get(), coverage.share()),
            "give windows that cover the capture, or --min-coverage 0");
      }
    }

    /** Whether records were read, all of inputs that were left out then. */
    private boolean nothingIsLeft() {
      return summaries.stream().allMatch(InputSummary::isUnread)
          && summaries.stream().anyMatch(InputSummary::isLeftOut);
    }

    /** Of the inputs as they are stored; what is read of one that is not hashed may be less. */
    private List<Long> sizes() {
      return summaries.stream()
          .map(summary -> Math.max(summary.bytes(), Path.of(summary.path()).toFile().length()))
          .toList();
    }

    /**
     * Begins the totals of the rows to come.
     *
     * @param sessionWriters may be added until the first row comes
     */
    ResultTotals totalsOf(List<SessionWriter> sessionWriters) {
      SessionCollector.Sink sink =
          session -> {
            for (SessionWriter writer : sessionWriters) {
              writer.write(session);
            }
          };
      totals =
          report.isPresent() || evidence.directory().isPresent()
              ? ResultTotals.forReport(sessionGap, insideNetworks(), sink)
              : ResultTotals.forSummary(sessionGap, insideNetworks(), sink);
      return totals;
    }

    /** Gives all rows in order to the writers, closes these, and then those of sessions. */
    void writeTo(List<ResultWriter> writers, List<SessionWriter> sessionWriters)
        throws IOException {
      RowFinisher finisher = new RowFinisher(snapshot, sessionGap);
      List<Closeable> open = new ArrayList<>(writers);
      open.addAll(sessionWriters);
      Closeable all = () -> closeAll(open);
      try (all) {
        rows.drainTo(
            row -> {
              ResultRow finished = finisher.finishNext(row);
              for (ResultWriter writer : writers) {
                writer.write(finished);
              }
            });
      }
    }

    /** In order, all of them, whatever one says. */
    private static void closeAll(List<Closeable> open) throws IOException {
      List<IOException> failures = new ArrayList<>();
      for (Closeable writer : open) {
        try {
          writer.close();
        } catch (IOException e) {
          failures.add(e);
        }
      }
      if (!failures.isEmpty()) {
        failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
        throw failures.get(0);
      }
    }

    /** The report, made of what {@code run.json} says, as one made of the files would be. */
    String html(byte[] manifest) throws IOException {
      return HtmlReport.of(new ByteArrayInputStream(manifest), totals);
    }

    List<InputProblem> problems() {
      return InputProblem.of(summaries, inputs.notRead());
    }

    EvidenceBag.About about() {
      return new EvidenceBag.About(
          TOOL + " " + ProgramVersion.version() + " (commit " + ProgramVersion.commit() + ")",
          commandLine(),
          summaries.size(),
          totals.counts().total(),
          snapshot.id(),
          totals.digest().hex(),
          anonymise.isAsked());
    }

    int exitCode() {
      // Who asks for the alarm wants it whatever else lies in the directory; run.json says the
      // rest.
      if (failOnMatch && totals.counts().total() > 0) {
        return ExitCode.MATCHES_FOUND.code();
      }
      boolean partial =
          !inputs.problems().isEmpty() || summaries.stream().anyMatch(InputSummary::isPartial);
      return (partial ? ExitCode.PARTIAL_INPUT : ExitCode.OK).code();
    }

    MatchSummary summary() {
      return new MatchSummary(
          summaries,
          inputs.passedOver(),
          totals,
          coverage,
          corruptShare,
          scores(),
          contextCounts(),
          top);
    }

    private Optional<ContextCounts> contextCounts() {
      return context.map(lines -> new ContextCounts(lines.lines(), lines.flows()));
    }

    private List<ScoreSource> scores() {
      return ScoreSource.all(snapshot.calibration());
    }

    private Map<String, String> parameters() {
      Map<String, String> parameters = new TreeMap<>(choices.parameters());
      parameters.putAll(source.parameters());
      parameters.putAll(outputs.parameters());
      parameters.putAll(anonymise.parameters());
      parameters.putAll(corrupt.parameters());
      parameters.putAll(evidence.parameters());
      parameters.put("session_gap", sessionGap.toString());
      if (withContext) {
        parameters.put("context", "listed");
      }
      if (!inside.isEmpty()) {
        parameters.put("inside", insideNetworks().toString());
      }
      return parameters;
    }

    private List<String> commandLine() {
      return anonymise.arguments(
          spec.commandLine().getParent().getParseResult().originalArgs().stream()
              .map(JdbcWindows::withoutSecrets)
              .toList());
    }

    /** The bytes of {@code run.json}, which tells of these files. */
    byte[] manifest(List<ResultFile> files) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      runManifest(files).writeTo(bytes);
      return bytes.toByteArray();
    }

    private RunManifest runManifest(List<ResultFile> files) {
      return new RunManifest(
          TOOL + " " + ProgramVersion.version(),
          ProgramVersion.commit(),
          commandLine(),
          parameters(),
          snapshot.id(),
          snapshot.source(),
          snapshot.asOf(),
          windowsSource.signedBy(),
          coverage,
          scores(),
          summaries,
          corruptShare,
          inputs.problems(),
          inputs.passedOver().counts(),
          totals.counts(),
          Optional.of(totals.sessions()),
          ClientCounts.of(totals),
          contextCounts(),
          totals.digest(),
          files,
          exitCode());
    }
  }
}
