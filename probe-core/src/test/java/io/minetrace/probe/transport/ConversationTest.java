// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.HttpDialogue;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.Conversation.Progress;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that come apart in any way, without a socket. */
class ConversationTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 3333, "minetrace/test", 0);

  private static final LineDialogue STRATUM = (LineDialogue) ProbeProtocol.STRATUM1.dialogue();

  private static final String SESSION =
      "{\"id\":1,\"result\":[[[\"mining.notify\",\"ab12\"]],\"08000002\",4],\"error\":null}\n";

  private static final String NODES_WORDS =
      "{\"result\":null,\"error\":{\"code\":-9,\"message\":\"Litecoin Core is not connected!\"}}";

  private static final String NODE =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: "
          + NODES_WORDS.length()
          + "\r\n\r\n"
          + NODES_WORDS;

  private static Conversation lines() {
    return new LineConversation(STRATUM, CONTEXT);
  }

  private static Conversation http(ProbeProtocol protocol) {
    return new HttpConversation(
        (HttpDialogue) protocol.dialogue(), STRATUM, CONTEXT, NodeAccess.none(), new Transcript());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aReplyThatComesByteByByteIsPutTogether() {
    Conversation conversation = lines();
    Progress last = Progress.COMPLETE;
    for (byte b : bytes(SESSION)) {
      assertThat(last).isNotEqualTo(Progress.SETTLED);
      last = conversation.hear(new byte[] {b});
    }

    assertThat(last).isEqualTo(Progress.COMPLETE);
    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void aLastLineWithoutItsEndIsRead() {
    Conversation conversation = lines();

    assertThat(conversation.hear(bytes(SESSION.strip()))).isEqualTo(Progress.UNFINISHED);
    conversation.end();

    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void aLineMayNotBeLongerThan16KiB() {
    assertThat(lines().hear(bytes("x".repeat(16 * 1024)))).isEqualTo(Progress.UNFINISHED);
    assertThat(lines().hear(bytes("x".repeat(16 * 1024 + 1)))).isEqualTo(Progress.OVERSIZE);
  }

  @Test
  void twoHundredLinesAreEnough() {
    assertThat(lines().hear(bytes("{}\n".repeat(200)))).isEqualTo(Progress.COMPLETE);
    assertThat(lines().hear(bytes("{}\n".repeat(201)))).isEqualTo(Progress.OVERSIZE);
  }

  @Test
  void whatWasProvenBeforeTheFloodStands() {
    Conversation conversation = lines();

    assertThat(conversation.hear(bytes(SESSION + "x".repeat(20_000)))).isEqualTo(Progress.OVERSIZE);
    conversation.end();

    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void anHttpReplyIsReadAtWhateverPlaceItIsCut() {
    for (int cut = 1; cut < NODE.length(); cut++) {
      Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);
      Progress before = conversation.hear(bytes(NODE.substring(0, cut)));
      Progress after = conversation.hear(bytes(NODE.substring(cut)));

      assertThat(before).as("cut at %d", cut).isEqualTo(Progress.UNFINISHED);
      assertThat(after).as("cut at %d", cut).isEqualTo(Progress.SETTLED);
      assertThat(conversation.finding().job().chainWord().orElseThrow()).contains("Litecoin");
      conversation.close();
    }
  }

  @Test
  void aChunkedReplyIsReadToo() {
    String body = "{\"error\":{\"code\":-9,\"message\":\"Litecoin Core is not connected!\"}}";
    Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);

    Progress progress =
        conversation.hear(
            bytes(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                    .formatted(body.length(), body)));

    assertThat(progress).isEqualTo(Progress.SETTLED);
    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E2);
  }

  @Test
  void aContinueBeforeTheReplyIsNoReply() {
    Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);

    assertThat(conversation.hear(bytes("HTTP/1.1 100 Continue\r\n\r\n")))
        .isEqualTo(Progress.UNFINISHED);
    assertThat(conversation.hear(bytes(NODE))).isEqualTo(Progress.SETTLED);
    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E2);
  }

  @Test
  void aReplyCutShortByTheEndIsReadAsFarAsItCame() {
    String template =
        "{\"result\":{\"capabilities\":[\"proposal\"],\"previousblockhash\":\""
            + "ab".repeat(32)
            + "\",\"transactions\":[{\"data\":\"00";
    Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);
    conversation.hear(bytes("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + template));

    conversation.end();

    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E4);
  }

  @Test
  void aSecondQuestionFollowsOnTheSameConnection() {
    String complaint =
        "{\"error\":{\"code\":-4,\"message\":\"Failed to parse wallet address\"},\"id\":\"0\"}";
    Conversation conversation = http(ProbeProtocol.MONERO_DAEMON);

    conversation.hear(
        bytes("HTTP/1.1 200 Ok\r\nContent-Length: " + complaint.length() + "\r\n\r\n" + complaint));

    assertThat(
            new String(
                conversation.nextWords(Conversation.Lull.SETTLED).orElseThrow(),
                StandardCharsets.US_ASCII))
        .startsWith("POST /json_rpc HTTP/1.1\r\n")
        .endsWith("\"get_info\"}");
    assertThat(conversation.nextWords(Conversation.Lull.SETTLED)).isEmpty();
  }

  @Test
  void noSecondQuestionIsAskedOfAServerThatCloses() {
    String complaint = "{\"error\":{\"code\":-4,\"message\":\"Failed to parse wallet address\"}}";
    Conversation conversation = http(ProbeProtocol.MONERO_DAEMON);

    conversation.hear(
        bytes(
            "HTTP/1.1 200 Ok\r\nConnection: close\r\nContent-Length: "
                + complaint.length()
                + "\r\n\r\n"
                + complaint));

    assertThat(conversation.nextWords(Conversation.Lull.SETTLED)).isEmpty();
    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E2);
  }

  @Test
  void aStratumServerThatComplainsAboutHttpHasProvenItself() {
    Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);
    conversation.hear(bytes("{\"id\":null,\"error\":[24,\"Unauthorized worker\",null]}\n"));

    conversation.end();

    assertThat(conversation.finding().protocols()).contains("stratum1");
    assertThat(conversation.channel()).isEqualTo(Channel.PLAIN);
  }

  @Test
  void aFewBytesThatCouldBecomeHttpAreNoSilence() {
    Conversation conversation = http(ProbeProtocol.GETBLOCKTEMPLATE);
    conversation.hear(bytes("HT"));

    conversation.end();

    assertThat(conversation.finding().outcome()).isEqualTo(DialogueOutcome.MALFORMED);
  }

  @Test
  void theRequestNamesAnIpv6HostInBrackets() {
    Conversation conversation =
        new HttpConversation(
            (HttpDialogue) ProbeProtocol.GETBLOCKTEMPLATE.dialogue(),
            STRATUM,
            new DialogueContext("2001:db8::1", 8332, "minetrace/test", 0),
            NodeAccess.none(),
            new Transcript());

    assertThat(new String(conversation.opening(), StandardCharsets.US_ASCII))
        .contains("\r\nHost: [2001:db8::1]:8332\r\n")
        .contains("\r\nUser-Agent: minetrace/test\r\n");
  }

  @Test
  void aPageIsAskedForWithoutABody() {
    Conversation conversation = http(ProbeProtocol.GETWORK);
    assertThat(new String(conversation.opening(), StandardCharsets.US_ASCII))
        .startsWith("POST / HTTP/1.1\r\n")
        .contains("\r\nContent-Type: application/json\r\nContent-Length: 39\r\n\r\n{");

    conversation.hear(bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    String second =
        new String(
            conversation.nextWords(Conversation.Lull.SETTLED).orElseThrow(),
            StandardCharsets.US_ASCII);

    assertThat(second)
        .startsWith("GET / HTTP/1.1\r\nHost: pool.example.test:3333\r\n")
        .endsWith("\r\n\r\n")
        .doesNotContain("Content");
    conversation.hear(bytes("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nMining server online"));
    assertThat(conversation.finding().evidence()).isEqualTo(Evidence.E2);
  }

  @Test
  void damagedBytesNeverThrowAndNeverGrow() {
    Random random = new Random(42);
    String[] replies = {SESSION, NODE};
    for (int round = 0; round < 1_500; round++) {
      byte[] damaged = bytes(replies[round % 2]);
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      for (Conversation conversation :
          new Conversation[] {
            lines(), http(ProbeProtocol.GETBLOCKTEMPLATE), http(ProbeProtocol.MONERO_DAEMON)
          }) {
        int split = random.nextInt(damaged.length);
        conversation.hear(Arrays.copyOf(damaged, split));
        conversation.hear(Arrays.copyOfRange(damaged, split, damaged.length));
        conversation.end();
        assertThat(conversation.finding()).isNotNull();
        conversation.close();
      }
    }
  }
}
