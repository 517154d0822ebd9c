// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.match.SessionBuilder;

/**
 * What was seen between one client host and one service, all its connections together. Sums only,
 * so that a contact takes the same room whether it lasted a second or a year. Flow records that an
 * exporter cut at its timeouts are joined to sessions, with the gap that mining sessions have.
 */
final class Contact {

  /** A shorter record says nothing of how evenly packets come. */
  private static final long STEADY_MILLIS = 20_000;

  private static final int PORT_BITS = 64;
  private static final long GAP_MILLIS = SessionBuilder.DEFAULT_GAP.toMillis();

  /** One direction. */
  static final class Way {
    private long octets;
    private long packets;

    /** Of the records; more than the sessions last when several connections ran side by side. */
    private long recordMillis;

    long octets() {
      return octets;
    }

    long packets() {
      return packets;
    }

    long recordMillis() {
      return recordMillis;
    }

    private void add(long recordOctets, long recordPackets, long millis) {
      octets += recordOctets;
      packets += recordPackets;
      recordMillis += millis;
    }
  }

  private final Way up = new Way();
  private final Way down = new Way();
  private long flows;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long sessionStart;
  private long sessionEnd;
  private long longestEnded;
  private long endedMillis;

  /** A bit for each client port, by its hash: enough to tell one connection from hundreds. */
  private long ports;

  private int rates;
  private double rateMean;
  private double rateSquares;

  /** Adds a record: to the service, back, or both where it is a biflow. */
  void add(FlowRow row, boolean fromService) {
    flows++;
    long millis = row.end() - row.start();
    ports |= 1L << ((row.clientPort(fromService) * 0x9E3779B1) >>> 26);
    (fromService ? down : up).add(row.octets(), row.packets(), millis);
    if (row.isBiflow()) {
      (fromService ? up : down).add(row.reverseOctets(), row.reversePackets(), millis);
    }
    if (!fromService && millis >= STEADY_MILLIS) {
      addRate(row.packets() / (double) millis);
    }
    join(row.start(), row.end());
  }

  /** Welford's running variance. */
  private void addRate(double rate) {
    rates++;
    double before = rate - rateMean;
    rateMean += before / rates;
    rateSquares += before * (rate - rateMean);
  }

  private void join(long start, long end) {
    if (first > last) {
      sessionStart = start;
      sessionEnd = end;
    } else if (start - sessionEnd <= GAP_MILLIS && sessionStart - end <= GAP_MILLIS) {
      sessionStart = Math.min(sessionStart, start);
      sessionEnd = Math.max(sessionEnd, end);
    } else if (start > sessionEnd) {
      endSession(sessionEnd - sessionStart);
      sessionStart = start;
      sessionEnd = end;
    } else {
      // Long before the session at hand: of a file that is read out of order.
      endSession(end - start);
    }
    first = Math.min(first, start);
    last = Math.max(last, end);
  }

  private void endSession(long millis) {
    longestEnded = Math.max(longestEnded, millis);
    endedMillis += millis;
  }

  long flows() {
    return flows;
  }

  Way up() {
    return up;
  }

  Way down() {
    return down;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** How long the longest session lasted. */
  long longestMillis() {
    return Math.max(longestEnded, sessionEnd - sessionStart);
  }

  /** How long all sessions lasted together. */
  long sessionMillis() {
    return endedMillis + sessionEnd - sessionStart;
  }

  /**
   * Connections, estimated from the client's ports: exact for few, and never more than some 260.
   */
  long connections() {
    int free = PORT_BITS - Long.bitCount(ports);
    return Math.max(1, Math.round(-PORT_BITS * Math.log(Math.max(free, 0.98) / PORT_BITS)));
  }

  /**
   * For how long connections were open, taken together. Where two exporters report the same
   * connection, both their records and their packets are there twice, so that rates stay right.
   */
  long connectedMillis() {
    return Math.max(1, Math.max(sessionMillis(), Math.max(up.recordMillis(), down.recordMillis())));
  }

  /** How many records the evenness rests on. */
  int rates() {
    return rates;
  }

  /** Standard deviation of the packet rate over its mean; 0 is as even as a clock. */
  double unevenness() {
    return rates < 2 || rateMean == 0 ? 0 : Math.sqrt(rateSquares / (rates - 1)) / rateMean;
  }

  boolean isTwoWay() {
    return up.packets() > 0 && down.packets() > 0;
  }
}
