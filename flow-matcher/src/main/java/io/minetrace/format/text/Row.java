// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.options.ColumnMapping;
import io.minetrace.format.options.ReadOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of one record while it is read, in the slots they belong to; filled anew for each
 * record. Also keeps what is to be said of all of them at the end. Used by one thread.
 */
final class Row {

  private static final int SLOTS = Slot.values().length;
  private static final int TCP = 6;
  private static final int ICMP = 1;
  private static final int ICMP6 = 58;

  /** Longer durations, a century, are differences of times in the wrong order. */
  private static final long MAX_DURATION_SECONDS = 100L * 366 * 24 * 3600;

  private static final int MAX_NAMES_TOLD = 8;

  private final AddressBytes addresses = new AddressBytes();
  private final Times times;
  private final long[] values = new long[SLOTS];
  private final long[] highs = new long[SLOTS];
  private int notes;
  private Optional<String> gatedBy = Optional.empty();
  private Optional<String> problem = Optional.empty();
  private Optional<String> zoneless = Optional.empty();

  private long abbreviated;
  private long bothDirections;
  private long payloadOnly;
  private long impossibleDurations;
  private final Map<String, Long> unknownProtocols = new TreeMap<>();

  /**
   * @param options of the input: the zone of its times, and their pattern
   */
  Row(ReadOptions options) {
    this.times =
        new Times(options.sourceTimezone(), options.mapping().flatMap(ColumnMapping::timeFormat));
    clear();
  }

  void clear() {
    Arrays.fill(values, FlowColumn.ABSENT_LONG);
    notes = 0;
    gatedBy = Optional.empty();
    problem = Optional.empty();
    zoneless = Optional.empty();
  }

  AddressBytes addresses() {
    return addresses;
  }

  /** The text of the first time that lacks a zone, where none was told. */
  Optional<String> zoneless() {
    return zoneless;
  }

  /** What is wrong with the first bad cell. */
  Optional<String> problem() {
    return problem;
  }

  /** What kind of record it is instead of a flow. */
  Optional<String> gatedBy() {
    return gatedBy;
  }

  long value(Slot slot) {
    return values[slot.ordinal()];
  }

  long high(Slot slot) {
    return highs[slot.ordinal()];
  }

  boolean has(Slot slot) {
    return values[slot.ordinal()] != FlowColumn.ABSENT_LONG;
  }

  int notes() {
    return notes;
  }

  /** Reads a cell where the binding says; a bad one is remembered, and the others still read. */
  void read(Binding binding, byte[] bytes, int from, int to) {
    if (to == from || (to - from == 1 && bytes[from] == '-')) {
      return;
    }
    if (!binding.cell().read(this, binding, bytes, from, to) && problem.isEmpty()) {
      bad(
          binding.name()
              + ": '"
              + Ascii.shown(bytes, from, to)
              + "' (expected: "
              + binding.cell().expected()
              + ")");
    }
  }

  /** The record is bad, for this reason if it is the first. */
  void bad(String reason) {
    if (problem.isEmpty()) {
      problem = Optional.of(reason);
    }
  }

  /** The record as such is no record: nothing that its cells seemed to say counts. */
  void broken(String reason) {
    zoneless = Optional.empty();
    problem = Optional.of(reason);
  }

  void set(Slot slot, long value) {
    values[slot.ordinal()] = value;
  }

  void setAddress(Slot slot, long high, long low) {
    highs[slot.ordinal()] = high;
    values[slot.ordinal()] = low;
  }

  boolean setUpTo(Slot slot, long value, long max) {
    if (value < 0 || value > max) {
      return false;
    }
    values[slot.ordinal()] = value;
    return true;
  }

  boolean addFlags(Slot slot, long flags) {
    if (flags < 0 || flags > 0xffff) {
      return false;
    }
    values[slot.ordinal()] = has(slot) ? value(slot) | flags : flags;
    return true;
  }

