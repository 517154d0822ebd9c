// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import java.util.Collection;
import java.util.List;

/**
 * Measures how often what windows say is true: by holding out all sweeps but every second and all
 * but every eighth, and by cutting histories at days. Histories come one at a time and are not
 * kept. Not safe for use by several threads.
 */
public final class Calibration {

  /** Of every so many sweeps one is kept, unless something else is asked for. */
  public static final List<Integer> KEPT = List.of(2, 8);

  private final Cells cells = new Cells();
  private final ForwardCuts cuts = new ForwardCuts(cells);
  private final List<HoldOutCount> holdOuts;
  private long endpoints;
  private long observations;

  public Calibration() {
    this(KEPT);
  }

  /**
   * A calibration by other hold-outs.
   *
   * @param kept for each hold-out n where every n-th sweep is kept, 2 or more
   */
  public Calibration(List<Integer> kept) {
    this.holdOuts = kept.stream().map(every -> new HoldOutCount(every, cells)).toList();
  }

  /**
   * Takes the history of an endpoint.
   *
   * @param history all of it, in any order
   */
  public void add(Endpoint endpoint, Collection<LedgerEntry> history, LedgerContext context) {
    SweptHistory swept = new SweptHistory(endpoint, history, context);
    endpoints += swept.sweeps().isEmpty() ? 0 : 1;
    observations += swept.observations();
    holdOuts.forEach(holdOut -> holdOut.add(swept));
    cuts.add(swept);
  }

  /** What the histories taken so far come to. */
  public CalibrationReport report() {
    return new CalibrationReport(
        endpoints,
        observations,
        cells.measured(),
        holdOuts.stream().map(HoldOutCount::report).toList());
  }
}
