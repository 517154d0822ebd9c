// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * Where the fields of a record lie: fixed offsets where all lengths are fixed, else found record by
 * record. Immutable.
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

  private final int[] lengths;
  private final int[] offsets;
  private final int minimumLength;
  private final boolean variable;

  RecordLayout(List<FieldSpecifier> fields) {
    lengths = new int[fields.size()];
    offsets = new int[fields.size()];
    int length = 0;
    boolean anyVariable = false;
    for (int f = 0; f < lengths.length; f++) {
      FieldSpecifier field = fields.get(f);
      offsets[f] = length;
      lengths[f] = field.length();
      length += field.minimumLength();
      anyVariable |= field.isVariable();
    }
    minimumLength = length;
    variable = anyVariable;
  }

  int fields() {
    return lengths.length;
  }

  boolean isVariable() {
    return variable;
  }

  /** The length of every record, or of the shortest where it varies; 0 for a useless template. */
  int minimumLength() {
    return minimumLength;
  }

  /** The offset of a field in a record of fixed length. */
  int offset(int field) {
    return offsets[field];
  }

  /** The length of a field in a record of fixed length. */
  int length(int field) {
    return lengths[field];
  }

  /** The whole records at the beginning of a set; of a layout with bytes only. */
  Extent extent(ByteCursor set) {
    if (!variable) {
      int records = set.remaining() / minimumLength;
      return new Extent(records, records * minimumLength);
    }
    int from = set.arrayIndex();
    int end = from + set.remaining();
    int[] scratch = new int[lengths.length];
    int records = 0;
    int at = from;
    while (end - at >= minimumLength) {
      int next = locate(set.array(), at, end, scratch, scratch);
      if (next == NONE) {
        break;
      }
      at = next;
      records++;
    }
    return new Extent(records, at - from);
  }

  /**
   * Finds the fields of the record that begins at {@code at}.
   *
   * @param starts receives the index of each field's first byte
   * @param widths receives each field's length
   * @return the index behind the record, or {@link #NONE} if it does not end before {@code end}
   */
  int locate(byte[] bytes, int at, int end, int[] starts, int[] widths) {
    int position = at;
    for (int f = 0; f < lengths.length; f++) {
      int width = lengths[f];
      if (width == FieldSpecifier.VARIABLE_LENGTH) {
        if (position >= end) {
          return NONE;
        }
        width = BigEndian.u8(bytes, position++);
        // RFC 7011 §7: length 255 announces a 2-byte length.
        if (width == 255) {
          if (end - position < 2) {
            return NONE;
          }
          width = BigEndian.u16(bytes, position);
          position += 2;
        }
      }
      if (width > end - position) {
        return NONE;
      }
      starts[f] = position;
      widths[f] = width;
      position += width;
    }
    return position;
  }
}