  void setProtocol(int number, byte[] bytes, int from, int to) {
    if (number != ProtocolNames.UNKNOWN) {
      set(Slot.PROTOCOL, number);
    } else {
      String name = Ascii.shown(bytes, from, to);
      if (unknownProtocols.size() < MAX_NAMES_TOLD || unknownProtocols.containsKey(name)) {
        unknownProtocols.merge(name, 1L, Long::sum);
      }
    }
  }

  boolean setTime(Slot slot, byte[] bytes, int from, int to, Times.Notation notation) {
    if (!times.read(bytes, from, to, notation)) {
      if (times.lacksZone() && zoneless.isEmpty()) {
        zoneless = Optional.of(Ascii.shown(bytes, from, to));
      }
      return false;
    }
    set(slot, times.value());
    return true;
  }

  /** A counter, which some tools abbreviate: {@code 1.2 M}. */
  boolean setCount(Slot slot, byte[] bytes, int from, int to) {
    long value = Digits.decimal(bytes, from, to);
    if (value == Digits.NONE) {
      value = abbreviation(bytes, from, to);
      if (value == Digits.NONE) {
        return false;
      }
      abbreviated++;
    }
    set(slot, value);
    return true;
  }

  private static long abbreviation(byte[] bytes, int from, int to) {
    int digits = " kMGT".indexOf(bytes[to - 1] == 'K' ? 'k' : bytes[to - 1]) * 3;
    if (digits <= 0) {
      return Digits.NONE;
    }
    int end = to - 1;
    while (end > from && bytes[end - 1] == ' ') {
      end--;
    }
    int point = from;
    while (point < end && bytes[point] != '.') {
      point++;
    }
    long whole = Digits.decimal(bytes, from, point);
    long fraction = point < end ? Digits.fraction(bytes, point + 1, end, digits) : 0;
    long unit = Math.round(Math.pow(10, digits));
    boolean fits = whole >= 0 && fraction >= 0 && whole < Long.MAX_VALUE / unit;
    return fits ? whole * unit + fraction : Digits.NONE;
  }

  /**
   * A duration.
   *
   * @param exponent 0 for seconds, 3 for milliseconds and so on
   */
  boolean setDuration(byte[] bytes, int from, int to, int exponent) {
    boolean negative = bytes[from] == '-';
    int at = negative ? from + 1 : from;
    long seconds = 0;
    int colon;
    while ((colon = indexOf(bytes, at, to, ':')) >= 0) {
      long part = Digits.decimal(bytes, at, colon);
      if (part < 0 || part > MAX_DURATION_SECONDS) {
        return false;
      }
      seconds = (seconds + part) * 60;
      if (seconds > MAX_DURATION_SECONDS) {
        return false;
      }
      at = colon + 1;
    }
    int point = indexOf(bytes, at, to, '.');
    int end = point < 0 ? to : point;
    long whole = Digits.decimal(bytes, at, end);
    long fraction = point < 0 ? 0 : Digits.fraction(bytes, point + 1, to, 3);
    if (whole < 0 || fraction < 0) {
      return false;
    }
    long millis =
        switch (exponent) {
          case 0 -> whole > MAX_DURATION_SECONDS ? Long.MAX_VALUE : whole * 1000 + fraction;
          case 3 -> whole;
          case 6 -> whole / 1000;
          default -> whole / 1_000_000;
        };
    if (millis > MAX_DURATION_SECONDS * 1000) {
      // nfdump 1.7.1 writes 18446744073709540.000 where the last time is before the first.
      impossibleDurations++;
      return true;
    }
    millis += seconds * 1000;
    set(Slot.DURATION, negative ? -millis : millis);
    return true;
  }

  private static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  void gate(boolean flow, byte[] bytes, int from, int to) {
    if (!flow) {
      gatedBy = Optional.of(Ascii.shown(bytes, from, to));
    }
  }

  /** The record is of this kind and no flow, unless it said itself what it is instead. */
  void other(String kind) {
    if (gatedBy.isEmpty()) {
      gatedBy = Optional.of(kind);
    }
  }

  void note(FlowNote note) {
    notes |= note.bit();
  }

  /** Sets a note by its name; false if there is none. */
  boolean note(String name) {
    for (FlowNote note : FlowNote.values()) {
      if (note.name().equals(name)) {
        note(note);
        return true;
      }
    }
    return false;
  }

