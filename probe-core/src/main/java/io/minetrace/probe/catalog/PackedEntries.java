// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Joins what is packed of endpoints' observations to what is read from rows. Packed until an
 * endpoint's turn comes, it is some bytes an observation.
 */
final class PackedEntries implements ObservationTable.EntriesReader {

  private final ObservationTable.EntriesReader reader;
  private final Map<Long, String> vantages;
  private final SortedMap<Long, Long> instants;
  private final SortedMap<Long, List<Packed>> packed = new TreeMap<>();

  private PackedEntries(
      ObservationTable.EntriesReader reader,
      Map<Long, String> vantages,
      SortedMap<Long, Long> instants) {
    this.reader = reader;
    this.vantages = vantages;
    this.instants = instants;
  }

  private static final class Packed {
    private final RunTable.Found found;
    private final byte[] times;

    Packed(RunTable.Found found, byte[] times) {
      this.found = found;
      this.times = times;
    }
  }

  /**
   * Reads what is packed of endpoints.
   *
   * @param instants from when on, by number of the endpoint; at least one
   * @param reader of rows and packed ones together
   */
  static PackedEntries joinedTo(
      Handle handle,
      SortedMap<Long, Long> instants,
      Map<Long, String> vantages,
      ObservationTable.EntriesReader reader) {
    PackedEntries entries = new PackedEntries(reader, vantages, instants);
    long earliest = instants.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    if (RunTable.reaches(handle, earliest)) {
      RunTable.each(
          handle,
          instants.keySet(),
          earliest,
          (id, found, times) ->
              entries
                  .packed
                  .computeIfAbsent(id, key -> new ArrayList<>(1))
                  .add(new Packed(found, times)));
    }
    return entries;
  }

  @Override
  public void read(long endpointId, List<LedgerEntry> entries) {
    List<Packed> ofEndpoint = packed.remove(endpointId);
    if (ofEndpoint != null) {
      long since = instants.get(endpointId);
      ofEndpoint.forEach(run -> RunTable.entries(run.found, run.times, vantages, since, entries));
    }
    if (!entries.isEmpty()) {
      reader.read(endpointId, entries);
    }
  }

  /** Reads the endpoints of which there were no rows. */
  void readRest() {
    for (long id : List.copyOf(packed.keySet())) {
      read(id, new ArrayList<>());
    }
  }
}
