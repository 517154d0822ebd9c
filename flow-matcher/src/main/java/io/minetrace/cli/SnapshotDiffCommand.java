// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.UtcTime;
import io.minetrace.snapshot.HourSet;
import io.minetrace.snapshot.SnapshotDiff;
import io.minetrace.snapshot.WindowChange;
import io.minetrace.snapshot.WindowField;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.SnapshotFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher snapshot diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the windows that differ between two snapshots, and the days that concerns.",
      "A window may be opened, extended, closed, changed or removed. A UTC day counts if on some"
          + " endpoint a flow of it would match or not, or get another window, situation, score,"
          + " pool, coin or name; not if only the proof reaches further by now (window_last_up,"
          + " observed_before, observed_after, snapshot_id)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, different or not",
      "1:internal error",
      "2:wrong usage",
      "5:windows missing or damaged"
    })
final class SnapshotDiffCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 1 << 16;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD.zip", description = "The older snapshot.")
  private Path older;

  @Parameters(index = "1", paramLabel = "NEW.zip", description = "The newer snapshot.")
  private Path newer;

  /** How a program wants it. */
  private static final class Machine {
    @Option(names = "--json", description = "Print the summary, as one JSON object.")
    private boolean json;

    @Option(names = "--ndjson", description = "Print every window that differs, one JSON a line.")
    private boolean ndjson;
  }

  @ArgGroup private Machine machine = new Machine();

  @Option(
      names = "--top",
      defaultValue = "40",
      paramLabel = "N",
      description = "Windows shown in the table (default: ${DEFAULT-VALUE}).")
  private int top;

  @Override
  public Integer call() throws IOException {
    if (top < 0) {
      throw new ParameterException(spec.commandLine(), "--top: " + top + " (expected: 0 or more)");
    }
    try (SnapshotFile before = SnapshotCommand.open(older);
        SnapshotFile after = SnapshotCommand.open(newer)) {
      if (machine.ndjson) {
        printLines(before, after);
      } else if (machine.json) {
        SnapshotDiff.Summary summary = SnapshotDiff.compare(before, after, change -> {});
        System.out.println(JsonLine.of(out -> write(out, before, after, summary)));
      } else {
        printTable(before, after);
      }
    }
    return ExitCode.OK.code();
  }

  private void printTable(SnapshotFile before, SnapshotFile after) throws IOException {
    TextTable table = new TextTable();
    table.row("change", "endpoint", "pool", "coin", "first up", "last up", "what");
    int[] shown = {0};
    SnapshotDiff.Summary summary =
        SnapshotDiff.compare(
            before,
            after,
            change -> {
              if (shown[0] < top) {
                row(table, change);
                shown[0]++;
              }
            });
    if (shown[0] > 0) {
      table.printTo(System.out);
      if (summary.changed() > shown[0]) {
        System.out.println("… and " + (summary.changed() - shown[0]) + " more (see --top)");
      }
      System.out.println();
    }
    TextTable facts = new TextTable();
    facts.row("older", described(before));
    facts.row("newer", described(after));
    facts.row(
        "windows",
        Arrays.stream(WindowChange.Kind.values())
                .map(kind -> summary.of(kind) + " " + kind.word())
                .collect(Collectors.joining(", "))
            + ", "
            + summary.unchanged()
            + " as they were");
    facts.row("scores", summary.scoresDiffer() ? "others, by the calibration" : "the same");
    facts.row("coverage", summary.coverageDiffers() ? "another (see snapshot coverage)" : "same");
    facts.row("days", days(summary.days()));
    facts.printTo(System.out);
  }

  /** The days of a set in words, not more than fit on a screen. */
  static String days(HourSet days) {
    final int most = 10;
    if (days.isEmpty()) {
      return "none";
    }
    List<HourSet.Days> runs = days.days();
    return runs.stream().limit(most).map(HourSet.Days::toString).collect(Collectors.joining(", "))
        + (runs.size() > most ? ", … until " + runs.get(runs.size() - 1).last() : "")
        + " ("
        + days.dayCount()
        + (days.dayCount() == 1 ? " day)" : " days)");
  }

  private static String described(SnapshotFile snapshot) {
    return snapshot.name()
        + ", "
        + snapshot.manifest().windows()
        + " windows"
        + (snapshot.manifest().asOf().isPresent()
            ? " as of " + UtcTime.toMinute(snapshot.manifest().asOf().getAsLong())
            : "")
        + ", snapshot "
        + snapshot.id();
  }

  private static String words(WindowChange change) {
    return change.kinds().stream()
        .sorted()
        .map(WindowChange.Kind::word)
        .collect(Collectors.joining(","));
  }

  private static void row(TextTable table, WindowChange change) {
    AvailabilityWindow window = change.window();
    table.row(
        words(change),
        window.endpoint().toString(),
        orDash(WindowField.POOLS.of(window)),
        orDash(WindowField.COINS.of(window)),
        UtcTime.toMinute(window.up().from()),
        UtcTime.toMinute(window.up().to()),
        what(change));
  }

  /** What differs; the counts that grow with every visit are left to --ndjson. */
  private static String what(WindowChange change) {
    if (change.older().isEmpty() || change.newer().isEmpty()) {
      return "-";
    }
    List<WindowField> told =
        change.fields().stream().filter(field -> !COUNTS.contains(field)).toList();
    List<WindowField> fields = told.isEmpty() ? change.fields() : told;
    return orDash(
        fields.stream()
            .map(
                field ->
                    field.columnName()
                        + " "
                        + orDash(field.of(change.older().get()))
                        + " ⇒ "
                        + orDash(field.of(change.newer().get())))
            .collect(Collectors.joining("; ")));
  }

  private static final List<WindowField> COUNTS =
      List.of(
          WindowField.INTERVAL_MS,
          WindowField.UP_COUNT,
          WindowField.MISSED_COUNT,
          WindowField.MAX_GAP_MS,
          WindowField.BRIDGED,
          WindowField.SEGMENT_FROM);

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private void printLines(SnapshotFile before, SnapshotFile after) throws IOException {
    StandardOutput out = new StandardOutput();
    try (OutputStream lines = new BufferedOutputStream(out, BUFFER_BYTES)) {
      SnapshotDiff.compare(
          before,
          after,
          change -> {
            String line = JsonLine.of(json -> write(json, change)) + "\n";
            lines.write(line.getBytes(StandardCharsets.UTF_8));
          });
    } catch (IOException e) {
      if (!out.hasFailed()) {
        throw e;
      }
      StandardOutput.checkGone(e);
    }
  }

  private static void write(JsonGenerator json, WindowChange change) throws IOException {
    AvailabilityWindow window = change.window();
    JsonLine.texts(
        json, "change", change.kinds().stream().sorted().map(WindowChange.Kind::word).toList());
    json.writeStringField("window_id", window.windowId());
    json.writeStringField("address", window.endpoint().address().toString());
    json.writeNumberField("port", window.endpoint().port());
    json.writeStringField("transport", window.endpoint().transport().keyword());
    JsonLine.time(json, "first_up", window.up().from());
    JsonLine.texts(json, "fields", change.fields().stream().map(WindowField::columnName).toList());
    write(json, "older", change.older());
    write(json, "newer", change.newer());
  }

  private static void write(JsonGenerator json, String name, Optional<AvailabilityWindow> window)
      throws IOException {
    if (window.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    JsonLine.object(json, name, object -> WindowJson.writeState(object, window.get()));
  }

  private static void write(
      JsonGenerator json, SnapshotFile before, SnapshotFile after, SnapshotDiff.Summary summary)
      throws IOException {
    write(json, "older", before);
    write(json, "newer", after);
    for (WindowChange.Kind kind : WindowChange.Kind.values()) {
      json.writeNumberField(kind.word(), summary.of(kind));
    }
    json.writeNumberField("unchanged", summary.unchanged());
    json.writeBooleanField("scores_differ", summary.scoresDiffer());
    json.writeBooleanField("coverage_differs", summary.coverageDiffers());
    writeDays(json, summary.days());
  }

  private static void write(JsonGenerator json, String name, SnapshotFile snapshot)
      throws IOException {
    JsonLine.object(
        json,
        name,
        object -> {
          object.writeStringField("file", snapshot.name());
          object.writeStringField("snapshot_id", snapshot.id());
          JsonLine.time(object, "as_of", snapshot.manifest().asOf());
          object.writeNumberField("windows", snapshot.manifest().windows());
        });
  }

  /** Runs of days, both ends included. */
  static void writeDays(JsonGenerator json, HourSet days) throws IOException {
    json.writeArrayFieldStart("days");
    for (HourSet.Days run : days.days()) {
      json.writeStartObject();
      json.writeStringField("from", run.first().toString());
      json.writeStringField("to", run.last().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
