// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import org.junit.jupiter.api.Test;

class SessionBuilderTest {

  private static final IpAddress HOST = IpAddress.parse("10.0.0.1");
  private static final Endpoint POOL = Endpoint.parse("192.0.2.20:3333");
  private static final long GAP = SessionBuilder.DEFAULT_GAP.toMillis();

  private final SessionBuilder sessions = new SessionBuilder(SessionBuilder.DEFAULT_GAP);

  @Test
  void flowsUpToTheGapApartAreOneSession() {
    String first = sessions.sessionOf(HOST, POOL, 1000, 2000);
    assertThat(sessions.sessionOf(HOST, POOL, 2000 + GAP, 2000 + GAP)).isEqualTo(first);
    assertThat(sessions.sessionOf(HOST, POOL, 2001 + 2 * GAP, 3000 + 2 * GAP)).isNotEqualTo(first);
  }

  @Test
  void timesTooFarApartToCountAreTwoSessions() {
    String first = sessions.sessionOf(HOST, POOL, Long.MIN_VALUE + 1, -1);
    assertThat(sessions.sessionOf(HOST, POOL, Long.MAX_VALUE, Long.MAX_VALUE)).isNotEqualTo(first);
  }

  @Test
  void theGreatestEndCountsNotTheLast() {
    String first = sessions.sessionOf(HOST, POOL, 0, 10 * GAP);
    assertThat(sessions.sessionOf(HOST, POOL, 1, 2)).isEqualTo(first);
    assertThat(sessions.sessionOf(HOST, POOL, 11 * GAP, 11 * GAP)).isEqualTo(first);
  }

  @Test
  void hostsAndPoolsAreKeptApart() {
    String first = sessions.sessionOf(HOST, POOL, 0, 1);
    assertThat(sessions.sessionOf(IpAddress.parse("10.0.0.2"), POOL, 0, 1)).isNotEqualTo(first);
    assertThat(sessions.sessionOf(HOST, Endpoint.parse("192.0.2.20:3334"), 0, 1))
        .isNotEqualTo(first);
  }

  /** The id by {@code printf '10.0.0.1|192.0.2.20|3333|tcp|1000' | sha256sum | cut -c1-16}. */
  @Test
  void theIdIsTheHashOfKeyAndFirstStart() {
    assertThat(sessions.sessionOf(HOST, POOL, 1000, 2000)).isEqualTo("cf7c2696af8244ed");
  }

  @Test
  void whatNoFlowCanJoinAnyMoreIsForgotten() {
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      long start = i * 1000L;
      sessions.forgetEndedBefore(start);
      sessions.sessionOf(IpAddress.ofIpv4(i), POOL, start, start + 10);
      most = Math.max(most, sessions.held());
    }
    assertThat(most).isLessThan(11_000);
  }

  @Test
  void forgettingChangesNoSession() {
    SessionBuilder keeping = new SessionBuilder(SessionBuilder.DEFAULT_GAP);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 200_000; i++) {
      long start = i * 100L;
      long end = start + random.nextInt((int) (2 * GAP));
      IpAddress host = IpAddress.ofIpv4(random.nextInt(40_000));
      sessions.forgetEndedBefore(start);
      assertThat(sessions.sessionOf(host, POOL, start, end))
          .isEqualTo(keeping.sessionOf(host, POOL, start, end));
    }
  }
}
