// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.AddressPause;
import io.minetrace.probe.catalog.DueEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class BanWatchTest {

  private static final long HOUR = 3_600_000L;
  private static final Endpoint ONE = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint TWO = Endpoint.parse("192.0.2.1:4444");

  private final BanWatch bans = new BanWatch();

  private BanWatch.Reading visit(DueEndpoint due, Seen seen, long at) {
    return bans.visited(due, seen.at(due.endpoint(), at));
  }

  @Test
  void aProvenServerThatHangsUpIsLeftAloneLongerEachTime() {
    DueEndpoint due = Seen.known(ONE, 1);

    assertThat(visit(due, Seen.SHUT_OUT, 0).pause())
        .contains(
            new AddressPause(
                ONE.address(),
                1,
                500,
                500 + HOUR,
                "proven before, it now accepts and hangs up on all ports"));
    assertThat(bans.isPaused(ONE.address(), HOUR)).isTrue();
    assertThat(bans.isPaused(ONE.address(), HOUR + 500)).isFalse();
    assertThat(visit(due, Seen.SHUT_OUT, 2 * HOUR).pause().get().until()).isEqualTo(8 * HOUR + 500);
    assertThat(visit(due, Seen.SHUT_OUT, 9 * HOUR).pause().get().until())
        .isEqualTo(33 * HOUR + 500);
    assertThat(visit(due, Seen.SHUT_OUT, 40 * HOUR).pause().get().until())
        .isEqualTo(64 * HOUR + 500);
  }

  @Test
  void allPortsThatAreVisitedMustHangUp() {
    assertThat(visit(Seen.known(ONE, 2), Seen.SHUT_OUT, 0).sign()).isEqualTo(BanWatch.Sign.NONE);
    assertThat(visit(Seen.known(TWO, 2), Seen.SHUT_OUT, 1_000).pause().get().from())
        .as("the failure of the first is doubted as well")
        .isEqualTo(500);
  }

  @Test
  void aPortThatAnswersSpeaksForTheAddress() {
    visit(Seen.known(ONE, 2), Seen.SHUT_OUT, 0);
    visit(Seen.known(TWO, 2), Seen.UP, 1_000);
    assertThat(visit(Seen.known(ONE, 2), Seen.SHUT_OUT, 2_000).sign())
        .isEqualTo(BanWatch.Sign.NONE);
  }

  @Test
  void aServerThatSaysSoIsBelievedAtOnce() {
    assertThat(visit(Seen.known(ONE, 5), Seen.BAN_TEXT, 0).sign()).isEqualTo(BanWatch.Sign.BANNED);
  }

  @Test
  void strangersAndTheDeadBanNobody() {
    assertThat(visit(Seen.stranger(ONE, 0), Seen.SHUT_OUT, 0).sign()).isEqualTo(BanWatch.Sign.NONE);
    assertThat(visit(Seen.known(ONE, 1), Seen.DOWN, 0).sign()).isEqualTo(BanWatch.Sign.NONE);
    assertThat(bans.isPaused(ONE.address(), 1)).isFalse();
  }

  @Test
  void anAnswerLiftsIt() {
    visit(Seen.known(ONE, 1), Seen.SHUT_OUT, 0);
    assertThat(visit(Seen.known(ONE, 1), Seen.UP, 2 * HOUR).sign()).isEqualTo(BanWatch.Sign.LIFTED);
    assertThat(visit(Seen.known(ONE, 1), Seen.SHUT_OUT, 3 * HOUR).pause().get().level())
        .isEqualTo(1);
  }

  @Test
  void aRestartGoesOnWhereItWas() {
    bans.resume(List.of(new AddressPause(ONE.address(), 2, 0, 6 * HOUR, "before")));

    assertThat(bans.isPaused(ONE.address(), 5 * HOUR)).isTrue();
    assertThat(visit(Seen.known(ONE, 4), Seen.SHUT_OUT, 7 * HOUR).pause().get().level())
        .isEqualTo(3);
  }
}
