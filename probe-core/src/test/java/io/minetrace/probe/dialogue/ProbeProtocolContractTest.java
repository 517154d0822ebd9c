// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.dialogue.RecordedReply.Kind;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every protocol owes, whichever it is. */
class ProbeProtocolContractTest {

  static List<RecordedReply> replies() {
    return RecordedReply.all();
  }

  /** What is said in Noise depends on our key, and so is tested against a responder. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRATUM2")
  void everyProtocolHasRepliesOfEachKind(ProbeProtocol protocol) {
    Set<Kind> kinds =
        RecordedReply.of(protocol).stream()
            .map(RecordedReply::kind)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));

    assertThat(kinds).as("replies of " + protocol.id()).containsExactly(Kind.values());
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyIsJudgedAsItShould(RecordedReply reply) {
    Finding finding = reply.judgedBy(reply.protocol());

    assertThat(finding.evidence()).as("evidence").isEqualTo(reply.expectedEvidence());
    assertThat(finding.protocols()).as("protocols").isEqualTo(reply.expectedProtocols());
  }

  @ParameterizedTest
  @MethodSource("replies")
  void thePositiveAndTheRefusingProveTheFamilyOrASetThatHoldsIt(RecordedReply reply) {
    if (reply.kind() == Kind.HOSTILE) {
      return;
    }
    boolean spoken =
        Set.of("stratum1-configure", "stratum1-ws").contains(reply.id())
            ? reply.expectedProtocols().contains("stratum1")
                || reply.expectedProtocols().contains(reply.id())
            : reply.expectedProtocols().contains(reply.id());

    assertThat(reply.expectedEvidence().provesMining()).as("proves mining").isTrue();
    assertThat(spoken).as(reply.expectedProtocols() + " hold the family").isTrue();
  }

  /** Which question was asked is no input of what is proven by a line. */
  @ParameterizedTest
  @MethodSource("replies")
  void aLineIsJudgedAlikeWhicheverFamilyWasAsked(RecordedReply reply) {
    if (reply.protocol().carrier() == Carrier.HTTP) {
      return;
    }
    for (ProbeProtocol asked : ProbeProtocol.values()) {
      if (asked.dialogue() instanceof LineDialogue) {
        assertThat(reply.judgedBy(asked).protocols())
            .as("asked for " + asked.id())
            .isEqualTo(reply.expectedProtocols());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ourOwnWordsComingBackProveNothing(ProbeProtocol protocol) {
    for (ProbeProtocol asked : ProbeProtocol.values()) {
      if (protocol.dialogue() instanceof LineDialogue said
          && asked.dialogue() instanceof LineDialogue) {
        String echo = said.opening(RecordedReply.CONTEXT);

        Finding finding = RecordedReply.judge(asked, echo + "\n" + echo + "\n");

        assertThat(finding.evidence().provesMining())
            .as("%s comes back to %s", echo, asked.id())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyCutAnywhereIsJudgedNoStronger(RecordedReply reply) {
    byte[] bytes = reply.reply().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < Math.min(bytes.length, 4096); length++) {
      String cut = new String(bytes, 0, length, StandardCharsets.UTF_8);

      Finding finding = RecordedReply.judge(reply.protocol(), cut);

      assertThat(finding.evidence())
          .as("cut after %d bytes", length)
          .isLessThanOrEqualTo(reply.expectedEvidence());
    }
  }

  @ParameterizedTest
  @MethodSource("replies")
  void noFlippedBitBreaksTheJudgement(RecordedReply reply) {
    byte[] bytes = reply.reply().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(bytes.length, 2048); i++) {
      bytes[i] ^= (byte) (1 << i % 8);

      Finding finding =
          RecordedReply.judge(reply.protocol(), new String(bytes, StandardCharsets.UTF_8));

      assertThat(finding).as("byte %d damaged", i).isNotNull();
      bytes[i] ^= (byte) (1 << i % 8);
    }
  }

  @Test
  void thereAreRepliesAtAll() {
    assertThat(replies()).hasSizeGreaterThan(90);
  }
}
