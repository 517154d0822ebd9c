// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.noise.StratumV2Server;
import io.minetrace.window.Evidence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stratum V2 against a server that was written from the specification and shares no code. */
class StratumV2DialogueTest {

  /** 2026-11-22. */
  private static final long NOW = 1_795_305_600L;

  private static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 34254, "minetrace/test", NOW * 1000);

  private static final byte[] SUCCESS = {2, 0, 0, 0, 0, 0};

  private final StratumV2Server server = new StratumV2Server(7, NOW - 100, NOW + 100);
  private final NoiseTalk talk = talk(new Random(42));
  private final List<String> remarks = new ArrayList<>();

  private static NoiseTalk talk(Random random) {
    return ((NoiseDialogue) ProbeProtocol.STRATUM2.dialogue()).begin(CONTEXT, random);
  }

  private NoiseReading hear(byte[] bytes) {
    NoiseReading reading = talk.hear(Bytes.of(bytes));
    remarks.addAll(reading.remarks());
    return reading;
  }

  /** Up to our SetupConnection, which the server opens. */
  private byte[] setUp() {
    NoiseReading reading = hear(server.answer(talk.opening().toArray()));
    byte[] words = reading.next().orElseThrow().toArray();
    return server.open(Arrays.copyOf(words, 22), Arrays.copyOfRange(words, 22, words.length));
  }

  @Test
  void theHandshakeProvesTheFamily() {
    NoiseReading reading = hear(server.answer(talk.opening().toArray()));

    assertThat(talk.opening().length()).isEqualTo(64);
    assertThat(reading.finding().outcome()).isEqualTo(DialogueOutcome.MINING);
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(reading.finding().protocols()).containsExactly("stratum2");
    assertThat(remarks.get(0))
        .startsWith("certificate of key ")
        .endsWith("(valid now), signed by nobody that is known");
  }

  @Test
  void setupConnectionIsWhatTheSpecificationSays() {
    byte[] message = setUp();

    byte[] expected =
        StratumV2Server.joined(
            new byte[] {0x00, 0, 2, 0, 2, 0, 0, 0, 0, 0, 17},
            StratumV2Server.joined(
                "pool.example.test".getBytes(StandardCharsets.US_ASCII),
                StratumV2Server.joined(
                    // Port 34254, least byte first.
                    new byte[] {(byte) 0xce, (byte) 0x85, 14},
                    StratumV2Server.joined(
                        "minetrace/test".getBytes(StandardCharsets.US_ASCII), new byte[3]))));
    assertThat(message).isEqualTo(expected);
  }

  @Test
  void successIsASession() {
    setUp();

    NoiseReading reading = hear(server.message(0x01, SUCCESS));

    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E3);
    assertThat(reading.progress()).isEqualTo(NoiseReading.Progress.LISTEN_ON);
    assertThat(reading.next()).isEmpty();
    assertThat(remarks).contains("SetupConnection.Success: version 2, flags 00000000");
  }

  @Test
  void anErrorStillProvesTheFamily() {
    setUp();
    byte[] words = "unsupported-protocol".getBytes(StandardCharsets.US_ASCII);
    byte[] payload = StratumV2Server.joined(new byte[] {0, 0, 0, 0, (byte) words.length}, words);

    NoiseReading reading = hear(server.message(0x02, payload));

    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(reading.progress()).isEqualTo(NoiseReading.Progress.SETTLED);
    assertThat(remarks).contains("SetupConnection.Error: unsupported-protocol, flags 00000000");
  }

  @Test
  void aReconnectIsRecorded() {
    setUp();
    hear(server.message(0x01, SUCCESS));
    byte[] host = "other.example.test".getBytes(StandardCharsets.US_ASCII);
    byte[] payload =
        StratumV2Server.joined(
            new byte[] {(byte) host.length}, StratumV2Server.joined(host, new byte[] {0x3d, 0x0d}));

    NoiseReading reading = hear(server.message(0x04, payload));

    assertThat(reading.finding().discovered()).containsExactly("other.example.test:3389");
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void aReconnectWithoutAPlaceMeansTheSamePlace() {
    setUp();

    NoiseReading reading = hear(server.message(0x04, new byte[3]));

    assertThat(reading.finding().discovered()).containsExactly("pool.example.test:34254");
  }

  @Test
  void aReconnectToNoHostIsNotRecordedAndEarlierOnesAreKept() {
    setUp();
    hear(server.message(0x04, new byte[3]));
    byte[] payload = "\5a b\nc\1\1".getBytes(StandardCharsets.US_ASCII);

    NoiseReading reading = hear(server.message(0x04, payload));

    assertThat(reading.finding().discovered()).containsExactly("pool.example.test:34254");
    assertThat(remarks).contains("Reconnect to no host");
  }

  @Test
  void everyBitOfTheAnswerMatters() {
    byte[] answer = server.answer(talk.opening().toArray());
    // The ephemeral key, the sealed static key, its tag, the certificate, its tag.
    for (int at : new int[] {0, 31, 40, 63, 64, 100, 128, 143, 144, 200, 218, 233}) {
      NoiseTalk again = talk(new Random(42));
      byte[] tampered = answer.clone();
      tampered[at] ^= 1;

      NoiseReading reading = again.hear(Bytes.of(tampered));

      assertThat(reading.finding().evidence()).as("byte %d", at).isEqualTo(Evidence.E0);
      assertThat(reading.progress()).isEqualTo(NoiseReading.Progress.SETTLED);
      assertThat(reading.next()).isEmpty();
      assertThat(reading.remarks().get(0)).endsWith(": the tag does not fit");
    }
  }

  @Test
  void aTamperedMessageEndsTheTalkAndTakesNothingBack() {
    setUp();
    byte[] message = server.message(0x01, SUCCESS);
    message[message.length - 1] ^= 1;

    NoiseReading reading = hear(message);

    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(reading.progress()).isEqualTo(NoiseReading.Progress.SETTLED);
    assertThat(remarks).contains("message: the tag does not fit");
  }

  @Test
  void randomBytesOfTheRightLengthProveNothing() {
    byte[] random = new byte[234];
    new Random(1).nextBytes(random);

    assertThat(hear(random).finding().evidence()).isEqualTo(Evidence.E0);
  }

  @Test
  void anAnswerInPiecesIsOneAnswer() {
    byte[] answer = server.answer(talk.opening().toArray());
    for (int i = 0; i < answer.length - 1; i++) {
      assertThat(hear(new byte[] {answer[i]}).progress())
          .isEqualTo(NoiseReading.Progress.UNFINISHED);
    }

    NoiseReading last = hear(new byte[] {answer[answer.length - 1]});

    assertThat(last.finding().evidence()).isEqualTo(Evidence.E2);
    assertThat(last.next()).isPresent();
  }

  @Test
  void severalMessagesAtOnceAreAllRead() {
    setUp();

    NoiseReading reading =
        hear(
            StratumV2Server.joined(
                server.message(0x33, new byte[0]), server.message(0x01, SUCCESS)));

    assertThat(remarks).contains("message 33 of 0 bytes");
    assertThat(reading.finding().evidence()).isEqualTo(Evidence.E3);
  }

  @Test
  void aMessageThatIsTooLongIsNotWaitedFor() {
    setUp();

    NoiseReading reading = hear(server.message(0x01, new byte[17 * 1024]));

    assertThat(reading.progress()).isEqualTo(NoiseReading.Progress.SETTLED);
    assertThat(remarks).contains("a message of 17408 bytes is not read");
  }

  @Test
  void messagesCutShortAreReadAsFarAsTheyGo() {
    setUp();

    for (int length = 0; length < 6; length++) {
      hear(server.message(0x01, Arrays.copyOf(SUCCESS, length)));
      hear(server.message(0x04, new byte[length]));
      hear(server.message(0x04, new byte[] {(byte) 0xff, 'x'}));
    }

    assertThat(talk.hear(Bytes.EMPTY).finding().evidence()).isEqualTo(Evidence.E3);
  }
}
