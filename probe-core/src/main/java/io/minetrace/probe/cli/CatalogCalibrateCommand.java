// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.TextTable;
import io.minetrace.evaluation.Share;
import io.minetrace.match.Scores;
import io.minetrace.probe.calibration.Calibration;
import io.minetrace.probe.calibration.CalibrationReport;
import io.minetrace.probe.calibration.Claim;
import io.minetrace.probe.calibration.MeasuredCell;
import io.minetrace.probe.catalog.RebuildScope;
import io.minetrace.window.CalibrationCell;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Measures how often what the windows say is true, on the catalog's own observations: every",
      "second, then every eighth sweep is kept, and the windows of those are asked about the others;",
      "what holds of open ends is measured by cutting histories at days. With --apply the shares go",
      "into the catalog and into every snapshot made from then on, and flow-matcher takes its scores",
      "from those that rest on at least 1,000 observations."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogCalibrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(names = "--apply", description = "Store the shares in place of those stored before.")
  private boolean apply;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = {
        "Keep every N-th sweep and ask its windows about the others: how good they would be if",
        "endpoints were visited N times as seldom. Can be repeated (default: 2 and 8)."
      })
  private List<Integer> kept = new ArrayList<>();

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Only endpoints that names of this pool led to. Not with --apply.")
  private Optional<String> pool = Optional.empty();

  @Option(names = "--json", description = "One JSON object instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (kept.stream().anyMatch(n -> n < 2)) {
      throw new ParameterException(spec.commandLine(), "--keep: expected: 2 or more");
    }
    if (apply && (pool.isPresent() || !kept.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--apply is for the whole catalog, without --pool and --keep");
    }
    return database.run(
        catalog -> {
          Calibration calibration = new Calibration(kept.isEmpty() ? Calibration.KEPT : kept);
          catalog.histories(new RebuildScope(Optional.empty(), pool), calibration::add);
          CalibrationReport report = calibration.report();
          if (report.endpoints() == 0 && pool.isPresent()) {
            throw new CommandFailure(
                ExitCode.USAGE,
                TextTable.printable("no endpoint of pool '" + pool.get() + "' was observed"),
                "'catalog search' finds what there is");
          }
          if (apply) {
            catalog.calibrate(cells(report));
          }
          print(report);
          return ExitCode.OK;
        });
  }

  private static List<CalibrationCell> cells(CalibrationReport report) {
    return report.cells().stream().map(MeasuredCell::toCalibrationCell).toList();
  }

  /** Whether the matcher takes its score from the cell. */
  private static boolean isUsed(MeasuredCell cell) {
    return cell.ups().all() >= Scores.MIN_HELD_OUT;
  }

  private void print(CalibrationReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(object(report)));
    } else if (!report.cells().isEmpty()) {
      situations(report).lines().forEach(out::println);
      out.println();
      claims(report).lines().forEach(out::println);
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    long used = report.cells().stream().filter(CatalogCalibrateCommand::isUsed).count();
    err.printf(
        Locale.ROOT,
        "%,d endpoints, %,d observations: %d cells measured, %d on 1,000 or more; %s%n",
        report.endpoints(),
        report.observations(),
        report.cells().size(),
        used,
        apply ? "stored, snapshots carry them" : "nothing was changed (see --apply)");
    err.flush();
  }

  private static TextTable situations(CalibrationReport report) {
    TextTable table = new TextTable();
    table.row("SITUATION", "BUCKET", "HELD OUT", "UP %", "95 % WITHIN", "BUILT IN", "SCORE");
    Scores scores = Scores.calibrated(cells(report));
    for (MeasuredCell cell : report.cells()) {
      table.row(
          cell.situation().name(),
          Integer.toString(cell.bucket()),
          String.format(Locale.ROOT, "%,d", cell.ups().all()),
          percent(cell.ups().value()),
          percent(cell.ups().lower()) + ".." + percent(cell.ups().upper()),
          Integer.toString(cell.situation().builtInScore(cell.bucket())),
          Integer.toString(scores.of(cell.situation(), cell.bucket())));
    }
    return table;
  }

  private static TextTable claims(CalibrationReport report) {
    TextTable table = new TextTable();
    table.row("KEPT", "CLAIM", "MADE OF", "RIGHT %", "95 % WITHIN", "OF ALL UPS %");
    for (CalibrationReport.HoldOut holdOut : report.holdOuts()) {
      String kept = "1 in " + holdOut.every();
      for (Claim claim : Claim.values()) {
        String found = percent(holdOut.recall().get(claim));
        row(table, kept, claim.words(), holdOut.precision().get(claim), found);
      }
      row(table, kept, "NOT_MINING, yet UP", holdOut.notMining(), "");
      row(table, kept, "NOT_OBSERVED, yet UP", holdOut.notObserved(), "");
    }
    return table;
  }

  private static void row(TextTable table, String kept, String claim, Share right, String found) {
    table.row(
        kept,
        claim,
        String.format(Locale.ROOT, "%,d", right.all()),
        percent(right),
        right.all() == 0 ? "-" : percent(right.lower()) + ".." + percent(right.upper()),
        found);
  }

  private static String percent(Share share) {
    return share.all() == 0 ? "-" : percent(share.value());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private ObjectNode object(CalibrationReport report) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    object.put("applied", apply);
    object.put("endpoints", report.endpoints());
    object.put("observations", report.observations());
    for (MeasuredCell cell : report.cells()) {
      ObjectNode node = object.withArray("cells").addObject();
      node.put("situation", cell.situation().name());
      node.put("bucket", cell.bucket());
      node.put("built_in_score", cell.situation().builtInScore(cell.bucket()));
      node.put("used", isUsed(cell));
      write(node, "up_share", cell.ups());
    }
    for (CalibrationReport.HoldOut holdOut : report.holdOuts()) {
      ObjectNode node = object.withArray("hold_outs").addObject();
      node.put("kept_every", holdOut.every());
      write(node.putObject("held_out"), "up_share", holdOut.heldOut());
      for (Claim claim : Claim.values()) {
        ObjectNode made = node.putObject(claim.name().toLowerCase(Locale.ROOT));
        write(made.putObject("precision"), "share", holdOut.precision().get(claim));
        write(made.putObject("recall"), "share", holdOut.recall().get(claim));
      }
      write(node.putObject("not_mining"), "up_share", holdOut.notMining());
      write(node.putObject("not_observed"), "up_share", holdOut.notObserved());
    }
    return object;
  }

  private static void write(ObjectNode node, String name, Share share) {
    node.put("count", share.all());
    if (share.all() > 0) {
      node.put(name, share.value());
      node.put("lower", share.lower());
      node.put("upper", share.upper());
    }
  }
}
