// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.List;
import java.util.Set;

/**
 * What Zeek logs of a connection, in either syntax. The originator is the source; the way back
 * stands in the reverse columns. Octets are those of the IP packets where Zeek counted them, else
 * of the payload. Of flags only those are given that the history proves.
 *
 * <p>Source: Zeek's manual, conn.log.
 */
final class ZeekConn {

  static final List<Binding> FIELDS =
      List.of(
          Binding.of("ts", Slot.START, Cell.TIME),
          Binding.of("duration", Slot.DURATION, Cell.DURATION),
          Binding.of("id.orig_h", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("id.resp_h", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("id.orig_p", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("id.resp_p", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("ip_proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("history", Slot.FLAGS, Cell.HISTORY),
          Binding.of("orig_pkts", Slot.PACKETS, Cell.COUNT),
          Binding.of("resp_pkts", Slot.REVERSE_PACKETS, Cell.COUNT),
          Binding.of("orig_ip_bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("resp_ip_bytes", Slot.REVERSE_OCTETS, Cell.COUNT),
          Binding.of("orig_bytes", Slot.PAYLOAD_OCTETS, Cell.COUNT),
          Binding.of("resp_bytes", Slot.REVERSE_PAYLOAD_OCTETS, Cell.COUNT));

  private static final int ICMP = 1;
  private static final int ICMP6 = 58;

  private ZeekConn() {}

  /** Whether a log with these fields is one of connections: others have the addresses too. */
  static boolean isSigned(Set<String> names) {
    return names.containsAll(Set.of("ts", "id.orig_h", "id.resp_h"))
        && (names.contains("conn_state")
            || names.contains("orig_pkts")
            || names.contains("orig_ip_bytes")
            || names.contains("orig_bytes"));
  }

  /** Zeek writes type and code of ICMP as ports, and calls both versions icmp. */
  static void icmp(Row row) {
    long protocol = row.value(Slot.PROTOCOL);
    if (protocol != ICMP && protocol != ICMP6) {
      return;
    }
    if (row.has(Slot.SOURCE) && row.high(Slot.SOURCE) != 0) {
      row.set(Slot.PROTOCOL, ICMP6);
    }
    if (row.has(Slot.SOURCE_PORT)) {
      row.set(Slot.ICMP_TYPE, row.value(Slot.SOURCE_PORT));
      row.set(Slot.ICMP_CODE, row.value(Slot.DESTINATION_PORT));
      row.set(Slot.SOURCE_PORT, 0);
    }
  }
}
