// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import java.util.Arrays;

/** What a Stratum V2 server says, without the handshake and the seals around it. */
public final class OpenedFrames {

  private OpenedFrames() {}

  /** What frames show that stand in the bytes one after another; the last may be cut off. */
  public static Finding finding(byte[] bytes, DialogueContext context) {
    StratumV2Answer answer = new StratumV2Answer(context, remark -> {});
    int at = 0;
    while (at + StratumV2Frame.HEADER_BYTES <= bytes.length && !answer.isRefusal()) {
      int payloadAt = at + StratumV2Frame.HEADER_BYTES;
      Bytes header = Bytes.of(Arrays.copyOfRange(bytes, at, payloadAt));
      at = Math.min(bytes.length, payloadAt + StratumV2Frame.length(header));
      answer.take(StratumV2Frame.of(header, Bytes.of(Arrays.copyOfRange(bytes, payloadAt, at))));
    }
    return answer.finding();
  }
}
