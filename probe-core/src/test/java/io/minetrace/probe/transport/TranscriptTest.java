// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Observation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private final Transcript transcript = new Transcript();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void eachLineShowsWhoSpokeAndHowItEnded() {
    transcript.remark("stratum1 to 192.0.2.1:3333/tcp");
    transcript.said(bytes("ask\n"));
    transcript.heard(bytes("one\r\ntw"));
    transcript.heard(bytes("o"));
    transcript.said(bytes("again"));

    assertThat(transcript.beginning().utf8())
        .isEqualTo(
            """
            # stratum1 to 192.0.2.1:3333/tcp
            > ask\\n
            < one\\r\\n
            < two
            > again""");
  }

  @Test
  void aWordToWithholdIsNotShownInWhateverPiecesItComes() {
    String text = "abc Basic dXNlcg== dXNlcg= dXNlcg==";
    for (int first = 0; first < text.length(); first++) {
      for (int second = first; second < text.length(); second++) {
        Transcript pieces = new Transcript();
        pieces.withheld().add("Basic dXNlcg==");
        pieces.withheld().add("dXNlcg==");
        pieces.heard(bytes(text.substring(0, first)));
        pieces.heard(bytes(text.substring(first, second)));
        pieces.heard(bytes(text.substring(second)));

        assertThat(pieces.beginning().utf8())
            .as("cut at %d and %d", first, second)
            .isEqualTo("< abc [withheld] dXNlcg= [withheld]");
      }
    }
  }

  @Test
  void whatIsHeldBackAsAPossibleBeginningIsShownInItsPlace() {
    transcript.withheld().add("secret");
    transcript.heard(bytes("no sec"));
    transcript.said(bytes("say secret\n"));
    transcript.heard(bytes("secre"));
    transcript.remark("end");

    assertThat(transcript.beginning().utf8())
        .isEqualTo(
            """
            < no sec
            > say [withheld]\\n
            < secre
            # end
            """);
    assertThat(transcript.bytesReceived()).isEqualTo(11);
  }

  @Test
  void noByteThatATerminalObeysIsLeft() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }

    transcript.heard(all);

    assertThat(transcript.beginning().utf8()).matches("[ -~\n]*");
    assertThat(transcript.beginning().utf8()).contains("\\x00", "\\x1b", "\\x7f", "\\xff", "\\\\");
  }

  @Test
  void onlyTheBeginningIsKeptButAllIsHashedAndCounted() {
    transcript.heard(bytes("x".repeat(100_000)));
    Transcript other = new Transcript();
    other.heard(bytes("x".repeat(99_999) + "y"));

    assertThat(transcript.beginning().length()).isEqualTo(Observation.TRANSCRIPT_BYTES);
    assertThat(transcript.bytesReceived()).isEqualTo(100_000);
    assertThat(transcript.beginning()).isEqualTo(other.beginning());
    assertThat(transcript.sha256()).isNotEqualTo(other.sha256());
  }

  @Test
  void aShortTranscriptCanBeCheckedAgainstItsHash() {
    transcript.said(bytes("a\n"));
    transcript.heard(bytes("b\n"));

    assertThat(transcript.sha256()).isEqualTo(transcript.beginning().sha256());
  }

  @Test
  void aVisitWithoutAWordHasNoHash() {
    transcript.remark("refused");

    assertThat(transcript.sha256()).isEmpty();
  }
}
