// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.OptOutEntry;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.transport.OptOutList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Everybody who opted out: by the file of the site, and by the table of the catalog, which is read
 * again every few seconds on a thread of its own. Threads may share it.
 */
public final class OptOuts implements Supplier<OptOutList> {

  private static final long READ_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Catalog catalog;
  private final Supplier<OptOutList> file;
  private final SweepLog log;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Both both;
  private volatile Table table;

  private record Table(List<String> entries, OptOutList list, long readAt) {}

  private record Both(OptOutList ofFile, OptOutList ofTable, OptOutList together) {}

  /** Reads the table once. */
  public OptOuts(Catalog catalog, Supplier<OptOutList> file, SweepLog log) {
    this.catalog = catalog;
    this.file = file;
    this.log = log;
    List<String> entries = entries();
    this.table = new Table(entries, OptOutList.parse(entries), System.nanoTime());
    this.both = new Both(OptOutList.NOBODY, OptOutList.NOBODY, OptOutList.NOBODY);
  }

  @Override
  public OptOutList get() {
    if (System.nanoTime() - table.readAt() >= READ_AGAIN_NANOS
        && reading.compareAndSet(false, true)) {
      Thread reader = new Thread(this::read, "opt-out list");
      reader.setDaemon(true);
      reader.start();
    }
    OptOutList ofFile = file.get();
    OptOutList ofTable = table.list();
    Both known = both;
    if (known.ofFile() != ofFile || known.ofTable() != ofTable) {
      known = new Both(ofFile, ofTable, ofFile.and(ofTable));
      both = known;
    }
    return known.together();
  }

  private List<String> entries() {
    return catalog.optOuts().stream().map(OptOutEntry::entry).toList();
  }

  private void read() {
    try {
      List<String> entries = entries();
      Table last = table;
      OptOutList list = entries.equals(last.entries()) ? last.list() : OptOutList.parse(entries);
      table = new Table(entries, list, System.nanoTime());
    } catch (DatabaseUnavailableException | IllegalArgumentException e) {
      log.event("opt_out", Map.of("error", String.valueOf(e.getMessage())));
      table = new Table(table.entries(), table.list(), System.nanoTime());
    } finally {
      reading.set(false);
    }
  }
}
