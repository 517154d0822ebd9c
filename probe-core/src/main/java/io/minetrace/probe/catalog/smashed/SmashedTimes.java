// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Which times can be true: not before there was anything to mine, and not in the future.
 *
 * @param latest the time of the import, and a day for clocks that are set wrongly
 */
record SmashedTimes(long latest) {

  private static final long EARLIEST = Instant.parse("2009-01-01T00:00:00Z").toEpochMilli();

  /** The time, if it can be true. */
  OptionalLong checked(long time) {
    return EARLIEST <= time && time <= latest ? OptionalLong.of(time) : OptionalLong.empty();
  }

  /**
   * The time.
   *
   * @throws IllegalArgumentException if it cannot be true
   */
  long require(long time) {
    if (checked(time).isPresent()) {
      return time;
    }
    String found = "no date";
    if (time == SmashedRow.NO_TIME) {
      found = "NULL";
    } else if (time != SmashedRow.IMPOSSIBLE_TIME) {
      found = Instant.ofEpochMilli(time).toString();
    }
    throw SmashedRow.wrong(
        SmashedTable.CREATED_AT, found, "a time from 2009 to that of the import");
  }
}
