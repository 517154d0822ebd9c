// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.report.UtcTime;
import java.math.BigDecimal;

/** How a program writes times and intervals; always UTC, always to the millisecond. */
enum TimeStyle {
  /** {@code 2026-05-02T14:20:00.000Z}. */
  ISO {
    @Override
    Object time(long millis) {
      return UtcTime.format(millis);
    }
  },
  /** Milliseconds since 1970, as in our own NDJSON. */
  MILLISECONDS {
    @Override
    Object time(long millis) {
      return millis;
    }

    @Override
    Object interval(long millis) {
      return millis;
    }
  },
  /** Seconds since 1970 with their fraction. */
  EPOCH_SECONDS {
    @Override
    Object time(long millis) {
      return BigDecimal.valueOf(millis, FRACTION_DIGITS);
    }
  },
  /** {@code 2026-05-02 14:20:00.000}. */
  NFDUMP {
    @Override
    Object time(long millis) {
      return UtcTime.format(millis).replace('T', ' ').replace("Z", "");
    }
  },
  /** {@code 2026/05/02T14:20:00.000}. */
  RWCUT {
    @Override
    Object time(long millis) {
      return UtcTime.format(millis).replace('-', '/').replace("Z", "");
    }
  };

  private static final int FRACTION_DIGITS = 3;

  /** A String or a Number. */
  abstract Object time(long millis);

  /** Seconds with their fraction, where a program has no other way. */
  Object interval(long millis) {
    return BigDecimal.valueOf(millis, FRACTION_DIGITS);
  }

  /** The value of a column as it is written: a String, a Number or a list of String. */
  Object written(ExchangeColumn.Kind kind, Object value) {
    return switch (kind) {
      case TIME -> time((Long) value);
      case INTERVAL -> interval((Long) value);
      case ADDRESS, PORT, NUMBER, WORD, TEXT, TEXTS -> value;
    };
  }
}
