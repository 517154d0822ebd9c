// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@code nfdump -o csv} writes: up to 1.7.4 always 48 columns ({@code ts,te,td,sa,…},
 * whole seconds), since 1.7.5 the columns that the user asks for ({@code
 * firstSeen,duration,proto,…}, milliseconds, and an end time only on demand). Columns are found by
 * their names. Below the table stand three lines of summary, unless {@code -q} was given.
 *
 * <p>Times are local to the machine that ran nfdump and say no zone; those of {@code %tsr} are
 * seconds since 1970, those of {@code %tsg} UTC, and no header tells them from the others.
 *
 * <p>Sources: nfdump 1.7.1's own output; {@code src/output/output_csv.c} of 1.7.8 for the names.
 */
public final class NfdumpCsv {

  private static final List<Binding> COLUMNS =
      List.of(
          Binding.of("ts", Slot.START, Cell.TIME),
          Binding.of("firstSeen", Slot.START, Cell.TIME),
          Binding.of("te", Slot.END, Cell.TIME),
          Binding.of("lastSeen", Slot.END, Cell.TIME),
          Binding.of("td", Slot.DURATION, Cell.DURATION),
          Binding.of("duration", Slot.DURATION, Cell.DURATION),
          Binding.of("tr", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("received", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("sa", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("srcAddr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("da", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("dstAddr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("sp", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("srcPort", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dp", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("dstPort", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("pr", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("flg", Slot.FLAGS, Cell.FLAGS),
          Binding.of("flags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("ipkt", Slot.PACKETS, Cell.COUNT),
          Binding.of("inPackets", Slot.PACKETS, Cell.COUNT),
          Binding.of("packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("ibyt", Slot.OCTETS, Cell.COUNT),
          Binding.of("inBytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("bytes", Slot.OCTETS, Cell.COUNT),
          // The same counters as in an nfcapd file: egress of some exporters, the way back of
          // others.
          Binding.of("opkt", Slot.POST_PACKETS, Cell.KNOWN_COUNT),
          Binding.of("outPackets", Slot.POST_PACKETS, Cell.KNOWN_COUNT),
          Binding.of("obyt", Slot.POST_OCTETS, Cell.KNOWN_COUNT),
          Binding.of("outBytes", Slot.POST_OCTETS, Cell.KNOWN_COUNT),
          Binding.of("srcXIP", Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS),
          Binding.of("dstXIP", Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS),
          Binding.of("srcXPort", Slot.NAT_SOURCE_PORT, Cell.KNOWN_PORT),
          Binding.of("dstXPort", Slot.NAT_DESTINATION_PORT, Cell.KNOWN_PORT),
          Binding.of("event", Slot.FIREWALL_EVENT, Cell.KNOWN_NUMBER),
          Binding.of("ra", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("routerIP", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("obsDomainID", Slot.DOMAIN, Cell.KNOWN_COUNT));

  private static final List<NamesHeader.Trailer> TRAILERS =
      List.of(
          new NamesHeader.Trailer("Summary", 2), new NamesHeader.Trailer("No matching flows", 0));

  private static final TableDialect DIALECT =
      new TableDialect(
          "nfdump CSV",
          () -> new NamesHeader(",", COLUMNS, NfdumpCsv::isHeader, TRAILERS, Optional.empty()),
          TableDialect.NO_RULE);

  private NfdumpCsv() {}

  private static boolean isHeader(Set<String> names) {
    return names.containsAll(Set.of("sa", "da")) || names.containsAll(Set.of("srcAddr", "dstAddr"));
  }

  /** Whether an input that begins so is a table of nfdump. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
