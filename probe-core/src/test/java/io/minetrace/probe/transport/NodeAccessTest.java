// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.dialogue.HttpReply;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeAccessTest {

  private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";

  private final NodeAccess access =
      new NodeAccess(Optional.of(new NodeLogin("u", "p")), new Random(1), new Withheld());

  private static HttpReply refusal(String challenge) {
    return new HttpReply(
        401, List.of(new HttpReply.Header("WWW-Authenticate", challenge)), Bytes.EMPTY);
  }

  @Test
  void aRefusedLoginIsNotUsedAgain() {
    assertThat(access.session(refusal(DIGEST))).isPresent();

    assertThat(access.reception(refusal(DIGEST))).isEqualTo(NodeAccess.Reception.REFUSED);

    assertThat(access.session(refusal(DIGEST))).isEmpty();
  }

  @Test
  void aStaleNonceIsNoWrongPassword() {
    assertThat(access.reception(refusal(DIGEST + ", stale=true")))
        .isEqualTo(NodeAccess.Reception.STALE);

    assertThat(access.session(refusal(DIGEST))).isPresent();
  }

  @Test
  void anyOtherAnswerIsNoRefusal() {
    assertThat(access.reception(new HttpReply(500, List.of(), Bytes.EMPTY)))
        .isEqualTo(NodeAccess.Reception.TAKEN);

    assertThat(access.session(refusal("Basic realm=\"r\""))).isPresent();
  }

  @Test
  void noTwoSessionsHaveTheSameClientNonce() {
    String first = access.session(refusal(DIGEST)).orElseThrow().authorization("POST", "/");
    String second = access.session(refusal(DIGEST)).orElseThrow().authorization("POST", "/");

    assertThat(first).isNotEqualTo(second);
  }
}
