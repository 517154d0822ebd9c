// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.OptionalLong;

/**
 * Why not all of an input was read, or what was read of it not matched.
 *
 * @param kind of failure
 * @param offset bytes from the input's start to what could not be read, if that is known
 * @param detail what was expected and found there
 * @param message the same in a line that stands for itself
 * @param count how many flows, or places, that concerns
 */
public record InputFailure(
    Kind kind, OptionalLong offset, String detail, String message, long count) {

  /** Of one place. */
  public InputFailure(Kind kind, OptionalLong offset, String detail, String message) {
    this(kind, offset, detail, message, 1);
  }

  /** What kind of failure it is. */
  public enum Kind {
    /** The file system did not give it, or not to its end. */
    UNREADABLE(true),
    /** It is not what it claims to be, from the offset on. */
    MALFORMED(true),
    /** Flows without times, and nothing that gives them any. */
    NO_FLOW_TIME(false),
    /** Flows that do not say their protocol, by which windows are told apart. */
    NO_PROTOCOL(false),
    /** Flows that tell no port, of a protocol that has ports or of one that they do not tell. */
    NO_PORT(false),
    /** Whoever ran the program wanted damaged files left out. */
    LEFT_OUT(true);

    private final boolean damage;

    Kind(boolean damage) {
      this.damage = damage;
    }

    /** Whether reading broke off. */
    public boolean isOfReading() {
      return this == UNREADABLE || this == MALFORMED;
    }

    /** Whether flows were read and could not be matched. */
    public boolean isOfUnmatched() {
      return this == NO_FLOW_TIME || this == NO_PROTOCOL || this == NO_PORT;
    }

    /** Whether bytes of the input were not understood. */
    public boolean isDamage() {
      return damage;
    }
  }

  /** A failure without a place. */
  static InputFailure of(Kind kind, String prefix, String what, long count) {
    return new InputFailure(kind, OptionalLong.empty(), what, prefix + what, count);
  }
}
