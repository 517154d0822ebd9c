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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real nodes of Litecoin on a test chain of their own. Nothing is known to the probe of the bare
 * node; the one behind a web server is declared, because that server is silent to a line that is
 * not HTTP.
 */
@Timeout(90)
class LitecoinNodesTest {

  private static final Optional<ProbeProtocol> UNKNOWN = Optional.empty();
  private static final Optional<ProbeProtocol> DECLARED =
      Optional.of(ProbeProtocol.GETBLOCKTEMPLATE);

  private static final String READY = "Done loading";
  private static final String CONNECTED = "New outbound peer connected";

  @TempDir private static Path directory;

  private static final int lonelyPort = NodeProcess.freePort();
  private static final int lonelyPeerPort = NodeProcess.freePort();
  private static Optional<NodeProcess> lonely = Optional.empty();

  /** A node that has no peer, unless a test gives it one for a while. */
  @BeforeAll
  static void start() throws Exception {
    NodeProcess node =
        litecoind("lonely", lonelyPort, "-connect=0", "-bind=127.0.0.1:" + lonelyPeerPort);
    lonely = Optional.of(node);
    node.await(READY);
  }

  @AfterAll
  static void stop() {
    lonely.ifPresent(NodeProcess::close);
  }

  private static NodeProcess litecoind(String name, int rpcPort, String... more)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve(name));
    List<String> command =
        new ArrayList<>(
            List.of(
                "litecoind",
                "-regtest",
                "-datadir=" + data,
                "-printtoconsole=1",
                "-disablewallet",
                "-dnsseed=0",
                "-discover=0",
                "-listenonion=0",
                // A chain whose newest block is the first one is not taken to be behind.
                "-maxtipage=99999999999",
                "-rpcuser=test",
                "-rpcpassword=test",
                "-rpcbind=127.0.0.1",
                "-rpcallowip=127.0.0.1",
                "-rpcport=" + rpcPort));
    command.addAll(Arrays.asList(more));
    return NodeProcess.start(command, READY, CONNECTED);
  }

  @Test
  void aNodeIsProvenByItsRefusal() throws Exception {
    Observation observation = NodeVisit.to(lonelyPort, UNKNOWN);

    assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
    assertThat(observation.protocol()).hasValue("getblocktemplate");
    assertThat(observation.channel()).isEqualTo(Channel.HTTP);
    assertThat(observation.coin()).as("its refusal has no body").isEqualTo(CoinFinding.NONE);
  }

  @Test
  void aNodeOfOnesOwnNamesItsCoinAsWell() throws Exception {
    Observation observation = NodeVisit.to(lonelyPort, UNKNOWN, "test", "test");

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.protocol()).hasValue("getblocktemplate");
    assertThat(observation.coin())
        .isEqualTo(new CoinFinding(List.of("LTC"), "coin-name", CoinConfidence.EXPLICIT));
  }

  @Test
  void aWrongPasswordLeavesItTheNodeThatRefuses() throws Exception {
    Observation observation = NodeVisit.to(lonelyPort, UNKNOWN, "test", "not-that-one");

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.coin()).isEqualTo(CoinFinding.NONE);
    assertThat(observation.transcript().utf8())
        .containsOnlyOnce("Authorization: [withheld]")
        .contains("# the login was refused")
        .doesNotContain("not-that-one");
  }

  @Test
  void aNodeWithoutPeersNamesItsCoin() throws Exception {
    try (OpenDoor door = new OpenDoor(lonelyPort)) {
      Observation observation = NodeVisit.to(door.port(), DECLARED);

      assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E2);
      assertThat(observation.coin())
          .isEqualTo(new CoinFinding(List.of("LTC"), "coin-name", CoinConfidence.EXPLICIT));
    }
  }

  @Test
  void aNodeWithAPeerGivesWork() throws Exception {
    int port = NodeProcess.freePort();
    try (NodeProcess node =
            litecoind("node", port, "-listen=0", "-connect=127.0.0.1:" + lonelyPeerPort);
        OpenDoor door = new OpenDoor(port)) {
      node.await(READY);
      node.await(CONNECTED);

      Observation observation = NodeVisit.to(door.port(), DECLARED);

      assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E4);
      assertThat(observation.coin())
          .as("the work hangs on the first block of Litecoin's test chain")
          .isEqualTo(new CoinFinding(List.of("LTC"), "genesis", CoinConfidence.EXACT));
      assertThat(observation.work().height()).hasValue(1);

      Observation behindItsDoor = NodeVisit.to(port, UNKNOWN, "test", "test");

      assertThat(behindItsDoor.evidence())
          .as(behindItsDoor.transcript().utf8())
          .isEqualTo(Evidence.E4);
      assertThat(behindItsDoor.coin()).isEqualTo(observation.coin());
    }
  }
}
