// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.LineReading;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dialogue in lines. */
final class LineConversation implements Conversation {

  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_LINES = 200;

  private final LineDialogue dialogue;
  private final DialogueContext context;
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final SealedAnswer sealed = new SealedAnswer();
  private LineReading reading =
      LineReading.of(
          Finding.unproven(DialogueOutcome.SILENT, Evidence.E0), LineReading.Progress.LISTEN_ON);

  LineConversation(LineDialogue dialogue, DialogueContext context) {
    this.dialogue = dialogue;
    this.context = context;
  }

  @Override
  public byte[] opening() {
    return bytes(dialogue.opening(context));
  }

  @Override
  public Progress hear(byte[] bytes) {
    sealed.hear(bytes);
    int before = lines.size();
    boolean oversize = false;
    for (int i = 0; i < bytes.length && !oversize; i++) {
      if (bytes[i] == '\n') {
        takeLine();
      } else {
        line.write(bytes[i]);
      }
      oversize = line.size() > MAX_LINE_BYTES || lines.size() > MAX_LINES;
    }
    if (lines.size() > before) {
      reading = dialogue.read(lines, context);
    }
    if (oversize) {
      return Progress.OVERSIZE;
    }
    return switch (reading.progress()) {
      case SETTLED -> Progress.SETTLED;
      case LISTEN_ON -> line.size() > 0 ? Progress.UNFINISHED : Progress.COMPLETE;
    };
  }

  private void takeLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    lines.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    line.reset();
  }

  @Override
  public boolean listensLonger() {
    return dialogue.serverSpeaksFirst();
  }

  @Override
  public Optional<byte[]> nextWords(Lull lull) {
    Optional<String> words =
        switch (lull) {
          case SETTLED, QUIET -> reading.next();
          case SILENCE -> lines.isEmpty() ? dialogue.onSilence(context) : Optional.empty();
        };
    return words.map(LineConversation::bytes);
  }

  private static byte[] bytes(String words) {
    return (words + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** JSON of another kind may come before any question; a banner or junk ends the visit. */
  @Override
  public boolean acceptsOpening() {
    return reading.finding().outcome() == DialogueOutcome.JSON_OTHER;
  }

  @Override
  public void end() {
    if (line.size() > 0) {
      takeLine();
      reading = dialogue.read(lines, context);
    }
  }

  @Override
  public Finding finding() {
    return reading.finding();
  }

  @Override
  public Optional<ProbeProtocol> elsewhere() {
    return reading.elsewhere().or(() -> sealed.elsewhere());
  }

  @Override
  public Optional<ProbeProtocol> afterHangUp() {
    return dialogue.afterHangUp();
  }

  @Override
  public Channel channel() {
    return Channel.PLAIN;
  }

  @Override
  public int replyLimitBytes() {
    return dialogue.replyLimitBytes();
  }

  @Override
  public void close() {}
}
