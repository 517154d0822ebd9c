// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;

/** Reads the values of one record into a row. Used by one thread. */
interface RecordDecoder {

  /**
   * Decodes the feed's current record.
   *
   * @param row cleared; filled if the verdict is a flow, and told the problem if it is bad
   */
  Verdict decode(RecordFeed record, Row row);

  /** Tells in the report, at the end, what a person should know of the input. */
  void tell(DecodeReport report);
}
