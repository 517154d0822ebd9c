// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.Arrays;

/**
 * Records of one set on their way into a batch: record {@code i} goes to row {@code row + i}. One
 * object is reused for all sets of a decoder; the loops of {@link FieldConversion} run over its
 * records {@code from} to {@code to}, a column at a time.
 *
 * <p>A field lies at a fixed offset from a place in each record: {@code at + i · stride}, or, where
 * fields of variable length come before it, from the anchor that {@link RecordLayout} tells.
 */
final class RecordBlock {

  /** The records are of fixed length. */
  static final int NO_ANCHOR = -1;

  MessageHeader header;
  byte[] bytes;
  int at;
  int stride;

  /** The anchor that counts, or {@link #NO_ANCHOR}. */
  int anchor = NO_ANCHOR;

  int from;
  int to;
  int row;
  FlowBatch batch;

  private int count;

  /** The record's own element 160, or {@link FlowColumn#ABSENT_LONG}; one a record. */
  long[] systemInit = new long[FlowBatch.CAPACITY];

  /** Whether a time far from the export time was seen, and passed over in the hope of a better. */
  boolean sawDistantTime;

  /** Whether such a time is to be taken after all. */
  boolean acceptsDistantTime;

  private int[][] bases = new int[0][];

  /**
   * Finds the anchors of records of variable length.
   *
   * @param records whole records; left as they are
   * @param most so many at most
   * @return how many
   */
  int locate(RecordLayout layout, ByteCursor records, int most) {
    if (bases.length < layout.anchors()) {
      bases = new int[layout.anchors()][FlowBatch.CAPACITY];
    }
    bytes = records.array();
    int next = records.arrayIndex();
    int end = next + records.remaining();
    int located = 0;
    while (located < Math.min(most, FlowBatch.CAPACITY) && next < end) {
      next = layout.locate(bytes, next, end, bases, located++);
      if (next == RecordLayout.NONE) {
        throw new IllegalStateException("a record that is not whole, of " + records.offset());
      }
    }
    at = next;
    return located;
  }

  /** Where an anchor of record {@code i} lies. */
  int base(int anchorOfField, int i) {
    return bases[anchorOfField][i];
  }

  void begin(MessageHeader messageHeader, FlowBatch target, int firstRow, int records) {
    header = messageHeader;
    batch = target;
    row = firstRow;
    from = 0;
    to = records;
    count = records;
    sawDistantTime = false;
    acceptsDistantTime = false;
    if (systemInit.length < records) {
      systemInit = new long[records];
    }
    Arrays.fill(systemInit, 0, records, header.systemInitMillis());
  }

  /** The unsigned number of a field of record {@code i}. */
  long number(int i, int offset, int width) {
    return BigEndian.unsigned(bytes, position(i) + offset, width);
  }

  /** What offsets in record {@code i} count from. */
  int position(int i) {
    return anchor == NO_ANCHOR ? at + i * stride : bases[anchor][i];
  }

  /** Puts a time where there is none yet; one further than a year from the export is put off. */
  void time(long[] column, int i, long millis) {
    if (millis == FlowColumn.ABSENT_LONG || column[row + i] != FlowColumn.ABSENT_LONG) {
      return;
    }
    if (FlowTimes.isNear(millis, header.exportMillis())) {
      column[row + i] = millis;
    } else if (acceptsDistantTime) {
      column[row + i] = millis;
      doubtTime(i);
    } else {
      sawDistantTime = true;
    }
  }

  /** As {@link #time}, of 64 bits that should be NTP time; 0 is what exporters do not know. */
  void ntp(long[] column, int i, long value) {
    if (value == 0 || column[row + i] != FlowColumn.ABSENT_LONG) {
      return;
    }
    long millis = FlowTimes.ofNtp(value, header.exportMillis());
    if (!FlowTimes.isNear(millis, header.exportMillis())) {
      long otherwise = FlowTimes.ofWrongNtp(value, header.exportMillis());
      if (otherwise != FlowColumn.ABSENT_LONG) {
        column[row + i] = otherwise;
        doubtTime(i);
        return;
      }
    }
    time(column, i, millis);
  }

  private void doubtTime(int i) {
    batch.ints(FlowColumn.FLOW_NOTES)[row + i] |= FlowNote.DOUBTFUL_TIME.bit();
  }

  /** What is the same for all records of the set, and what only all fields together can tell. */
  void complete(int notes, RecordUnit unit) {
    int end = row + count;
    int messageNotes = notes | header.notes();
    FlowTimes.complete(batch, row, end, header.exportMillis());
    int interval = header.samplingInterval();
    DecodeReport.Exporter exporter = header.exporter();
    long exporterHigh = exporter.address().high();
    long exporterLow = exporter.address().low();
    int[] intervals = batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL);
    long[] highs = batch.high(FlowColumn.EXPORTER_IP_ADDRESS);
    long[] lows = batch.low(FlowColumn.EXPORTER_IP_ADDRESS);
    long[] domains = batch.longs(FlowColumn.OBSERVATION_DOMAIN_ID);
    long[] ordinals = batch.longs(FlowColumn.RECORD_ORDINAL);
    int[] allNotes = batch.ints(FlowColumn.FLOW_NOTES);
    int[] events = batch.ints(FlowColumn.FIREWALL_EVENT);
    for (int r = row; r < end; r++) {
      if (intervals[r] == FlowColumn.ABSENT_INT) {
        intervals[r] = interval;
      }
      if ((highs[r] | lows[r]) == 0) {
        highs[r] = exporterHigh;
        lows[r] = exporterLow;
      }
      if (domains[r] == FlowColumn.ABSENT_LONG) {
        domains[r] = exporter.domain();
      }
      if (events[r] > 0) {
        allNotes[r] |= FlowNote.EVENT.bit();
      }
      allNotes[r] |= messageNotes;
      ordinals[r] = unit.nextOrdinal();
    }
  }
}
