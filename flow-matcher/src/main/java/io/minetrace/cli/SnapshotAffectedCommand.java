// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.EarlierRun;
import io.minetrace.snapshot.AffectedRun;
import io.minetrace.snapshot.SnapshotDiff;
import io.minetrace.window.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flow-matcher snapshot affected}. */
@Command(
    name = "affected",
    mixinStandardHelpOptions = true,
    description = {
      "Says which earlier results must be made anew with a newer snapshot, and which not.",
      "Judged by the run.json of each: the snapshot it was made with, the times of its flows,"
          + " --slack, --from and --to. A result does not hold the flows that did not match, so"
          + " every hour between an input's first and last flow counts; the days may be too many,"
          + " never too few; but the row of a flow that began on the day before, and the numbers of"
          + " sessions that go on after midnight, may change with them. What counts as another"
          + " answer: see snapshot diff."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, affected or not",
      "1:internal error",
      "2:wrong usage",
      "3:done, but some of the results could not be judged",
      "4:none of the results could be judged",
      "5:windows missing or damaged"
    })
final class SnapshotAffectedCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "OLD.zip",
      description = "The snapshot that the results were made with.")
  private Path older;

  @Parameters(index = "1", paramLabel = "NEW.zip", description = "The newer snapshot.")
  private Path newer;

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "RESULT",
      description = "Result directories or files of match or of the Spark job, or their run.json.")
  private List<Path> results;

  @Option(names = "--json", description = "Print one JSON object a result instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (SnapshotFile before = SnapshotCommand.open(older);
        SnapshotFile after = SnapshotCommand.open(newer)) {
      SnapshotDiff.Summary summary = SnapshotDiff.compare(before, after, change -> {});
      TextTable table = new TextTable();
      table.row("result", "answer", "days", "inputs", "rows on these days");
      int judged = 0;
      int failed = 0;
      for (Path result : results) {
        for (Path manifest : manifests(result)) {
          EarlierRun run;
          try {
            run = EarlierRun.read(manifest);
          } catch (IOException e) {
            System.err.println("error: " + IoMessages.describe(e));
            failed++;
            continue;
          }
          AffectedRun affected = AffectedRun.of(run, before.id(), after.id(), summary.days());
          if (affected.verdict() == AffectedRun.Verdict.OTHER_SNAPSHOT) {
            System.err.println(
                TextTable.printable(manifest.toString())
                    + ": made with snapshot "
                    + TextTable.printable(run.snapshotId())
                    + "; give that one as OLD to judge it");
            failed++;
          } else {
            judged++;
          }
          if (json) {
            System.out.println(JsonLine.of(out -> write(out, manifest, run, affected)));
          } else {
            row(table, manifest, run, affected);
          }
        }
      }
      if (!json && judged + failed > 0) {
        table.printTo(System.out);
      }
      if (judged + failed == 0) {
        System.err.println("error: no result of an earlier run found");
      }
      return exitCode(judged, failed).code();
    }
  }

  private static ExitCode exitCode(int judged, int failed) {
    if (failed == 0 && judged > 0) {
      return ExitCode.OK;
    }
    return judged == 0 ? ExitCode.UNREADABLE_INPUT : ExitCode.PARTIAL_INPUT;
  }

  /** Where the manifests of what the user named lie. */
  private static List<Path> manifests(Path result) throws IOException {
    if (!Files.isDirectory(result)) {
      return List.of(
          OutputPlace.formatOf(result).isEmpty()
              ? result
              : result.resolveSibling(result.getFileName() + ".run.json"));
    }
    if (OutputPlace.isBag(result)) {
      return List.of(OutputPlace.payload(result).resolve("run.json"));
    }
    Path runs = result.resolve("_runs");
    if (Files.isDirectory(runs) && !Files.exists(result.resolve("run.json"))) {
      try (Stream<Path> records = Files.list(runs)) {
        List<Path> found = new ArrayList<>();
        records.filter(path -> path.toString().endsWith(".json")).sorted().forEach(found::add);
        return found;
      }
    }
    return List.of(result.resolve("run.json"));
  }

  private static String word(AffectedRun.Verdict verdict) {
    return switch (verdict) {
      case AFFECTED -> "run again";
      case UNAFFECTED -> "stays";
      case CURRENT -> "is of NEW";
      case OTHER_SNAPSHOT -> "not known";
    };
  }

  private static void row(TextTable table, Path manifest, EarlierRun run, AffectedRun affected) {
    boolean again = affected.verdict() == AffectedRun.Verdict.AFFECTED;
    table.row(
        manifest.toString(),
        word(affected.verdict()),
        again ? SnapshotDiffCommand.days(affected.days()) : "-",
        again
            ? run.inputs().isEmpty()
                ? "not told"
                : affected.inputs().size() + " of " + run.inputs().size()
            : "-",
        again ? Long.toString(affected.rows()) : "-");
  }

  private static void write(JsonGenerator out, Path manifest, EarlierRun run, AffectedRun affected)
      throws IOException {
    out.writeStringField("run", manifest.toString());
    out.writeStringField("snapshot_id", run.snapshotId());
    out.writeStringField("verdict", affected.verdict().name().toLowerCase(Locale.ROOT));
    SnapshotDiffCommand.writeDays(out, affected.days());
    if (run.inputs().isEmpty()) {
      out.writeNullField("inputs");
    } else {
      JsonLine.texts(out, "inputs", affected.inputs());
    }
    out.writeNumberField("rows", affected.rows());
  }
}
