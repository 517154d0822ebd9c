// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.match.SessionBuilder;

/**
 * What was seen between one client host and one service, all its connections together. Sums only,
 * so that a contact takes the same room whether it lasted a second or a year. Flow records that an
 * exporter cut at its timeouts are joined to sessions, with the gap that mining sessions have.
 */
final class Contact {

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int PORT_BITS = 64;

  /** With more of them set, too many connections would hide behind those of the hour before. */
  private static final int FEW_BITS = 16;

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

  private long hour = Long.MIN_VALUE;

  /**
   * A bit for each client port of this hour, by its hash: tells one connection from hundreds. By
   * the hour, or polling would fill it and then look like few connections.
   */
  private long ports;

  private long portsBefore;
  private long connectionsBefore;

  private long packetsOfHour;
  private int hours;
  private double hourMean;
  private double hourSquares;

  /** Adds a record: to the service, back, or both where it is a biflow. */
  void add(FlowRow row, boolean fromService) {
    flows++;
    long millis = row.end() - row.start();
    if (Math.floorDiv(row.end(), HOUR_MILLIS) != hour) {
      endHour();
      hour = Math.floorDiv(row.end(), HOUR_MILLIS);
    }
    ports |= 1L << ((row.clientPort(fromService) * 0x9E3779B1) >>> 26);
    (fromService ? down : up).add(row.octets(), row.packets(), millis);
    if (row.isBiflow()) {
      (fromService ? up : down).add(row.reverseOctets(), row.reversePackets(), millis);
    }
    packetsOfHour += row.packets();
    join(row.start(), row.end());
  }

  /** The pace of an hour goes into Welford's running variance. */
  private void endHour() {
    connectionsBefore += connectionsOfHour();
    portsBefore = ports;
    ports = 0;
    // The first hour is not a whole one.
    if (hour != Long.MIN_VALUE && hours++ > 0) {
      double before = packetsOfHour - hourMean;
      hourMean += before / (hours - 1);
      hourSquares += before * (packetsOfHour - hourMean);
    }
    packetsOfHour = 0;
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
   * Connections, estimated from the client's ports: exact for few, and no more than 260 an hour.
   */
  long connections() {
    return Math.max(1, connectionsBefore + connectionsOfHour());
  }

  private long connectionsOfHour() {
    long fresh = Long.bitCount(portsBefore) <= FEW_BITS ? ports & ~portsBefore : ports;
    double free = Math.max(PORT_BITS - Long.bitCount(fresh), 0.98);
    return Math.round(-PORT_BITS * Math.log(free / PORT_BITS));
  }

  /**
   * For how long connections were open, taken together. Where two exporters report the same
   * connection, both their records and their packets are there twice, so that rates stay right.
   */
  long connectedMillis() {
    return Math.max(1, Math.max(sessionMillis(), Math.max(up.recordMillis(), down.recordMillis())));
  }

  /** How many whole hours the unevenness rests on. */
  int wholeHours() {
    return Math.max(0, hours - 1);
  }

  /** Standard deviation of the packets of an hour over their mean; 0 is as even as a clock. */
  double unevenness() {
    int whole = wholeHours();
    return whole < 2 || hourMean == 0 ? 0 : Math.sqrt(hourSquares / (whole - 1)) / hourMean;
  }

  boolean isTwoWay() {
    return up.packets() > 0 && down.packets() > 0;
  }
}
