// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.evaluation.Share;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.server.ServerChoice;
import io.minetrace.probe.catalog.smashed.PredecessorHistory;
import io.minetrace.probe.ledger.BruteForceWindows;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a catalog that a {@link PredecessorHistory} was imported into says what that was told,
 * and whether its windows are those of the fold of whole histories and those of a recomputation
 * that shares nothing with the fold.
 *
 * <p>{@code ToldCatalog DIRECTORY} looks at the catalog in a data directory; 1 if anything differs.
 */
public final class ToldCatalog {

  /** How far a share may be from what was told. */
  static final double TOLERANCE = 0.01;

  private static final int PRINTED = 10;

  private final Map<ToldHistory.Kind, Calibration> calibrations =
      new EnumMap<>(ToldHistory.Kind.class);
  private final List<String> otherWindows = new ArrayList<>();
  private long windows;

  private ToldCatalog() {
    for (ToldHistory.Kind kind : ToldHistory.Kind.values()) {
      calibrations.put(kind, new Calibration(List.of(ToldHistory.SCRIPTED)));
    }
  }

  /** Looks at all of it. */
  static ToldCatalog of(Catalog catalog) {
    ToldCatalog told = new ToldCatalog();
    catalog.histories(
        (endpoint, history, context) -> {
          int number = PredecessorHistory.endpoint(endpoint.address().toString());
          told.calibrations.get(PredecessorHistory.kind(number)).add(endpoint, history, context);
          List<AvailabilityWindow> stored = catalog.windows(endpoint);
          told.windows += stored.size();
          told.compare(endpoint, BruteForceWindows.of(endpoint, history, context), stored);
          told.compare(endpoint, WindowLedger.fold(endpoint, history, context), stored);
        });
    return told;
  }

  private void compare(
      Endpoint endpoint, List<AvailabilityWindow> expected, List<AvailabilityWindow> stored) {
    if (expected.size() != stored.size()) {
      otherWindows.add(endpoint + ": " + stored.size() + " windows, not " + expected.size());
      return;
    }
    for (int i = 0; i < stored.size(); i++) {
      if (!stored.get(i).equals(expected.get(i))) {
        otherWindows.add(stored.get(i) + ", not " + expected.get(i));
        return;
      }
    }
  }

  /** Windows that are stored. */
  long windows() {
    return windows;
  }

  /** Of each endpoint whose windows are not those of the recomputation, what differs first. */
  List<String> otherWindows() {
    return otherWindows;
  }

  /** What was found of a share that was told. */
  Share found(ToldHistory.Told told) {
    return calibrations.get(told.kind()).report().cells().stream()
        .filter(cell -> cell.situation() == told.situation() && cell.bucket() == told.bucket())
        .map(MeasuredCell::ups)
        .findFirst()
        .orElse(Share.NONE);
  }

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    boolean same = true;
    try (Catalog catalog =
        Catalog.open(
            new DatabaseLocation.Embedded(Path.of(arguments[0]), ServerChoice.SYSTEM_OR_BUNDLED))) {
      ToldCatalog looked = of(catalog);
      out.printf(
          "%,d windows; a recomputation gives others of %,d endpoints%n",
          looked.windows(), looked.otherWindows().size());
      looked.otherWindows().stream().limit(PRINTED).forEach(out::println);
      same = looked.otherWindows().isEmpty();
      out.printf("%-16s %6s %10s %8s %8s%n", "situation", "bucket", "held out", "told", "found");
      for (ToldHistory.Told told : ToldHistory.told()) {
        Share found = looked.found(told);
        boolean near = Math.abs(found.value() - told.ups()) <= TOLERANCE;
        same &= near;
        out.printf(
            "%-16s %6d %,10d %7.2f%% %7.2f%%%s%n",
            told.situation(),
            told.bucket(),
            found.all(),
            100 * told.ups(),
            100 * found.value(),
            near ? "" : "  OTHER");
      }
    }
    System.exit(same ? 0 : 1);
  }
}
