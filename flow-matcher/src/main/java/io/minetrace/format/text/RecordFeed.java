// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.io.IOException;

/**
 * Cuts an input into the bytes of single records: lines, or JSON objects. What cannot be one is
 * counted in the report and passed over. Used by one thread.
 */
interface RecordFeed {

  /** More bytes than this are no flow record, whatever they are. */
  int MAX_RECORD_BYTES = 1 << 20;

  /**
   * Goes to the next record.
   *
   * @return false at the end of the input
   */
  boolean next() throws IOException;

  /** Holds the record until the next call of {@link #next()}; the decoder may write into it. */
  byte[] bytes();

  /** The index of the record's first byte. */
  int from();

  /** The index behind its last byte. */
  int to();

  /** Bytes from the start of the input to the record. */
  long offset();

  /** Counted from 0: of a line or of an object. */
  long number();

  /** Whether the record is known to be whole: false for a last line without a line end. */
  boolean isTerminated();
}
