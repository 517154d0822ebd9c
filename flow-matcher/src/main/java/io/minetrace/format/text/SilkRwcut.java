// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what SiLK's {@code rwcut} prints, with its titles: {@code |} or another delimiter between
 * cells that are padded, and one behind the last. Times are of any of rwcut's formats; unless they
 * are seconds since 1970 they say no zone. It is UTC where SiLK was built and called as usual, but
 * the output does not tell.
 *
 * <p>Source: the manual page rwcut(1).
 */
public final class SilkRwcut {

  private static final List<Binding> COLUMNS =
      List.of(
          Binding.of("sTime", Slot.START, Cell.TIME_MONTH_FIRST),
          Binding.of("sTime+msec", Slot.START, Cell.TIME_MONTH_FIRST),
          Binding.of("eTime", Slot.END, Cell.TIME_MONTH_FIRST),
          Binding.of("eTime+msec", Slot.END, Cell.TIME_MONTH_FIRST),
          Binding.of("duration", Slot.DURATION, Cell.DURATION),
          Binding.of("durat", Slot.DURATION, Cell.DURATION),
          Binding.of("dur", Slot.DURATION, Cell.DURATION),
          Binding.of("dur+msec", Slot.DURATION, Cell.DURATION),
          Binding.of("durat+msec", Slot.DURATION, Cell.DURATION),
          Binding.of("sIP", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("dIP", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("sPort", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dPort", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("pro", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("protocol", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("iType", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("iTy", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("iCode", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("iCo", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("pkts", Slot.PACKETS, Cell.COUNT),
          Binding.of("bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("flags", Slot.FLAGS, Cell.FLAGS));

  /** The titles of all of rwcut's own fields, whole and cut to the width of their columns. */
  private static final Set<String> VOCABULARY =
      Set.of(
          "appli",
          "application",
          "attribut",
          "attributes",
          "bytes",
          "cla",
          "class",
          "dIP",
          "dPort",
          "dTy",
          "dType",
          "dcc",
          "dur",
          "dur+msec",
          "durat",
          "durat+msec",
          "duration",
          "eTime",
          "eTime+msec",
          "flags",
          "iCo",
          "iCode",
          "iTy",
          "iType",
          "icmpTypeCode",
          "in",
          "initialF",
          "initialFlags",
          "nhIP",
          "out",
          "packets",
          "pkts",
          "pro",
          "protocol",
          "sIP",
          "sPort",
          "sTime",
          "sTime+msec",
          "sTy",
          "sType",
          "scc",
          "sen",
          "sensor",
          "sessionF",
          "sessionFlags",
          "typ",
          "type");

  private static final TableDialect DIALECT =
      new TableDialect(
          "SiLK rwcut",
          () ->
              new NamesHeader(
                  "|,;\t ", COLUMNS, SilkRwcut::isHeader, VOCABULARY, List.of(), Optional.empty()),
          TableDialect.NO_RULE);

  private SilkRwcut() {}

  private static boolean isHeader(Set<String> names) {
    return names.containsAll(Set.of("sIP", "dIP"));
  }

  /** Whether an input that begins so was printed by rwcut with its titles. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
