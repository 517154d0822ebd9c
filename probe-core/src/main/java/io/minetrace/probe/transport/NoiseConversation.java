// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.NoiseDialogue;
import io.minetrace.probe.dialogue.NoiseReading;
import io.minetrace.probe.dialogue.NoiseTalk;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A dialogue after a Noise handshake. What turns out to be text is read as lines by the generic
 * dialogue: a server of the older Stratum that complains about the handshake has proven itself.
 */
final class NoiseConversation implements Conversation {

  private final NoiseDialogue dialogue;
  private final LineDialogue generic;
  private final DialogueContext context;
  private final NoiseTalk talk;
  private final Transcript transcript;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private Finding finding = Finding.unproven(DialogueOutcome.SILENT, Evidence.E0);
  private Optional<Bytes> next = Optional.empty();

  /**
   * @param transcript gets what was read under the seal, which the wire does not show
   */
  NoiseConversation(
      NoiseDialogue dialogue,
      LineDialogue generic,
      DialogueContext context,
      RandomGenerator random,
      Transcript transcript) {
    this.dialogue = dialogue;
    this.generic = generic;
    this.context = context;
    this.talk = dialogue.begin(context, random);
    this.transcript = transcript;
  }

  @Override
  public byte[] opening() {
    return talk.opening().toArray();
  }

  @Override
  public boolean listensLonger() {
    return false;
  }

  @Override
  public Progress hear(byte[] bytes) {
    if (!finding.evidence().provesMining()) {
      heard.writeBytes(bytes);
    }
    NoiseReading reading = talk.hear(Bytes.of(bytes));
    reading.remarks().forEach(transcript::remark);
    finding = reading.finding();
    next = reading.next();
    return switch (reading.progress()) {
      case SETTLED -> Progress.SETTLED;
      case UNFINISHED -> next.isPresent() ? Progress.SETTLED : Progress.UNFINISHED;
      case LISTEN_ON -> next.isPresent() ? Progress.SETTLED : Progress.COMPLETE;
    };
  }

  @Override
  public Optional<byte[]> nextWords(Lull lull) {
    Optional<byte[]> words = next.map(Bytes::toArray);
    next = Optional.empty();
    return words;
  }

  /** Whoever speaks before the handshake speaks something else. */
  @Override
  public boolean acceptsOpening() {
    return false;
  }

  @Override
  public void end() {
    if (!finding.evidence().provesMining() && heard.size() > 0) {
      List<String> lines = heard.toString(StandardCharsets.UTF_8).lines().toList();
      finding = finding.and(generic.read(lines, context).finding());
    }
  }

  @Override
  public Finding finding() {
    return finding;
  }

  @Override
  public Optional<ProbeProtocol> elsewhere() {
    return Optional.empty();
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return dialogue.afterHangUp();
  }

  /** Until a handshake was made there is none around it. */
  @Override
  public Channel channel() {
    boolean made = finding.protocols().contains(ProbeProtocol.STRATUM2.id());
    return made ? Channel.NOISE : Channel.PLAIN;
  }

  @Override
  public int replyLimitBytes() {
    return dialogue.replyLimitBytes();
  }

  @Override
  public void close() {}
}
