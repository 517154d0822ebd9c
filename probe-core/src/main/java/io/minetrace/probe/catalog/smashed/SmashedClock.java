// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Times as the predecessor meant them. Its application writes words in UTC; a TIMESTAMP column
 * takes them for the session's zone. Where that zone was another, what is stored is off by the
 * zone's offset, and reading it in that zone gives the words back.
 *
 * @param session the zone of the application's session
 */
record SmashedClock(ZoneId session) {

  private static final int WORDS_LENGTH = 19;
  private static final int MILLIS = 1000;

  /** What a TIMESTAMP holds, as the application meant it. */
  long meant(long storedMillis) {
    if (session.equals(ZoneOffset.UTC)) {
      return storedMillis;
    }
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(storedMillis), session)
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  /**
   * The time of words as {@code 2018-03-24 10:26:38}, with or without a fraction.
   *
   * @param zone in which they are
   * @return {@link SmashedRow#IMPOSSIBLE_TIME} if there is none
   */
  static long parse(String words, ZoneId zone) {
    if (words.length() < WORDS_LENGTH
        || words.charAt(4) != '-'
        || words.charAt(7) != '-'
        || words.charAt(13) != ':'
        || words.charAt(16) != ':') {
      return SmashedRow.IMPOSSIBLE_TIME;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              digits(words, 0, 4),
              digits(words, 5, 7),
              digits(words, 8, 10),
              digits(words, 11, 13),
              digits(words, 14, 16),
              digits(words, 17, 19));
      long millis = 0;
      if (words.length() > WORDS_LENGTH + 1) {
        String fraction = (words.substring(WORDS_LENGTH + 1) + "00").substring(0, 3);
        millis = digits(fraction, 0, 3);
      }
      return local.atZone(zone).toEpochSecond() * MILLIS + millis;
    } catch (DateTimeException e) {
      return SmashedRow.IMPOSSIBLE_TIME;
    }
  }

  private static int digits(String words, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = words.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a digit");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
