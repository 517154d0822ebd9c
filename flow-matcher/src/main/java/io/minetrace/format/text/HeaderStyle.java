// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.Optional;

/**
 * Finds the lines of a table that say what its columns are. One for each reader, for it may
 * remember.
 */
interface HeaderStyle {

  /** What a line is. */
  enum Kind {
    /** A new header: the lines behind it are of {@link #layout()}. */
    HEADER,
    /** A comment, or the figures below a table: passed over. */
    REMARK,
    /** Anything else, so a row if there is a layout. */
    ROW
  }

  /** Looks at a line that is not empty. */
  Kind look(byte[] bytes, int from, int to);

  /** The layout of the rows; empty before the first header. */
  Optional<Layout> layout();
}
