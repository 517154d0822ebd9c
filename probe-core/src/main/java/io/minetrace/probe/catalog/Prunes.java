// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** One order to prune, carried out a few endpoints or names at a time. */
final class Prunes {

  private final Catalog catalog;
  private final PruneOrder order;
  private final RebuildMode mode;
  private final LongConsumer progress;

  /** The number on record, once something goes. */
  private OptionalLong number = OptionalLong.empty();

  private PruneReport report = PruneReport.NOTHING;

  Prunes(Catalog catalog, PruneOrder order, RebuildMode mode, LongConsumer progress) {
    this.catalog = catalog;
    this.order = order;
    this.mode = mode;
    this.progress = progress;
  }

  PruneReport run() {
    switch (order.what()) {
      case OBSERVATIONS -> observations();
      case TRANSCRIPTS -> byDay(PruningByDay.TRANSCRIPTS);
      case RESOLUTIONS -> byDay(PruningByDay.RESOLUTIONS);
    }
    return report;
  }

  private void observations() {
    if (mode == RebuildMode.APPLY) {
      // Of an endpoint whose windows are behind it is not known which rows they rest on.
      catalog.foldAll(folded -> {});
    }
    long after = 0;
    for (boolean more = true; more; ) {
      long last = after;
      Pruning.Part part = catalog.read(handle -> Pruning.next(handle, order.before(), last));
      after = part.last();
      more = after > last;
      switch (mode) {
        case COMPARE -> report = report.and(part.report());
        case APPLY -> {
          PruneReport staying =
              new PruneReport(PruneReport.NOTHING.gone(), part.report().stayed(), 0);
          report = report.and(staying);
          part.byEndpoint().keySet().forEach(this::pack);
        }
      }
      progress.accept(after);
    }
    if (report.rows() > 0 && mode == RebuildMode.APPLY) {
      catalog.shrink(report.gone().keySet());
    }
  }

  private void pack(long endpointId) {
    OptionalLong before = number;
    PruneReport packed =
        catalog.inTransaction(
            handle -> {
              PruneReport one = Pruning.apply(handle, endpointId, order.before());
              if (one.rows() > 0) {
                number = OptionalLong.of(before.orElseGet(() -> PruneTable.start(handle, order)));
                PruneTable.count(handle, number.getAsLong(), one.gone());
              }
              return one;
            });
    report = report.and(new PruneReport(packed.gone(), 0, packed.places()));
  }

  private void byDay(PruningByDay pruning) {
    long after = 0;
    for (boolean more = true; more; ) {
      long last = after;
      OptionalLong before = number;
      PruningByDay.Part part =
          mode == RebuildMode.COMPARE
              ? catalog.read(handle -> pruning.next(handle, mode, order.before(), last))
              : catalog.inTransaction(
                  handle -> {
                    PruningByDay.Part some = pruning.next(handle, mode, order.before(), last);
                    if (some.report().rows() > 0) {
                      number =
                          OptionalLong.of(before.orElseGet(() -> PruneTable.start(handle, order)));
                      PruneTable.count(handle, number.getAsLong(), some.report().gone());
                    }
                    return some;
                  });
      after = part.last();
      more = after > last;
      report = report.and(part.report());
      progress.accept(after);
    }
  }
}
