// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import io.minetrace.report.FlowClock;
import io.minetrace.window.WindowIndex;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which flows have to be decoded: those of which either end is an endpoint, protocol included. */
class MatchScreenTest {

  private static final String FROM = "2026-05-02T10:00";
  private static final String TO = "2026-05-02T22:00";

  private final MatchScreen screen =
      new MatchScreen(
          new WindowIndex(
              List.of(
                  up("192.0.2.20:3333", FROM, TO).window(),
                  up("192.0.2.53:4444/udp", FROM, TO).window(),
                  up("[2001:db8::5]:3333", FROM, TO).window())),
          new FlowClock());

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 40000, 192.0.2.20, 3333, 6, true",
    "192.0.2.20, 3333, 10.0.0.1, 40000, 6, true",
    "10.0.0.1, 40000, 192.0.2.20, 3333, 17, false",
    "192.0.2.20, 3333, 10.0.0.1, 40000, 17, false",
    "10.0.0.1, 40000, 192.0.2.53, 4444, 17, true",
    "192.0.2.53, 4444, 10.0.0.1, 40000, 17, true",
    "10.0.0.1, 40000, 192.0.2.53, 4444, 6, false",
    "10.0.0.1, 3333, 192.0.2.20, 40000, 6, false",
    "10.0.0.1, 40000, 192.0.2.21, 3333, 6, false",
    "2001:db8::1, 40000, 2001:db8::5, 3333, 6, true",
    "2001:db8::1, 40000, 2001:db8:1::5, 3333, 6, false",
  })
  void aFlowIsWantedForEitherOfItsEnds(
      String from, int fromPort, String to, int toPort, int protocol, boolean wanted) {
    IpAddress source = IpAddress.parse(from);
    IpAddress destination = IpAddress.parse(to);
    assertThat(
            screen.wants(
                source.high(),
                source.low(),
                fromPort,
                destination.high(),
                destination.low(),
                toPort,
                protocol))
        .isEqualTo(wanted);
  }
}
