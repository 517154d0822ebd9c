// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/** Sums of counters as exported, of which some are absurd. */
final class Counters {

  private Counters() {}

  /** The sum, or the greatest number where it is greater than that: never one below nothing. */
  static long sum(long a, long b) {
    long sum = a + b;
    return a >= 0 && b >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
  }
}
