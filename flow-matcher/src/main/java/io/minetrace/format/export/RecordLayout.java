// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * Where the fields of a record lie. A field of variable length moves all that follow it, and those
 * together: so each field has a fixed offset behind an anchor, which is the beginning of the record
 * or the end of the last such field before it.
 *
 * <pre>
 * record:  fixed fields | variable | fixed fields | variable | fixed fields
 * anchor:  0                       1                         2
 * </pre>
 *
 * Immutable.
 */
final class RecordLayout {

  /**
   * How far the whole records of a set reach.
   *
   * @param length their bytes
   */
  record Extent(int records, int length) {}

  /** No record lies there. */
  static final int NONE = -1;

  private static final int LONG_LENGTH = 255;

  private final int[] lengths;
  private final int[] anchors;
  private final int[] offsets;

  /** Bytes between an anchor and the variable field behind it, or the end of the record. */
  private final int[] gaps;

  private final int minimumLength;

  RecordLayout(List<FieldSpecifier> fields) {
    lengths = new int[fields.size()];
    anchors = new int[fields.size()];
    offsets = new int[fields.size()];
    gaps = new int[1 + (int) fields.stream().filter(FieldSpecifier::isVariable).count()];
    int length = 0;
    int anchor = 0;
    for (int f = 0; f < lengths.length; f++) {
      FieldSpecifier field = fields.get(f);
      lengths[f] = field.length();
      anchors[f] = anchor;
      offsets[f] = gaps[anchor];
      length += field.minimumLength();
      if (field.isVariable()) {
        anchor++;
      } else {
        gaps[anchor] += field.length();
      }
    }
    minimumLength = length;
  }

  boolean isVariable() {
    return gaps.length > 1;
  }

  /** How many anchors a record has. */
  int anchors() {
    return gaps.length;
  }

  /** The length of every record, or of the shortest where it varies; 0 for a useless template. */
  int minimumLength() {
    return minimumLength;
  }

  /** The anchor that a field lies behind. */
  int anchor(int field) {
    return anchors[field];
  }

  /** The offset of a field behind its anchor; of a variable one, that of its length. */
  int offset(int field) {
    return offsets[field];
  }

  /** The length of a field, or {@link FieldSpecifier#VARIABLE_LENGTH}. */
  int length(int field) {
    return lengths[field];
  }

  /**
   * Where the value of a variable field begins; it ends at the next anchor.
   *
   * @param anchor where the field's anchor lies in a record that was located
   */
  int valueStart(byte[] bytes, int anchor, int field) {
    int at = anchor + offsets[field];
    return at + (BigEndian.u8(bytes, at) == LONG_LENGTH ? 3 : 1);
  }

  /** The whole records at the beginning of a set; of a layout with bytes only. */
  Extent extent(ByteCursor set) {
    if (!isVariable()) {
      int records = set.remaining() / minimumLength;
      return new Extent(records, records * minimumLength);
    }
    int from = set.arrayIndex();
    int end = from + set.remaining();
    int records = 0;
    int at = from;
    while (end - at >= minimumLength) {
      int next = next(set.array(), at, end);
      if (next == NONE) {
        break;
      }
      at = next;
      records++;
    }
    return new Extent(records, at - from);
  }

  /** How many records fill a run of bytes; 0 if they do not end where it does. */
  int recordsFilling(byte[] bytes, int from, int end) {
    if (minimumLength == 0) {
      return 0;
    }
    if (!isVariable()) {
      return (end - from) % minimumLength == 0 ? (end - from) / minimumLength : 0;
    }
    int records = 0;
    int at = from;
    while (at < end) {
      at = next(bytes, at, end);
      if (at == NONE) {
        return 0;
      }
      records++;
    }
    return records;
  }

  /**
   * Finds the end of the record that begins at {@code at}.
   *
   * @return the index behind it, or {@link #NONE} if that is not before {@code end}
   */
  int next(byte[] bytes, int at, int end) {
    int anchor = at;
    for (int k = 0; k < gaps.length - 1; k++) {
      anchor = behindVariable(bytes, anchor + gaps[k], end);
      if (anchor == NONE) {
        return NONE;
      }
    }
    int last = gaps[gaps.length - 1];
    return last <= end - anchor ? anchor + last : NONE;
  }

  /**
   * As {@link #next}, and keeps the anchors.
   *
   * @param bases receives in {@code bases[k][i]} where anchor {@code k} lies
   */
  int locate(byte[] bytes, int at, int end, int[][] bases, int i) {
    int anchor = at;
    bases[0][i] = at;
    for (int k = 0; k < gaps.length - 1; k++) {
      anchor = behindVariable(bytes, anchor + gaps[k], end);
      if (anchor == NONE) {
        return NONE;
      }
      bases[k + 1][i] = anchor;
    }
    int last = gaps[gaps.length - 1];
    return last <= end - anchor ? anchor + last : NONE;
  }

  private static int behindVariable(byte[] bytes, int at, int end) {
    if (at >= end) {
      return NONE;
    }
    int value = at + 1;
    int width = BigEndian.u8(bytes, at);
    // RFC 7011 §7: length 255 announces a 2-byte length.
    if (width == LONG_LENGTH) {
      if (end - value < 2) {
        return NONE;
      }
      width = BigEndian.u16(bytes, value);
      value += 2;
    }
    return width <= end - value ? value + width : NONE;
  }
}
