// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that is told of a result beside its rows, gathered in one pass over them in {@link
 * ResultRow#ORDER}. Used by one thread.
 */
public final class ResultTotals {

  private final Duration sessionGap;
  private final MatchCounts counts = new MatchCounts();
  private final HostTable hosts = new HostTable();
  private final ResultDigest digest = new ResultDigest();
  private final Optional<ReportSurvey> survey;
  private final SessionCollector collector;
  private final OutsideClients outside;

  private ResultTotals(
      Duration sessionGap,
      InsideNetworks inside,
      Optional<ReportSurvey> survey,
      SessionCollector.Sink sessions) {
    this.sessionGap = sessionGap;
    this.outside = new OutsideClients(inside);
    this.survey = survey;
    this.collector =
        new SessionCollector(
            sessionGap,
            session -> {
              if (outside.passesOn(session)) {
                survey.ifPresent(s -> s.add(session));
              }
              sessions.accept(session);
            });
  }

  /**
   * Totals for a summary and a manifest.
   *
   * @param sessionGap by which the rows' session ids were made
   * @param sessions takes each session when it is over
   */
  public static ResultTotals forSummary(Duration sessionGap, SessionCollector.Sink sessions) {
    return forSummary(sessionGap, InsideNetworks.NOT_SAID, sessions);
  }

  /**
   * The same where it is said whose hosts are told of.
   *
   * @param inside clients elsewhere are counted apart
   */
  public static ResultTotals forSummary(
      Duration sessionGap, InsideNetworks inside, SessionCollector.Sink sessions) {
    return new ResultTotals(sessionGap, inside, Optional.empty(), sessions);
  }

  /** The same, and what a report shows. */
  public static ResultTotals forReport(Duration sessionGap, SessionCollector.Sink sessions) {
    return forReport(sessionGap, InsideNetworks.NOT_SAID, sessions);
  }

  /**
   * The same where it is said whose hosts are told of.
   *
   * @param inside clients elsewhere are counted apart, and not shown
   */
  public static ResultTotals forReport(
      Duration sessionGap, InsideNetworks inside, SessionCollector.Sink sessions) {
    return new ResultTotals(sessionGap, inside, Optional.of(new ReportSurvey()), sessions);
  }

  /** Adds the next row. */
  public void add(ResultRow row) throws IOException {
    counts.add(row);
    digest.add(row);
    if (outside.passesOn(row)) {
      hosts.add(row);
      survey.ifPresent(s -> s.add(row));
    }
    collector.add(row);
  }

  /** Closes what is open: no more rows come. */
  public void finish() throws IOException {
    collector.finish();
  }

  public MatchCounts counts() {
    return counts;
  }

  /** Our hosts; every client, where it is not said which are ours. */
  public HostTable hosts() {
    return hosts;
  }

  /** The other clients. */
  public OutsideClients outside() {
    return outside;
  }

  public ResultDigest digest() {
    return digest;
  }

  /** Complete when finished. */
  public SessionCounts sessions() {
    return new SessionCounts(sessionGap, collector.given(), collector.attemptedOnly());
  }

  /** What a report shows; totals made for a summary have none. */
  public ReportSurvey survey() {
    return survey.orElseThrow(() -> new IllegalStateException("made for a summary"));
  }
}
