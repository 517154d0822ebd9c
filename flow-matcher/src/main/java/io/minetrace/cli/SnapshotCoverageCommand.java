// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.UtcTime;
import io.minetrace.snapshot.CoverageDays;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher snapshot coverage}. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "Says when anyone was looking: stretches, holes, and the share of each UTC day.",
      "With the hours of each day that a match counts as covered. Nothing is known of the time in"
          + " a hole; it is no evidence against mining."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:internal error", "2:wrong usage", "5:windows missing or damaged"})
final class SnapshotCoverageCommand implements Callable<Integer> {

  private static final String ALL = "any of them";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.zip", description = "The snapshot.")
  private Path file;

  @Option(
      names = "--from",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Look at nothing before (default: the first coverage).")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Look at nothing behind (default: the last coverage).")
  private Optional<Instant> to = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<CoverageSpan> coverage;
    String id;
    try (SnapshotFile snapshot = SnapshotCommand.open(file)) {
      coverage = snapshot.coverage();
      id = snapshot.id();
    }
    Optional<TimeSpan> extent = extent(coverage);
    if (extent.isEmpty()) {
      System.err.println(
          TextTable.printable(file.toString()) + ": no coverage: nobody ever looked");
      if (json) {
        System.out.println(JsonLine.of(out -> out.writeStringField("snapshot_id", id)));
      }
      return ExitCode.OK.code();
    }
    CoverageDays days = new CoverageDays(coverage, extent.get());
    if (json) {
      System.out.println(JsonLine.of(out -> write(out, id, days)));
    } else {
      print(days);
    }
    return ExitCode.OK.code();
  }

  private Optional<TimeSpan> extent(List<CoverageSpan> coverage) {
    Optional<TimeSpan> covered = CoverageDays.extent(coverage);
    Optional<Long> first = from.map(Instant::toEpochMilli).or(() -> covered.map(TimeSpan::from));
    Optional<Long> last = to.map(Instant::toEpochMilli).or(() -> covered.map(TimeSpan::to));
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    if (first.get() > last.get()) {
      throw new ParameterException(
          spec.commandLine(),
          from.isPresent() && to.isPresent()
              ? "--from " + from.get() + " is after --to " + to.get()
              : "nothing was observed on that side: coverage is "
                  + UtcTime.toMinute(covered.orElseThrow().from())
                  + " … "
                  + UtcTime.toMinute(covered.orElseThrow().to()));
    }
    return Optional.of(new TimeSpan(first.get(), last.get()));
  }

  private static void print(CoverageDays days) {
    TextTable stretches = new TextTable();
    stretches.row("vantage", "", "from", "to", "lasts");
    for (String vantage : days.vantages()) {
      add(stretches, days, vantage, days.stretches(vantage));
    }
    if (days.vantages().size() != 1) {
      add(stretches, days, ALL, days.stretches());
    }
    stretches.printTo(System.out);
    System.out.println();
    TextTable table = new TextTable();
    table.row("day", "share", "hours");
    for (CoverageDays.Days day : days.days(days.stretches())) {
      table.row(day.run().toString(), percent(day.share()), day.hours() + " of 24");
    }
    table.row("all", percent(days.share(days.stretches())), "");
    table.printTo(System.out);
  }

  /** Stretches and holes as they follow each other. */
  private static void add(
      TextTable table, CoverageDays days, String vantage, List<TimeSpan> covered) {
    Set<TimeSpan> holes = Set.copyOf(days.holes(covered));
    List<TimeSpan> all = new ArrayList<>(covered);
    all.addAll(holes);
    all.sort(Comparator.naturalOrder());
    for (TimeSpan span : all) {
      table.row(
          vantage,
          holes.contains(span) ? "hole" : "looked",
          UtcTime.toMinute(span.from()),
          UtcTime.toMinute(span.to()),
          lasting(span));
    }
  }

  private static String lasting(TimeSpan span) {
    Duration duration = Duration.ofMillis(span.to() - span.from());
    return (duration.toDays() > 0 ? duration.toDays() + " d " : "")
        + duration.toHoursPart()
        + " h "
        + duration.toMinutesPart()
        + " min";
  }

  /** Rounded down: only what is whole is 100 %. */
  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000) / 10);
  }

  private static void write(JsonGenerator out, String id, CoverageDays days) throws IOException {
    out.writeStringField("snapshot_id", id);
    JsonLine.time(out, "from", days.extent().from());
    JsonLine.time(out, "to", days.extent().to());
    out.writeNumberField("share", days.share(days.stretches()));
    out.writeArrayFieldStart("vantages");
    for (String vantage : days.vantages()) {
      List<TimeSpan> covered = days.stretches(vantage);
      out.writeStartObject();
      out.writeStringField("vantage", vantage);
      out.writeNumberField("share", days.share(covered));
      spans(out, "stretches", covered);
      spans(out, "holes", days.holes(covered));
      writeDays(out, days.days(covered));
      out.writeEndObject();
    }
    out.writeEndArray();
    spans(out, "holes", days.holes(days.stretches()));
    writeDays(out, days.days(days.stretches()));
  }

  private static void spans(JsonGenerator out, String name, List<TimeSpan> spans)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (TimeSpan span : spans) {
      out.writeStartObject();
      JsonLine.time(out, "from", span.from());
      JsonLine.time(out, "to", span.to());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeDays(JsonGenerator out, List<CoverageDays.Days> days)
      throws IOException {
    out.writeArrayFieldStart("days");
    for (CoverageDays.Days day : days) {
      out.writeStartObject();
      out.writeStringField("from", day.run().first().toString());
      out.writeStringField("to", day.run().last().toString());
      out.writeNumberField("share", day.share());
      out.writeNumberField("hours", day.hours());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
