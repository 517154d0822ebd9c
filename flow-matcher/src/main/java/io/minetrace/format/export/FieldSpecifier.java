// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * One field of a template.
 *
 * @param enterprise the private enterprise number, 0 for the IANA registry
 * @param length bytes, or {@link #VARIABLE_LENGTH}
 */
record FieldSpecifier(long enterprise, int id, int length) {

  /** RFC 7011 §7: the length stands before the value; H3C does it in NetFlow v9 too. */
  static final int VARIABLE_LENGTH = 65535;

  /** A field of the IANA registry. */
  FieldSpecifier(int id, int length) {
    this(Enterprise.IANA, id, length);
  }

  boolean isVariable() {
    return length == VARIABLE_LENGTH;
  }

  /** The bytes it takes at least. */
  int minimumLength() {
    return isVariable() ? 1 : length;
  }
}
