// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.List;

/**
 * What a column of a table, or a key of an object, gives to a flow.
 *
 * @param name of the column; for an object the keys on the way, with {@code /} between them
 * @param slot where the value goes
 * @param cell how it is written
 * @param words those that mark a flow, for {@link Cell#GATE}; else empty
 */
record Binding(String name, Slot slot, Cell cell, List<String> words) {

  Binding {
    words = List.copyOf(words);
  }

  static Binding of(String name, Slot slot, Cell cell) {
    return new Binding(name, slot, cell, List.of());
  }

  /** A column that says of what kind a record is: only those with one of these words are flows. */
  static Binding gate(String name, String... words) {
    return new Binding(name, Slot.GATE, Cell.GATE, List.of(words));
  }

  boolean accepts(byte[] bytes, int from, int to) {
    for (String word : words) {
      if (Ascii.is(bytes, from, to, word)) {
        return true;
      }
    }
    return false;
  }
}
