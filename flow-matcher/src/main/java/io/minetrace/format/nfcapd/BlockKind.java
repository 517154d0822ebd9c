// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

/** What a block holds. */
enum BlockKind {
  /** A run of records, flows among them. */
  RECORDS,
  /** The name of the source, as layout 3 keeps it. */
  IDENT,
  /** The file's statistics, as layout 3 keeps them. */
  STATISTICS,
  /** Arrays, messages, indexes: nothing of it is a flow. */
  OTHER,
  /** Records of nfdump 1.5, which had no types. */
  RECORDS_OF_1_5,
  /** Layout 3's list of its blocks: what comes behind is no block. */
  DIRECTORY,
  UNKNOWN
}
