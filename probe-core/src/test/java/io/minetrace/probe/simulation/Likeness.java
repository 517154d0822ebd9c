// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.evaluation.Share;
import io.minetrace.probe.calibration.Calibration;
import io.minetrace.probe.calibration.CalibrationReport;
import io.minetrace.probe.calibration.Claim;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the first 19 days of a simulation look like the 19 days of real probing that the rules
 * were made on: 989 endpoints every three hours, without confirmations.
 */
final class Likeness {

  private static final long SPAN = 19 * World.DAY;
  private static final int KEPT = 8;

  /**
   * A figure of both.
   *
   * @param real in percent
   * @param simulated of the same
   */
  record Figure(String what, double real, Share simulated) {

    /** In percent. */
    double percent() {
      return 100 * simulated.value();
    }
  }

  private final List<Figure> figures = new ArrayList<>();

  Likeness(List<SimulatedProber.History> histories, TimeSpan time) {
    TimeSpan first = new TimeSpan(time.from(), Math.min(time.to(), time.from() + SPAN));
    Share listed = Share.NONE;
    Share everUp = Share.NONE;
    Share single = Share.NONE;
    Share web = Share.NONE;
    Share several = Share.NONE;
    Calibration calibration = new Calibration(List.of(KEPT));
    for (SimulatedProber.History history : histories) {
      List<LedgerEntry> seen =
          history.first().stream()
              .filter(entry -> first.contains(entry.time()) && history.context().believes(entry))
              .toList();
      if (seen.isEmpty()) {
        continue;
      }
      calibration.add(history.service().endpoint(), seen, history.context());
      boolean up = seen.stream().anyMatch(entry -> entry.verdict() == Verdict.UP);
      several = several.and(history.service().allCoins().size() > 1);
      if (up) {
        int port = history.service().endpoint().port();
        web = web.and(port == 443 || port == 80);
      }
      int missed = 0;
      boolean wasUp = false;
      for (LedgerEntry entry : seen) {
        boolean isUp = entry.verdict() == Verdict.UP;
        listed = listed.and(isUp);
        everUp = up ? everUp.and(isUp) : everUp;
        if (isUp && wasUp && missed > 0) {
          single = single.and(missed == 1);
        }
        missed = isUp ? 0 : missed + 1;
        wasUp |= isUp;
      }
    }
    CalibrationReport.HoldOut kept = calibration.report().holdOuts().get(0);
    figures.add(new Figure("all catalogued endpoints, UP when visited", 55.6, listed));
    figures.add(new Figure("endpoints ever UP, UP when visited", 89.9, everUp));
    figures.add(new Figure("holes between UPs that are one miss", 69, single));
    figures.add(new Figure("UP endpoints on ports 80 and 443", 17, web));
    figures.add(new Figure("endpoints with several coins", 100 * 30.0 / 989, several));
    figures.add(
        new Figure(
            "of 7 in 8 visits held back: IN_WINDOW is UP",
            99.5,
            kept.precision().get(Claim.CONFIRMED)));
    figures.add(
        new Figure(
            "of 7 in 8 visits held back: UPs that are IN_WINDOW",
            97.3,
            kept.recall().get(Claim.CONFIRMED)));
  }

  List<Figure> figures() {
    return figures;
  }

  void printTo(PrintStream out) {
    out.printf("%-52s %8s %10s%n", "its first 19 days beside 19 real ones", "real", "simulated");
    for (Figure figure : figures) {
      out.printf(
          Locale.ROOT, "%-52s %6.1f %% %8.1f %%%n", figure.what(), figure.real(), figure.percent());
    }
  }
}
