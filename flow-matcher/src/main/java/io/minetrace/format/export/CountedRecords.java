// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * What NetFlow v1, v5 and v7 have in common: a header that counts its records, and records of one
 * layout, decoded as a template would tell it. A datagram may hold several such messages.
 * Immutable: the plan of a fixed layout is.
 */
final class CountedRecords {

  private static final int COUNT_OFFSET = 2;
  private static final int NANOSECONDS_OFFSET = 12;

  private final int headerBytes;
  private final int recordBytes;
  private final int maxRecords;
  private final RecordPlan plan;

  /**
   * @param maxRecords that Cisco's exporters put into one message
   */
  CountedRecords(int headerBytes, int maxRecords, List<FieldSpecifier> fields) {
    RecordLayout layout = new RecordLayout(fields);
    this.headerBytes = headerBytes;
    this.recordBytes = layout.minimumLength();
    this.maxRecords = maxRecords;
    this.plan = new RecordPlan(fields, layout);
  }

  /** A part of the record that feeds no column. */
  static FieldSpecifier passedOver(int length) {
    return new FieldSpecifier(0, length);
  }

  /**
   * Whether a datagram with this version word may be one: its count or its length is that of a
   * message, for there are exporters whose count is wrong.
   */
  boolean hasPlausibleCountOrLength(byte[] bytes, int from, int length, int missingBytes) {
    if (length < headerBytes + recordBytes) {
      return false;
    }
    int whole = length + missingBytes;
    int count = BigEndian.u16(bytes, from + COUNT_OFFSET);
    boolean countFits = count >= 1 && count <= maxRecords;
    boolean lengthFits = (whole - headerBytes) % recordBytes == 0;
    boolean enough = headerBytes + count * recordBytes <= whole;
    return hasNanoseconds(bytes, from) && (countFits ? enough || lengthFits : lengthFits);
  }

  /**
   * Whether a datagram holds messages of this version and nothing else, each with the records that
   * it counts: for versions whose word alone says little.
   */
  boolean fillsTheDatagram(byte[] bytes, int from, int length, int missingBytes) {
    int version = BigEndian.u16(bytes, from);
    int at = 0;
    while (length - at >= headerBytes) {
      int count = BigEndian.u16(bytes, from + at + COUNT_OFFSET);
      if (BigEndian.u16(bytes, from + at) != version
          || count < 1
          || count > maxRecords
          || !hasNanoseconds(bytes, from + at)) {
        return false;
      }
      at += headerBytes + count * recordBytes;
    }
    return missingBytes == 0 ? at == length : at <= length + missingBytes;
  }

  private static boolean hasNanoseconds(byte[] bytes, int from) {
    return BigEndian.u32(bytes, from + NANOSECONDS_OFFSET) < 1_000_000_000L;
  }

  /**
   * Takes the records of a message. Those that are not there are none, whatever the count says.
   *
   * @param count as the header has it
   * @param countOffset where it has it, for the report
   * @param message behind the header; left behind the records
   * @param missingBytes of the datagram, at its end, that the capture did not keep
   */
  void take(
      SetQueue queue,
      MessageHeader header,
      RecordUnit unit,
      int count,
      long countOffset,
      ByteCursor message,
      int missingBytes)
      throws MalformedFlowFileException {
    int present = Math.min(count, message.remaining() / recordBytes);
    if (present < count && missingBytes == 0) {
      String detail = "count: " + count + " (expected: at most " + present + ", the records there)";
      queue.report().add(Reason.CORRUPT, countOffset, 0, detail);
    }
    if (present > 0) {
      ByteCursor records = message.slice(present * recordBytes, "records");
      queue.add(DataSet.flat(header, unit, plan, 0, records));
    }
  }
}
