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

  private ResultTotals(
      Duration sessionGap, Optional<ReportSurvey> survey, SessionCollector.Sink sessions) {
    this.sessionGap = sessionGap;
    this.survey = survey;
    this.collector =
        new SessionCollector(
            sessionGap,
            session -> {
              survey.ifPresent(s -> s.add(session));
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
    return new ResultTotals(sessionGap, Optional.empty(), sessions);
  }

  /** The same, and what a report shows. */
  public static ResultTotals forReport(Duration sessionGap, SessionCollector.Sink sessions) {
    return new ResultTotals(sessionGap, Optional.of(new ReportSurvey()), sessions);
  }

  /** Adds the next row. */
  public void add(ResultRow row) throws IOException {
    counts.add(row);
    hosts.add(row);
    digest.add(row);
    survey.ifPresent(s -> s.add(row));
    collector.add(row);
  }

  /** Closes what is open: no more rows come. */
  public void finish() throws IOException {
    collector.finish();
  }

  public MatchCounts counts() {
    return counts;
  }

  public HostTable hosts() {
    return hosts;
  }

  public ResultDigest digest() {
    return digest;
  }

  /** Complete when finished. */
  public SessionCounts sessions() {
    return new SessionCounts(sessionGap, collector.given(), collector.attemptedOnly());
  }

  /** What a report shows; totals made for a summary have none. */
  ReportSurvey survey() {
    return survey.orElseThrow(() -> new IllegalStateException("made for a summary"));
  }
}
