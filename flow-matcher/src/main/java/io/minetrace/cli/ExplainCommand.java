// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Placement;
import io.minetrace.match.Reason;
import io.minetrace.match.ScoreSource;
import io.minetrace.match.ServiceFacts;
import io.minetrace.match.Situation;
import io.minetrace.net.Endpoint;
import io.minetrace.report.EarlierRun;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RowFinisher;
import io.minetrace.report.UtcTime;
import io.minetrace.report.page.EndpointTimeline;
import io.minetrace.snapshot.FreshFile;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher explain}: the chain from a claim to the observations it rests on. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what an answer rests on: of an IP:port at a time, or of a row of a result.",
      "Of a row is checked: all rows of the result against the digest in run.json, then confidence,"
          + " score, situation, window, pools, names, coins and observations of the row against"
          + " what the windows given lead to. The input itself is not read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flow-matcher explain 192.0.2.20:3333 --at 2026-05-02T14:20Z -w pools.zip",
      "  flow-matcher explain --row minetrace-result 17 -w pools.zip",
      "  flow-matcher explain --row minetrace-result 3a…0f:16777216 -w pools.zip --svg 17.svg"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, whatever the answer",
      "1:internal error",
      "2:wrong usage, or no such row",
      "4:the result, or the row, cannot be read",
      "5:windows missing or damaged",
      "6:the rows are not those that run.json tells of, the row is not what these windows lead to,"
          + " or their signature does not fit",
      "7:the SVG file exists (see --overwrite)"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TARGET",
      description =
          "IP:PORT or [IPv6]:PORT; with --row, the number of a row (the first is 1) or"
              + " INPUT_FILE:RECORD_ORDINAL.")
  private String target;

  @Option(
      names = "--at",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "The time in question.")
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--row",
      paramLabel = "RESULT",
      description = "Explain a row of this result directory or file of match.")
  private Optional<Path> result = Optional.empty();

  @Mixin private WindowsSource windowsSource;

  @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the timeline.")
  private Optional<Path> svg = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an earlier SVG file.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (at.isPresent() == result.isPresent()) {
      throw usage("give either IP:PORT and --at TIME, or --row RESULT and a row");
    }
    if (svg.isPresent()) {
      List<Path> others = new ArrayList<>(windowsSource.files());
      if (result.isPresent()) {
        others.addAll(ResultFiles.of(result.get()).all());
      }
      svgPlace().check(Optional.empty(), others);
    }
    if (at.isPresent()) {
      Endpoint endpoint = endpoint();
      try (WindowSnapshot snapshot = windowsSource.open()) {
        long instant = at.get().toEpochMilli();
        Chain chain = new Chain(snapshot, endpoint, new TimeSpan(instant, instant));
        chain.printTo(System.out);
        answer(chain, System.out);
        draw(chain);
      }
      return ExitCode.OK.code();
    }
    return explainRow();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Endpoint endpoint() {
    try {
      return Endpoint.parse(target);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private ReportPlace svgPlace() {
    return new ReportPlace(
        svg.orElseThrow(),
        ReportPlace.Kind.PICTURE,
        overwrite ? FreshFile.Existing.REPLACE : FreshFile.Existing.REFUSE);
  }

  private void draw(Chain chain) {
    if (svg.isPresent()) {
      svgPlace().write(chain.timeline.svg(chain.endpoint.toString() + chain.names()));
      System.err.println("wrote " + svg.get());
    }
  }

  /** What is known of an endpoint around a stretch of time. */
  private static final class Chain {

    private final WindowSnapshot snapshot;
    private final Endpoint endpoint;
    private final TimeSpan asked;
    private final EndpointTimeline timeline;
    private final Optional<Placement> placement;
    private final Optional<ScoreSource> score;

    Chain(WindowSnapshot snapshot, Endpoint endpoint, TimeSpan asked) throws IOException {
      this.snapshot = snapshot;
      this.endpoint = endpoint;
      this.asked = asked;
      List<AvailabilityWindow> windows =
          snapshot.windows().stream().filter(w -> w.endpoint().equals(endpoint)).toList();
      timeline = new EndpointTimeline(windows, snapshot.observations(endpoint), asked);
      placement = Placement.of(windows, asked, WindowsSource.scores(snapshot));
      score =
          placement.flatMap(
              p ->
                  ScoreSource.all(snapshot.calibration()).stream()
                      .filter(s -> s.situation() == p.situation() && s.bucket() == p.bucket())
                      .findFirst());
    }

    /** Pool, coin and name as far as the window tells them. */
    String names() {
      return word("pool", WindowSegment::pools)
          + word("coin", WindowSegment::coins)
          + word("fqdn", WindowSegment::fqdns)
          + word("stale", WindowSegment::staleFqdns);
    }

    private String word(String what, Function<WindowSegment, List<String>> field) {
      if (placement.isEmpty()) {
        return "";
      }
      TreeSet<String> words = new TreeSet<>();
      AvailabilityWindow window = placement.get().window();
      window.segments().stream()
          .filter(segment -> segment.span().touches(asked))
          .forEach(segment -> words.addAll(field.apply(segment)));
      if (words.isEmpty()) {
        words.addAll(
            field.apply(
                window.segmentAt(asked.from() > window.up().to() ? asked.from() : asked.to())));
      }
      return words.isEmpty() ? "" : "   " + what + " " + String.join("|", words);
    }

    void printTo(PrintStream out) {
      out.println(TextTable.printable(endpoint + names()));
      timeline.lines().forEach(out::println);
      if (placement.isPresent()) {
        AvailabilityWindow window = placement.get().window();
        out.printf(
            "window  UP %s → %s   %s, largest gap %s   %s%n",
            UtcTime.format(window.up().from()),
            UtcTime.format(window.up().to()),
            Quantity.count(window.upCount(), "observation"),
            Quantity.duration(window.maxGapMillis()),
            window.windowId());
        bound(out, "not before", window.notBefore(), window.startReason().name());
        bound(out, "not after", window.notAfter(), window.endReason().name());
      }
      observation(out, "before", timeline.before(), asked.from(), "earlier");
      observation(out, "after ", timeline.after(), asked.to(), "later");
    }

    private static void bound(PrintStream out, String what, OptionalLong time, String reason) {
      if (time.isPresent()) {
        out.println("        " + what + " " + UtcTime.format(time.getAsLong()) + " " + reason);
      }
    }

    private void observation(
        PrintStream out,
        String what,
        Optional<ObservationProof> observation,
        long from,
        String direction) {
      if (observation.isEmpty()) {
        out.println(
            what
                + "  "
                + (snapshot.hasObservations()
                    ? "nothing was observed"
                    : "unknown: these windows came without observations"));
        return;
      }
      ObservationProof proof = observation.get();
      out.println(
          TextTable.printable(
              what
                  + "  "
                  + UtcTime.format(proof.time())
                  + " "
                  + proof.verdict()
                  + "  "
                  + proof.evidence()
                  + (proof.protocol().isEmpty() ? "" : " " + proof.protocol())
                  + "  by "
                  + proof.vantage()
                  + "   ("
                  + Quantity.duration(Math.abs(from - proof.time()))
                  + " "
                  + direction
                  + ")"));
      for (ObservationProof other : timeline.overruledBy(proof)) {
        out.println(
            TextTable.printable(
                "        with it, less than 10 min apart, counts "
                    + other.verdict()
                    + " at "
                    + UtcTime.format(other.time())
                    + " by "
                    + other.vantage()
                    + ": UP wins"));
      }
    }
  }

  private static void answer(Chain chain, PrintStream out) {
    Optional<Placement> placement = chain.placement.filter(p -> p.confidence().isPresent());
    if (placement.isPresent()) {
      Placement found = placement.get();
      out.println(
          "answer  "
              + found.confidence().get()
              + ", "
              + found.situation()
              + score(chain, found.score()));
    } else {
      out.println("answer  " + (chain.timeline.isNotMining() ? "NOT_MINING" : "NOT_OBSERVED"));
    }
  }

  private static String score(Chain chain, int score) {
    ScoreSource source = chain.score.orElseThrow();
    String bucket = source.situation().bucketText(source.bucket());
    return (bucket.isEmpty() ? "" : " (" + bucket + ")")
        + ", score "
        + score
        + (source.isMeasured()
            ? " (the snapshot's calibration: "
                + Quantity.percent(source.measured().orElseThrow().upShare())
                + " of "
                + Quantity.count(source.measured().orElseThrow().heldOut())
                + " held-out observations)"
            : " (built-in table)");
  }

  private int explainRow() throws IOException {
    ResultFiles files = ResultFiles.of(result.orElseThrow());
    try {
      return explainRow(files);
    } catch (CommandFailure e) {
      throw e;
    } catch (IllegalArgumentException | NoSuchElementException | ArithmeticException e) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          files.rows() + ": row " + target + ": not a row of a result (" + e.getMessage() + ")");
    }
  }

  private int explainRow(ResultFiles files) throws IOException {
    ResultFiles.NumberedRow found =
        files
            .find(target)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, files.rows() + ": has no row " + target));
    ResultRow row = found.row();
    PrintStream out = System.out;
    out.println(
        "row     "
            + TextTable.printable(files.rows().toString())
            + ", row "
            + found.number()
            + ", session "
            + TextTable.printable(row.text(ResultColumn.SESSION_ID)));
    long ordinal = row.number(ResultColumn.RECORD_ORDINAL);
    out.println(
        "input   "
            + TextTable.printable(files.input(row.text(ResultColumn.INPUT_FILE)))
            + ", block or message "
            + (ordinal >> 24)
            + ", record "
            + (ordinal & 0xffffff));
    out.println(TextTable.printable("flow    " + flow(row)));
    try (WindowSnapshot snapshot = windowsSource.open()) {
      if (!snapshot.id().equals(row.text(ResultColumn.SNAPSHOT_ID))) {
        throw new CommandFailure(
            ExitCode.MISMATCH,
            "the row was made with snapshot "
                + row.text(ResultColumn.SNAPSHOT_ID)
                + ", "
                + snapshot.source()
                + " is "
                + snapshot.id());
      }
      long a = row.number(ResultColumn.FLOW_START);
      long b = row.number(ResultColumn.FLOW_END);
      long slack = EarlierRun.read(files.manifest()).slack().toMillis();
      TimeSpan span =
          new TimeSpan(
              Math.subtractExact(Math.min(a, b), slack), Math.addExact(Math.max(a, b), slack));
      Chain chain = new Chain(snapshot, ResultFiles.pool(row), span);
      chain.printTo(out);
      ExitCode exit = compare(chain, row, out);
      if (exit == ExitCode.OK) {
        draw(chain);
      }
      return exit.code();
    }
  }

  private static String flow(ResultRow row) {
    return row.text(ResultColumn.SOURCE_IP_ADDRESS)
        + " port "
        + row.number(ResultColumn.SOURCE_TRANSPORT_PORT)
        + " → "
        + row.text(ResultColumn.DESTINATION_IP_ADDRESS)
        + " port "
        + row.number(ResultColumn.DESTINATION_TRANSPORT_PORT)
        + ", "
        + UtcTime.format(row.number(ResultColumn.FLOW_START))
        + " → "
        + UtcTime.format(row.number(ResultColumn.FLOW_END))
        + count(row, ResultColumn.PACKET_DELTA_COUNT, "packets")
        + count(row, ResultColumn.OCTET_DELTA_COUNT, "bytes")
        + count(row, ResultColumn.REVERSE_PACKET_DELTA_COUNT, "packets back")
        + count(row, ResultColumn.REVERSE_OCTET_DELTA_COUNT, "bytes back")
        + ", "
        + row.text(ResultColumn.MINING_ACTIVITY);
  }

  private static String count(ResultRow row, ResultColumn column, String what) {
    return row.value(column).map(value -> ", " + value + " " + what).orElse("");
  }

  /** The answer again, and whether it is the row's. */
  private static ExitCode compare(Chain chain, ResultRow row, PrintStream out) throws IOException {
    List<String> reasons = row.texts(ResultColumn.MINING_REASONS);
    Optional<Placement> placement =
        chain
            .placement
            .map(found -> reasons.contains(Reason.NO_FLOW_TIME.name()) ? found.ofTimeless() : found)
            .filter(found -> found.confidence().isPresent());
    out.println(
        "answer  "
            + placement
                .map(
                    found ->
                        found.confidence().orElseThrow()
                            + ", "
                            + found.situation()
                            + score(chain, found.score()))
                .orElse("no match"));
    out.println(TextTable.printable("reasons " + String.join(", ", reasons)));
    if (placement.isEmpty()) {
      out.println("check   the row is a match, and nothing leads to one");
      return ExitCode.MISMATCH;
    }
    List<String> differences = differences(chain, placement.get(), row);
    if (differences.isEmpty()) {
      out.println("check   the row says the same");
      return ExitCode.OK;
    }
    differences.forEach(difference -> out.println(TextTable.printable("check   " + difference)));
    return ExitCode.MISMATCH;
  }

  /** Where a row says other than what the windows lead to. */
  private static List<String> differences(Chain chain, Placement placement, ResultRow row)
      throws IOException {
    ServiceFacts service = ServiceFacts.of(placement.window(), chain.asked);
    ResultRow again = new RowFinisher(chain.snapshot).finish(row);
    List<String> differences = new ArrayList<>();
    List<String> reasons = row.texts(ResultColumn.MINING_REASONS);
    String situations =
        Arrays.stream(Situation.values())
            .map(Situation::name)
            .filter(reasons::contains)
            .collect(Collectors.joining(", "));
    compare(
        differences,
        row.text(ResultColumn.MINING_CONFIDENCE)
            + " "
            + row.number(ResultColumn.MINING_SCORE)
            + " "
            + row.text(ResultColumn.WINDOW_ID),
        placement.confidence().orElseThrow()
            + " "
            + placement.score()
            + " "
            + placement.window().windowId());
    compare(differences, situations, placement.situation().name());
    compare(differences, "pools ", row.texts(ResultColumn.MINING_POOLS), service.pools());
    compare(differences, "coins ", row.texts(ResultColumn.MINING_COINS), service.coins());
    compare(differences, "names ", row.texts(ResultColumn.MINING_FQDNS), service.fqdns());
    compare(
        differences,
        "coin by " + row.text(ResultColumn.COIN_BASIS),
        "coin by " + service.coinBasis().word());
    for (ResultColumn column : List.of(ResultColumn.OBSERVED_BEFORE, ResultColumn.OBSERVED_AFTER)) {
      compare(
          differences,
          column.columnName() + " " + time(row, column),
          column.columnName() + " " + time(again, column));
    }
    return differences;
  }

  private static String time(ResultRow row, ResultColumn column) {
    return row.value(column).map(time -> UtcTime.format((Long) time)).orElse("nothing");
  }

  private static void compare(
      List<String> differences, String what, List<String> claimed, List<String> again) {
    compare(differences, what + String.join("|", claimed), what + String.join("|", again));
  }

  private static void compare(List<String> differences, String claimed, String again) {
    if (!claimed.equals(again)) {
      differences.add("the row says " + claimed + ", not " + again);
    }
  }
}