  /** Derives what follows from the values that were read, and judges the record. */
  Verdict finish() {
    if (gatedBy.isPresent()) {
      return Verdict.OTHER;
    }
    if (problem.isPresent()) {
      return Verdict.BAD;
    }
    if (!has(Slot.SOURCE) || !has(Slot.DESTINATION)) {
      gatedBy = Optional.of("no addresses");
      return Verdict.OTHER;
    }
    finishTimes();
    finishCounters();
    if (has(Slot.ICMP_TYPE) && (value(Slot.PROTOCOL) == ICMP || value(Slot.PROTOCOL) == ICMP6)) {
      long code = has(Slot.ICMP_CODE) ? value(Slot.ICMP_CODE) : 0;
      set(Slot.DESTINATION_PORT, (value(Slot.ICMP_TYPE) & 0xff) << 8 | (code & 0xff));
    }
    if (value(Slot.FLAGS) == 0 || value(Slot.PROTOCOL) != TCP) {
      set(Slot.FLAGS, FlowColumn.ABSENT_LONG);
    }
    if (value(Slot.REVERSE_FLAGS) == 0 || value(Slot.PROTOCOL) != TCP) {
      set(Slot.REVERSE_FLAGS, FlowColumn.ABSENT_LONG);
    }
    return Verdict.FLOW;
  }

  private void finishTimes() {
    boolean start = has(Slot.START);
    boolean end = has(Slot.END);
    if (start != end) {
      // Of one that has no length either, the one time is all that is known.
      long duration = has(Slot.DURATION) ? value(Slot.DURATION) : 0;
      if (start) {
        set(Slot.END, value(Slot.START) + duration);
      } else {
        set(Slot.START, value(Slot.END) - duration);
      }
    } else if (!start && has(Slot.EXPORT_TIME)) {
      set(Slot.START, value(Slot.EXPORT_TIME));
      set(Slot.END, value(Slot.EXPORT_TIME));
      note(FlowNote.EXPORT_TIME_ONLY);
    }
  }

  private void finishCounters() {
    if (has(Slot.TOTAL_OCTETS) || has(Slot.TOTAL_PACKETS)) {
      boolean split = has(Slot.OCTETS) || has(Slot.PACKETS);
      reverse(Slot.TOTAL_OCTETS, Slot.OCTETS, Slot.REVERSE_OCTETS);
      reverse(Slot.TOTAL_PACKETS, Slot.PACKETS, Slot.REVERSE_PACKETS);
      bothDirections += split ? 0 : 1;
    }
    if (has(Slot.PAYLOAD_OCTETS) && !has(Slot.OCTETS)) {
      set(Slot.OCTETS, value(Slot.PAYLOAD_OCTETS));
      set(Slot.REVERSE_OCTETS, value(Slot.REVERSE_PAYLOAD_OCTETS));
      payloadOnly++;
    }
  }

  /**
   * What is not of the one direction is of the other; with none known the total is all there is.
   */
  private void reverse(Slot total, Slot forward, Slot reverse) {
    if (!has(total)) {
      return;
    }
    if (!has(forward) && !has(reverse)) {
      set(forward, value(total));
    } else if (has(forward) && !has(reverse) && value(total) >= value(forward)) {
      set(reverse, value(total) - value(forward));
    }
  }

  /** Tells in the report what was assumed and abbreviated. */
  void tell(DecodeReport report) {
    times.tell(report);
    tell(report, abbreviated, "abbreviated counters", " were written as 1.2 M and the like");
    tell(report, bothDirections, "counters", " flows count both directions together");
    tell(report, payloadOnly, "octets", " flows count octets of payload only");
    tell(report, impossibleDurations, "durations", " were impossible and left out");
    if (!unknownProtocols.isEmpty()) {
      report.addFact("unknown protocols", unknownProtocols.toString());
    }
  }

  private static void tell(DecodeReport report, long count, String topic, String text) {
    if (count > 0) {
      report.addFact(topic, count + text);
    }
  }
}
