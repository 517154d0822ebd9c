// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.net.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says which services are candidates: those of whose contacts at least one passes every {@link
 * Gate}, and whose {@link Sign}s add up to enough.
 *
 * @param minScore 0 to 100
 * @param minDuration how long a session must have lasted; empty for half of the capture, but no
 *     less than a minute and no more than half an hour
 */
public record CandidateRule(int minScore, Optional<Duration> minDuration) {

  /** The score from which on a candidate is listed, unless told otherwise. */
  public static final int DEFAULT_MIN_SCORE = 50;

  private static final long LEAST_NEEDED_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long MOST_NEEDED_MILLIS = Duration.ofMinutes(30).toMillis();

  public CandidateRule {
    if (minScore < 0 || minScore > 100) {
      throw new IllegalArgumentException("score: " + minScore + " (expected: 0..100)");
    }
  }

  /** How long a session must have lasted in a capture of this length. */
  public long neededMillis(long spanMillis) {
    return minDuration
        .map(Duration::toMillis)
        .orElse(Math.max(LEAST_NEEDED_MILLIS, Math.min(MOST_NEEDED_MILLIS, spanMillis / 2)));
  }

  /** The candidates: the highest score first, then by endpoint. */
  public List<Candidate> candidates(ContactTable table) {
    Capture capture = table.capture();
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<Endpoint, List<ContactTable.HostContact>> service :
        table.byService().entrySet()) {
      judge(service.getKey(), service.getValue(), capture)
          .filter(candidate -> candidate.score() >= minScore)
          .ifPresent(candidates::add);
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::score).reversed().thenComparing(Candidate::endpoint));
    return candidates;
  }

  private Optional<Candidate> judge(
      Endpoint endpoint, List<ContactTable.HostContact> all, Capture capture) {
    long needed = neededMillis(capture.spanMillis());
    List<ContactTable.HostContact> like =
        all.stream()
            .filter(
                host ->
                    Gate.allLet(
                        ServiceTraffic.of(endpoint, needed, List.of(host.contact())), capture))
            .sorted(Comparator.comparing(ContactTable.HostContact::host))
            .toList();
    if (like.isEmpty()) {
      return Optional.empty();
    }
    List<Contact> contacts = like.stream().map(ContactTable.HostContact::contact).toList();
    ServiceTraffic traffic = ServiceTraffic.of(endpoint, needed, contacts);
    List<Reason> reasons = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      sign.of(traffic, capture).ifPresent(reasons::add);
    }
    reasons.sort(Comparator.comparingInt(Reason::points).reversed());
    int score = reasons.stream().mapToInt(Reason::points).sum();
    return Optional.of(
        new Candidate(
            endpoint,
            Math.max(0, Math.min(100, score)),
            like.stream().map(ContactTable.HostContact::host).toList(),
            all.size() - like.size(),
            contacts.stream().mapToLong(Contact::flows).sum(),
            contacts.stream().mapToLong(Contact::connections).sum(),
            traffic.upOctets(),
            traffic.downOctets(),
            traffic.upPackets(),
            traffic.downPackets(),
            contacts.stream().mapToLong(Contact::first).min().orElseThrow(),
            contacts.stream().mapToLong(Contact::last).max().orElseThrow(),
            traffic.longestMillis(),
            reasons));
  }
}
