// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Reach;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ConnectFailureTest {

  @Test
  void whatTheEndpointOrItsNetworkDidIsHeldAgainstIt() {
    assertThat(ConnectFailure.reach(new ConnectTimeoutException("timed out after 5000 ms")))
        .isEqualTo(Reach.TIMEOUT);
    assertThat(ConnectFailure.reach(new ConnectException("Connection timed out")))
        .isEqualTo(Reach.TIMEOUT);
    assertThat(ConnectFailure.reach(new ConnectException("Connection refused: /192.0.2.1:1")))
        .isEqualTo(Reach.REFUSED);
    assertThat(ConnectFailure.reach(new NoRouteToHostException("No route to host")))
        .isEqualTo(Reach.UNREACHABLE);
  }

  @Test
  void whatHappenedHereIsNot() {
    assertThat(ConnectFailure.reach(new SocketException("Network is unreachable")))
        .isEqualTo(Reach.LOCAL_ERROR);
    assertThat(ConnectFailure.reach(new BindException("Cannot assign requested address")))
        .isEqualTo(Reach.LOCAL_ERROR);
    assertThat(ConnectFailure.reach(new IOException("Too many open files")))
        .isEqualTo(Reach.LOCAL_ERROR);
    assertThat(ConnectFailure.reach(new IllegalStateException())).isEqualTo(Reach.LOCAL_ERROR);
  }
}
