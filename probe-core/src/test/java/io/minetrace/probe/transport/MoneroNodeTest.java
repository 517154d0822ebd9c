// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon of Monero on a test chain of its own, found by a probe that knows nothing. */
@Timeout(90)
class MoneroNodeTest {

  private static final Optional<ProbeProtocol> DECLARED = Optional.of(ProbeProtocol.MONERO_DAEMON);
  private static final String READY = "core RPC server started ok";

  private static NodeProcess monerod(Path directory, int port, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "monerod",
                "--regtest",
                "--offline",
                "--non-interactive",
                "--no-zmq",
                "--data-dir",
                directory.toString(),
                "--log-file",
                directory.resolve("log").toString(),
                "--p2p-bind-ip",
                "127.0.0.1",
                "--p2p-bind-port",
                Integer.toString(NodeProcess.freePort()),
                "--rpc-bind-ip",
                "127.0.0.1",
                "--rpc-bind-port",
                Integer.toString(port)));
    command.addAll(Arrays.asList(more));
    return NodeProcess.start(command, READY);
  }

  @Test
  void monerodIsProvenByItsComplaintAboutTheAddress(@TempDir Path directory) throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = monerod(directory, port)) {
      node.await(READY);

      Observation observation = NodeVisit.to(port, Optional.empty());

      assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
      assertThat(observation.evidence()).isEqualTo(Evidence.E2);
      assertThat(observation.protocol()).hasValue("monero-daemon");
      assertThat(observation.software()).startsWith("Epee-based 0.");
      assertThat(observation.coin())
          .as("its newest block is Monero's first")
          .isEqualTo(new CoinFinding(List.of("XMR"), "genesis", CoinConfidence.EXACT));
    }
  }

  @Test
  void monerodThatWantsALoginIsProvenByItsRealm(@TempDir Path directory) throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = monerod(directory, port, "--rpc-login", "test:test")) {
      node.await(READY);

      Observation observation = NodeVisit.to(port, Optional.empty());

      assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
      assertThat(observation.evidence()).isEqualTo(Evidence.E2);
      assertThat(observation.protocol()).hasValue("monero-daemon");
      assertThat(observation.coin().coins())
          .as("its forks kept the realm: the family is known, and which of it is not")
          .contains("XMR");
      assertThat(observation.coin().exact()).isFalse();

      Observation refused = NodeVisit.to(port, DECLARED, "test", "not-that-one");

      assertThat(refused.evidence()).as(refused.transcript().utf8()).isEqualTo(Evidence.E2);
      assertThat(refused.coin()).isEqualTo(observation.coin());
      assertThat(refused.transcript().utf8()).containsOnlyOnce("Authorization: [withheld]");
    }
  }

  @Test
  void monerodOfOnesOwnNamesItsCoinAsWell(@TempDir Path directory) throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = monerod(directory, port, "--rpc-login", "test:test")) {
      node.await(READY);

      for (Optional<ProbeProtocol> hint : List.of(Optional.<ProbeProtocol>empty(), DECLARED)) {
        Observation observation = NodeVisit.to(port, hint, "test", "test");

        assertThat(observation.evidence())
            .as(observation.transcript().utf8())
            .isEqualTo(Evidence.E2);
        assertThat(observation.protocol()).hasValue("monero-daemon");
        assertThat(observation.coin())
            .isEqualTo(new CoinFinding(List.of("XMR"), "genesis", CoinConfidence.EXACT));
      }
    }
  }

  /** It serves plain words and TLS on one port, with a certificate of its own making. */
  @Test
  void monerodIsProvenWithinTlsToo(@TempDir Path directory) throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node = monerod(directory, port)) {
      node.await(READY);

      Observation observation =
          NodeVisit.to(port, Optional.of(ProbeProtocol.MONERO_DAEMON), Optional.of(true));

      assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
      assertThat(observation.channel()).isEqualTo(Channel.HTTPS);
      assertThat(observation.tls()).isPresent();
    }
  }
}
