// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import java.util.List;

/**
 * What a contact of one host must be like for its service to be considered at all. Each gate keeps
 * out something that is everywhere; the order is that of the questions. What it asks is put in
 * words for {@code --help} and the manual.
 */
public enum Gate {
  /** Keeps out scans, attempts on closed ports and what is only announced. */
  TWO_WAY("packets went both ways (unless the capture holds one direction only)") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return !traffic.isOneWay() || capture.oneWay();
    }
  },
  /** Keeps out web pages, DNS over TCP, mail, API calls. */
  LONG_LIVED(
      "one session, of flow records no more than 15 min apart, lasted as long as --min-duration"
          + " says") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return traffic.longestMillis() >= traffic.neededMillis();
    }
  },
  /** Keeps out browsing and polling: many short connections that follow one another. */
  HELD_OPEN("a connection was held for a minute or more, on average") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return traffic.connectionMillis() >= LEAST_CONNECTION_MILLIS;
    }
  },
  /** Keeps out IMAP IDLE and push services, which say something every few minutes. */
  TALKS("a packet every two minutes at least, in the busier direction") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return traffic.perMinute() >= LEAST_PER_MINUTE;
    }
  },
  /** Keeps out remote desktops, calls, streams, busy tunnels. */
  QUIET("no more than 240 packets a minute in either direction") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return traffic.perMinute() <= MOST_PER_MINUTE;
    }
  },
  /** Keeps out downloads, uploads, backups. */
  SMALL("packets of 700 octets up and 1000 down at most, on average") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return traffic.upMean() <= MOST_UP_OCTETS && traffic.downMean() <= MOST_DOWN_OCTETS;
    }
  },
  /** Keeps out senders that are only acknowledged: telemetry, logs, MQTT publishers. */
  SERVER_TALKS("what comes back is more than acknowledgements: over 64 octets a packet") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      return (traffic.downPackets() == 0 ? traffic.upMean() : traffic.downMean())
          > ACKNOWLEDGEMENT_OCTETS;
    }
  },
  /** Keeps out idle SSH, MQTT, BGP, WebSocket, VPN: a small packet, and the same back. */
  NOT_KEEPALIVES("it is not small packets, as many and as large up as down, within 15 %") {
    @Override
    boolean lets(ServiceTraffic traffic, Capture capture) {
      boolean small =
          traffic.upMean() < MOST_KEEPALIVE_OCTETS && traffic.downMean() < MOST_KEEPALIVE_OCTETS;
      return !(small
          && isAbout(traffic.upMean(), traffic.downMean())
          && isAbout((double) traffic.upPackets(), (double) traffic.downPackets()));
    }
  };

  private static final long LEAST_CONNECTION_MILLIS = 60_000;
  private static final double LEAST_PER_MINUTE = 0.5;
  private static final double MOST_PER_MINUTE = 240;
  private static final double MOST_UP_OCTETS = 700;
  private static final double MOST_DOWN_OCTETS = 1000;
  private static final double ACKNOWLEDGEMENT_OCTETS = 64;
  private static final double MOST_KEEPALIVE_OCTETS = 110;
  private static final double ABOUT = 0.15;

  private final String words;

  Gate(String words) {
    this.words = words;
  }

  abstract boolean lets(ServiceTraffic traffic, Capture capture);

  /** What it asks, for people. */
  public String words() {
    return words;
  }

  private static boolean isAbout(double a, double b) {
    return Math.abs(a - b) <= ABOUT * Math.max(a, b);
  }

  /** Whether all let one contact pass. */
  static boolean allLet(ServiceTraffic traffic, Capture capture) {
    return List.of(values()).stream().allMatch(gate -> gate.lets(traffic, capture));
  }
}
