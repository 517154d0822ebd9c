// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.noise.StratumV2Server;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stratum V2 over sockets, and how it is found out. */
@Timeout(40)
class StratumV2ProbeTest {

  private static final NettyProber SCHEDULED = TestProber.of(FollowUp.DEFERRED, TestProber.PATIENT);
  private static final NettyProber BY_HAND =
      TestProber.of(FollowUp.WITHIN_VISIT, TestProber.PATIENT);

  private static final int SETUP_CONNECTION_SUCCESS = 0x01;
  private static final int RECONNECT = 0x04;

  @AfterAll
  static void stop() {
    SCHEDULED.close();
    BY_HAND.close();
  }

  /** Takes whatever 64 bytes come for a key, as the protocol has it. */
  private static final Behaviour POOL =
      connection -> {
        StratumV2Server server = new StratumV2Server(11, 1_700_000_000L, 4_000_000_000L);
        say(connection, server.answer(connection.getInputStream().readNBytes(64)));
        byte[] header = connection.getInputStream().readNBytes(22);
        // What our own test pool sends is known by its length: a fixed part and three strings.
        byte[] payload =
            connection
                .getInputStream()
                .readNBytes(9 + 1 + "pool.example.test".length() + 2 + 15 + 3 + 16);
        byte[] message = server.open(header, payload);
        if (message[0] == 0) {
          say(connection, server.message(SETUP_CONNECTION_SUCCESS, new byte[] {2, 0, 0, 0, 0, 0}));
          say(connection, server.message(RECONNECT, new byte[] {0, 0x3d, 0x0d}));
        }
        TestProber.stayOpen(connection);
      };

  private static void say(Socket connection, byte[] bytes) throws IOException {
    connection.getOutputStream().write(bytes);
  }

  private static Observation visit(Prober prober, Optional<ProbeProtocol> hint) throws Exception {
    try (LoopbackServer server = new LoopbackServer(POOL)) {
      return prober
          .visit(
              new ProbeTarget(
                  server.endpoint(),
                  Optional.of("pool.example.test"),
                  hint,
                  Optional.empty(),
                  List.of(),
                  0,
                  false))
          .get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServerThatIsKnownToSpeakItIsASession() throws Exception {
    Observation observation = visit(SCHEDULED, Optional.of(ProbeProtocol.STRATUM2));

    assertThat(observation.verdict()).as(observation.transcript().utf8()).isEqualTo(Verdict.UP);
    assertThat(observation.evidence()).isEqualTo(Evidence.E3);
    assertThat(observation.protocol()).hasValue("stratum2");
    assertThat(observation.channel()).isEqualTo(Channel.NOISE);
    assertThat(observation.discovered()).containsExactly("pool.example.test:3389");
    assertThat(observation.transcript().utf8())
        .contains("# certificate of key ", "# SetupConnection.Success: version 2");
  }

  @Test
  void itsAnswerToALineOfTextGivesItAway() throws Exception {
    Observation observation = visit(SCHEDULED, Optional.empty());

    assertThat(observation.verdict())
        .as(observation.transcript().utf8())
        .isEqualTo(Verdict.LISTENING);
    assertThat(observation.protocols()).containsExactly("stratum2");
  }

  @Test
  void byHandItIsProvenInTheSameVisit() throws Exception {
    Observation observation = visit(BY_HAND, Optional.empty());

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(observation.channel()).isEqualTo(Channel.NOISE);
  }
}
