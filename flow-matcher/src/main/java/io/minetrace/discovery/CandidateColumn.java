// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.net.IpAddress;
import io.minetrace.report.UtcTime;
import java.util.List;
import java.util.Locale;

/** The one list of the columns of a candidate, the same in CSV and NDJSON. */
public enum CandidateColumn {
  ADDRESS,
  PORT,
  TRANSPORT,
  /** 0 to 100. */
  SCORE,
  /** How many hosts look like miners of it. */
  HOSTS,
  /** The first twenty of them. */
  HOST_ADDRESSES,
  /** How many were in contact in some other way. */
  OTHER_HOSTS,
  FLOWS,
  /** Estimated from the clients' ports. */
  CONNECTIONS,
  UP_OCTETS,
  DOWN_OCTETS,
  UP_PACKETS,
  DOWN_PACKETS,
  /** ISO 8601 in UTC. */
  FIRST_SEEN,
  LAST_SEEN,
  /** Of the longest session. */
  LONGEST_SECONDS,
  /** Points and words, the greatest first. */
  REASONS;

  private static final int NAMED_HOSTS = 20;

  /** The name in files: {@code host_addresses}. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A {@link Long}, a {@link String} or a list of strings. */
  Object of(Candidate candidate) {
    return switch (this) {
      case ADDRESS -> candidate.endpoint().address().toString();
      case PORT -> (long) candidate.endpoint().port();
      case TRANSPORT -> candidate.endpoint().transport().keyword();
      case SCORE -> (long) candidate.score();
      case HOSTS -> (long) candidate.hosts().size();
      case HOST_ADDRESSES -> hosts(candidate);
      case OTHER_HOSTS -> (long) candidate.otherHosts();
      case FLOWS -> candidate.flows();
      case CONNECTIONS -> candidate.connections();
      case UP_OCTETS -> candidate.upOctets();
      case DOWN_OCTETS -> candidate.downOctets();
      case UP_PACKETS -> candidate.upPackets();
      case DOWN_PACKETS -> candidate.downPackets();
      case FIRST_SEEN -> UtcTime.format(candidate.firstSeen());
      case LAST_SEEN -> UtcTime.format(candidate.lastSeen());
      case LONGEST_SECONDS -> candidate.longestMillis() / 1000;
      case REASONS -> candidate.reasons().stream().map(Reason::toString).toList();
    };
  }

  private static List<String> hosts(Candidate candidate) {
    return candidate.hosts().stream().limit(NAMED_HOSTS).map(IpAddress::toString).toList();
  }
}
