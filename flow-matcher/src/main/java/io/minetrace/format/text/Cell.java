// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import java.nio.charset.StandardCharsets;

/**
 * The ways in which tools write the value of a cell. An empty cell and a lone {@code -} are absent
 * in all of them. No string is made of a cell that is well formed.
 */
enum Cell {
  ADDRESS("an IPv4 or IPv6 address in full") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      AddressBytes address = row.addresses();
      if (!address.read(bytes, from, to)) {
        return false;
      }
      row.setAddress(binding.slot(), address.high(), address.low());
      return true;
    }
  },
  /** Of a field that tools fill with zeros where they do not know. */
  KNOWN_ADDRESS("an IPv4 or IPv6 address in full") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      AddressBytes address = row.addresses();
      if (!address.read(bytes, from, to)) {
        return false;
      }
      if (address.low() != 0xffff_0000_0000L || address.high() != 0) {
        row.setAddress(binding.slot(), address.high(), address.low());
      }
      return true;
    }
  },
  /** A number, or {@code type.code} of ICMP. */
  PORT("a port, 0..65535") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setUpTo(binding.slot(), port(bytes, from, to), MAX_PORT);
    }
  },
  KNOWN_PORT("a port, 0..65535") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      long port = Digits.decimal(bytes, from, to);
      return port == 0 || row.setUpTo(binding.slot(), port, MAX_PORT);
    }
  },
  /** A number or a name. */
  PROTOCOL("a protocol, 0..255 or its name") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      if (Digits.isDigit(bytes[from])) {
        return row.setUpTo(binding.slot(), Digits.decimal(bytes, from, to), 255);
      }
      row.setProtocol(ProtocolNames.number(bytes, from, to), bytes, from, to);
      return true;
    }
  },
  /** As {@link #PROTOCOL}, of a tool that lists flows of other things than IP beside them. */
  PROTOCOL_OF_IP("a protocol, 0..255 or its name") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      if (Digits.isDigit(bytes[from])) {
        return row.setUpTo(binding.slot(), Digits.decimal(bytes, from, to), 255);
      }
      int number = ProtocolNames.number(bytes, from, to);
      row.gate(number != ProtocolNames.UNKNOWN, bytes, from, to);
      return number == ProtocolNames.UNKNOWN || row.setUpTo(binding.slot(), number, 255);
    }
  },
  COUNT("a number from 0 to 2^63-1") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setCount(binding.slot(), bytes, from, to);
    }
  },
  /** Of a field that tools fill with 0 where they do not know. */
  KNOWN_COUNT("a number from 0 to 2^63-1") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return (to - from == 1 && bytes[from] == '0') || COUNT.read(row, binding, bytes, from, to);
    }
  },
  NUMBER("a number from 0 to 2^31-1") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setUpTo(binding.slot(), Digits.decimal(bytes, from, to), Integer.MAX_VALUE);
    }
  },
  KNOWN_NUMBER("a number from 0 to 2^31-1") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return (to - from == 1 && bytes[from] == '0') || NUMBER.read(row, binding, bytes, from, to);
    }
  },
  FLAGS("TCP flags as letters or a number") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      // A list of names comes one by one.
      return row.addFlags(binding.slot(), TcpFlags.read(bytes, from, to));
    }
  },
  HEX_FLAGS("TCP flags as a hexadecimal number") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.addFlags(binding.slot(), Digits.hex(bytes, from, to));
    }
  },
  /** Letters of both sides with {@code _} between, among other words. */
  BOTH_FLAGS("flags of both sides, or a state") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      int middle = from;
      while (middle < to && bytes[middle] != '_') {
        middle++;
      }
      if (middle == to) {
        return true;
      }
      long forward = middle == from ? 0 : TcpFlags.read(bytes, from, middle);
      long reverse = middle + 1 == to ? 0 : TcpFlags.read(bytes, middle + 1, to);
      return forward < 0
          || reverse < 0
          || (row.addFlags(Slot.FLAGS, forward) && row.addFlags(Slot.REVERSE_FLAGS, reverse));
    }
  },
  /** Zeek's letters for what each side did. */
  HISTORY("letters") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.addFlags(Slot.FLAGS, TcpFlags.history(bytes, from, to, 'A'))
          && row.addFlags(Slot.REVERSE_FLAGS, TcpFlags.history(bytes, from, to, 'a'));
    }
  },
  /** Numbers are seconds since 1970, with or without a fraction. */
  TIME("a time, or seconds since 1970") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.SECONDS);
    }
  },
  TIME_MONTH_FIRST("a time, or seconds since 1970") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.MONTH_FIRST);
    }
  },
  /** A time of the pattern that the row's user gave. */
  TIME_PATTERN("a time of the pattern given") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.PATTERN);
    }
  },
  TIME_MILLISECONDS("a time, or milliseconds since 1970") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.MILLISECONDS);
    }
  },
  TIME_MICROSECONDS("a time, or microseconds since 1970") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.MICROSECONDS);
    }
  },
  TIME_NANOSECONDS("a time, or nanoseconds since 1970") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setTime(binding.slot(), bytes, from, to, Times.Notation.NANOSECONDS);
    }
  },
  /** Seconds with or without a fraction, or {@code h:mm:ss}. */
  DURATION("a duration in seconds") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setDuration(bytes, from, to, 0);
    }
  },
  DURATION_MILLISECONDS("a duration in milliseconds") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setDuration(bytes, from, to, 3);
    }
  },
  DURATION_MICROSECONDS("a duration in microseconds") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setDuration(bytes, from, to, 6);
    }
  },
  DURATION_NANOSECONDS("a duration in nanoseconds") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      return row.setDuration(bytes, from, to, 9);
    }
  },
  /** A word that says of what kind the record is. */
  GATE("a word") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      row.gate(binding.accepts(bytes, from, to), bytes, from, to);
      return true;
    }
  },
  /** Any word: only that there is one counts. */
  PRESENT("a word") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      row.set(binding.slot(), 1);
      return true;
    }
  },
  /** Of nfdump: 1 where it multiplied the counters. */
  SAMPLED("0 or 1") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      if (bytes[from] != '0') {
        row.note(FlowNote.COUNTERS_SCALED);
      }
      return true;
    }
  },
  /** The word EVENT marks a firewall's event. */
  EVENT("a word") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      if (Ascii.is(bytes, from, to, "EVENT")) {
        row.note(FlowNote.EVENT);
      }
      return true;
    }
  },
  /** Whether a firewall let a flow pass: information element 233, 3 is a flow denied. */
  ACTION("ACCEPT or REJECT") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      if (Ascii.is(bytes, from, to, "REJECT")) {
        row.set(binding.slot(), FLOW_DENIED);
      }
      return true;
    }
  },
  /** Names of {@link FlowNote} with {@code |} between. */
  NOTES("names of notes") {
    @Override
    boolean read(Row row, Binding binding, byte[] bytes, int from, int to) {
      for (String word :
          new String(bytes, from, to - from, StandardCharsets.UTF_8).split("\\|", -1)) {
        if (!row.note(word)) {
          return false;
        }
      }
      return true;
    }
  };

  private static final int MAX_PORT = 65_535;
  private static final int FLOW_DENIED = 3;

  private final String expected;

  Cell(String expected) {
    this.expected = expected;
  }

  /** What is expected of it, for messages. */
  String expected() {
    return expected;
  }

  /**
   * Reads a cell that is neither empty nor a lone {@code -} into a row.
   *
   * @return false if the bytes are not what is expected
   */
  abstract boolean read(Row row, Binding binding, byte[] bytes, int from, int to);

  private static long port(byte[] bytes, int from, int to) {
    long number = Digits.decimal(bytes, from, to);
    if (number != Digits.NONE) {
      return number;
    }
    if (to - from > 2 && bytes[from] == '0' && bytes[from + 1] == 'x') {
      return Digits.hex(bytes, from + 2, to);
    }
    for (int i = from + 1; i < to - 1; i++) {
      if (bytes[i] == '.') {
        long type = Digits.decimal(bytes, from, i);
        long code = Digits.decimal(bytes, i + 1, to);
        return type < 0 || code < 0 || type > 255 || code > 255 ? Digits.NONE : type << 8 | code;
      }
    }
    return Digits.NONE;
  }

  /** The column of our own of this type. */
  static Cell of(FlowColumn column) {
    return switch (column) {
      case FLOW_START, FLOW_END -> TIME;
      case SOURCE_IP_ADDRESS,
          DESTINATION_IP_ADDRESS,
          POST_NAT_SOURCE_IP_ADDRESS,
          POST_NAT_DESTINATION_IP_ADDRESS,
          EXPORTER_IP_ADDRESS ->
          ADDRESS;
      case SOURCE_TRANSPORT_PORT,
          DESTINATION_TRANSPORT_PORT,
          POST_NAPT_SOURCE_TRANSPORT_PORT,
          POST_NAPT_DESTINATION_TRANSPORT_PORT ->
          PORT;
      case PROTOCOL_IDENTIFIER -> PROTOCOL;
      case TCP_CONTROL_BITS, REVERSE_TCP_CONTROL_BITS -> FLAGS;
      case OCTET_DELTA_COUNT,
          PACKET_DELTA_COUNT,
          REVERSE_OCTET_DELTA_COUNT,
          REVERSE_PACKET_DELTA_COUNT,
          POST_OCTET_DELTA_COUNT,
          POST_PACKET_DELTA_COUNT,
          OBSERVATION_DOMAIN_ID ->
          COUNT;
      case FIREWALL_EVENT, SAMPLING_PACKET_INTERVAL -> NUMBER;
      case FLOW_NOTES -> NOTES;
      case RECORD_ORDINAL -> throw new IllegalArgumentException("the ordinal is not read");
    };
  }
}
