// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.OpenDoubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlipWatchTest {

  private long upOfPool = 5;
  private final FlipWatch watch =
      new FlipWatch(Seen.INTERVAL, (pool, since) -> pool.isPresent() ? upOfPool : 1000);

  private static DueEndpoint due(int number) {
    return Seen.known(Endpoint.tcp(IpAddress.ofIpv4(0xc000_0200 + number), 3333), 1, "Pool");
  }

  private FlipWatch.Reading visit(int number, Seen seen, long at) {
    DueEndpoint due = due(number);
    return watch.visited(due, seen.at(due.endpoint(), at));
  }

  private List<FlipWatch.Flip> failures(int count) {
    List<FlipWatch.Flip> flips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flips.addAll(visit(i, Seen.DOWN, 1000L * i).flips());
    }
    return flips;
  }

  @Test
  void aPoolWhoseServersAllFailIsDoubtedFromTheFirstFailureOn() {
    assertThat(failures(3)).containsExactly(new FlipWatch.Flip(Optional.of("Pool"), 500, 3));
  }

  @Test
  void fewFailuresOfManyAreNone() {
    upOfPool = 40;
    assertThat(failures(10)).isEmpty();
  }

  @Test
  void twoServersAreNoPool() {
    upOfPool = 2;
    assertThat(failures(2)).isEmpty();
  }

  @Test
  void oneSuccessBetweenThemAndItIsNotThePool() {
    visit(0, Seen.DOWN, 0);
    visit(1, Seen.DOWN, 1000);
    visit(2, Seen.UP, 2000);
    assertThat(visit(3, Seen.DOWN, 3000).flips()).isEmpty();
  }

  @Test
  void aFaultOfOursIsNoFailureOfThePool() {
    for (int i = 0; i < 5; i++) {
      assertThat(visit(i, Seen.OUR_FAULT, i).flips()).isEmpty();
    }
  }

  @Test
  void theFirstSuccessEndsTheDoubt() {
    failures(3);
    OpenDoubt doubt = new OpenDoubt(7, Optional.of("Pool"), 500);
    watch.opened(doubt);
    assertThat(visit(4, Seen.DOWN, 9000).flips()).as("it is doubted already").isEmpty();

    assertThat(visit(4, Seen.UP, 10_000).ended()).containsExactly(doubt);
    assertThat(visit(4, Seen.UP, 11_000).ended()).isEmpty();
  }

  @Test
  void ourOwnNetworkIsDoubtedWhereEverythingFails() {
    FlipWatch everything = new FlipWatch(Seen.INTERVAL, (pool, since) -> 30);
    List<FlipWatch.Flip> flips = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      DueEndpoint due = Seen.known(due(i).endpoint(), 1, "Pool " + i);
      flips.addAll(everything.visited(due, Seen.DOWN.at(due.endpoint(), i)).flips());
    }
    assertThat(flips).containsExactly(new FlipWatch.Flip(Optional.empty(), 500, 20));
  }
}
