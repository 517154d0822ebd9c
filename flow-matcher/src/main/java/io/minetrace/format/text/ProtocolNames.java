// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names that tools print for protocol numbers: the keywords of IANA, and their variants. */
final class ProtocolNames {

  /** Stands for a name that is not known. */
  static final int UNKNOWN = -1;

  private static final int MAX_NAME_BYTES = 24;

  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  static {
    add(0, "HOPOPT", "IP");
    add(1, "ICMP");
    add(2, "IGMP");
    add(3, "GGP");
    add(4, "IPENCAP", "IP-ENCAP", "IPV4");
    add(5, "ST");
    add(6, "TCP");
    add(7, "CBT");
    add(8, "EGP");
    add(9, "IGP");
    add(12, "PUP");
    add(17, "UDP");
    add(20, "HMP");
    add(22, "XNS-IDP", "XNS");
    add(27, "RDP");
    add(29, "ISO-TP4", "ISO-4");
    add(33, "DCCP");
    add(36, "XTP");
    add(37, "DDP");
    add(41, "IPV6");
    add(43, "IPV6-ROUTE", "RTE6");
    add(44, "IPV6-FRAG", "FRAG6");
    add(45, "IDRP");
    add(46, "RSVP");
    add(47, "GRE");
    add(50, "ESP", "IPSEC-ESP");
    add(51, "AH", "IPSEC-AH");
    add(57, "SKIP");
    add(58, "IPV6-ICMP", "ICMP6", "ICMPV6", "ICMP-V6");
    add(59, "IPV6-NONXT", "NOHE6");
    add(60, "IPV6-OPTS", "OPTS6");
    add(81, "VMTP");
    add(88, "EIGRP");
    add(89, "OSPF", "OSPFIGP");
    add(93, "AX.25");
    add(94, "IPIP", "OS");
    add(97, "ETHERIP", "ETHIP");
    add(98, "ENCAP");
    add(103, "PIM");
    add(108, "IPCOMP");
    add(112, "VRRP");
    add(115, "L2TP");
    add(124, "ISIS");
    add(132, "SCTP");
    add(133, "FC");
    add(135, "MOBILITY-HEADER");
    add(136, "UDPLITE");
    add(137, "MPLS-IN-IP");
    add(138, "MANET");
    add(139, "HIP");
    add(140, "SHIM6");
    add(141, "WESP");
    add(142, "ROHC");
  }

  private ProtocolNames() {}

  private static void add(int number, String... names) {
    for (String name : names) {
      NUMBERS.put(name, number);
    }
  }

  /** The number of a name in any case, or {@link #UNKNOWN}. */
  static int number(byte[] bytes, int from, int to) {
    if (to - from == 3) {
      // Nearly all flows, without a string.
      int word =
          (bytes[from] & 0xdf) << 16 | (bytes[from + 1] & 0xdf) << 8 | (bytes[from + 2] & 0xdf);
      if (word == ('T' << 16 | 'C' << 8 | 'P')) {
        return 6;
      }
      if (word == ('U' << 16 | 'D' << 8 | 'P')) {
        return 17;
      }
    }
    if (to - from > MAX_NAME_BYTES) {
      return UNKNOWN;
    }
    String name = Ascii.shown(bytes, from, to).toUpperCase(Locale.ROOT);
    return NUMBERS.getOrDefault(name, UNKNOWN);
  }
}
