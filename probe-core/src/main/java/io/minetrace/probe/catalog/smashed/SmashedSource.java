// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** Where the predecessor's rows are. Gives the same ones as often as it is read. */
interface SmashedSource extends Closeable {

  /** What takes the rows, and what is wrong with the source itself. */
  interface Reader {

    /** A row, valid until this returns. */
    void row(SmashedRow row) throws IOException;

    /**
     * Something that is no row, or breaks off in the middle of one.
     *
     * @param line of a dump, from 1
     */
    void damage(long line, String problem);
  }

  /** For messages. */
  String name();

  /**
   * Reads some of the tables, in an order of the source's own, the rows of each by their numbers.
   *
   * @throws IOException if the source cannot be read at all, or is no predecessor's database
   */
  void read(Set<SmashedTable> tables, Reader reader) throws IOException;
}
