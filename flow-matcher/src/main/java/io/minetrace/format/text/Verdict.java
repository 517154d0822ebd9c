// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

/** What became of a record. */
enum Verdict {
  FLOW,
  /** A header, a comment, an empty line: nothing to count. */
  NO_RECORD,
  /** A record of something else than a flow. */
  OTHER,
  /** A flow that cannot be read. */
  BAD,
  /** The input ends within it, or may do so. */
  CUT
}
