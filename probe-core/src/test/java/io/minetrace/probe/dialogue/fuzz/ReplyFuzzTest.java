// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.probe.dialogue.Carrier;
import io.minetrace.probe.dialogue.DialogueContext;
import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.HttpDialogue;
import io.minetrace.probe.dialogue.HttpQuestion;
import io.minetrace.probe.dialogue.HttpReading;
import io.minetrace.probe.dialogue.HttpReply;
import io.minetrace.probe.dialogue.LineDialogue;
import io.minetrace.probe.dialogue.LineReading;
import io.minetrace.probe.dialogue.NoiseDialogue;
import io.minetrace.probe.dialogue.NoiseTalk;
import io.minetrace.probe.dialogue.OpenedFrames;
import io.minetrace.probe.dialogue.ProbeProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Replies of any bytes, by carrier. The first byte says whose question was asked. */
@Timeout(20)
class ReplyFuzzTest {

  private static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 3333, "minetrace/test", 1_795_348_800_000L);

  private static final int MAX_LINES = 200;

  private static final List<ProbeProtocol> LINES = carriedBy(Carrier.LINES, Carrier.WEBSOCKET);
  private static final List<ProbeProtocol> HTTP = carriedBy(Carrier.HTTP);

  private static List<ProbeProtocol> carriedBy(Carrier... carriers) {
    return Arrays.stream(ProbeProtocol.values())
        .filter(protocol -> List.of(carriers).contains(protocol.carrier()))
        .toList();
  }

  private static ProbeProtocol asked(List<ProbeProtocol> among, byte[] bytes) {
    ProbeProtocol named = ProbeProtocol.values()[(bytes[0] & 0xff) % ProbeProtocol.values().length];
    return among.contains(named) ? named : among.get((bytes[0] & 0xff) % among.size());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
  }

  @ArgumentsSource(ReplySeeds.class)
  @FuzzTest
  void lines(byte[] bytes) {
    if (bytes.length < 2) {
      return;
    }
    LineDialogue dialogue = (LineDialogue) asked(LINES, bytes).dialogue();
    List<String> all = text(bytes).lines().limit(MAX_LINES).toList();
    // As all of it shows, and as it would where the server was cut off after the first line.
    check(dialogue.read(all, CONTEXT));
    check(dialogue.read(all.subList(0, Math.min(1, all.size())), CONTEXT));
  }

  private static void check(LineReading reading) {
    check(reading.finding());
    if (reading.next().filter(next -> next.indexOf('\n') >= 0).isPresent()) {
      throw new AssertionError("two lines are to be said at once: " + reading.next());
    }
  }

  @ArgumentsSource(ReplySeeds.class)
  @FuzzTest
  void http(byte[] bytes) {
    if (bytes.length < 2) {
      return;
    }
    HttpDialogue dialogue = (HttpDialogue) asked(HTTP, bytes).dialogue();
    HttpReply reply = reply(text(bytes));
    HttpQuestion question = dialogue.opening(CONTEXT);
    HttpReading reading = dialogue.read(question, reply, CONTEXT);
    check(reading.finding());
    // What is asked next gets the same answer.
    reading
        .next()
        .map(next -> dialogue.read(next, reply, CONTEXT).finding())
        .ifPresent(later -> check(reading.finding().and(later)));
  }

  /** As HTTP would take it apart: a status, fields, a body. */
  private static HttpReply reply(String text) {
    String[] parts = text.split("\r?\n\r?\n", 2);
    List<HttpReply.Header> headers =
        parts[0]
            .lines()
            .skip(1)
            .map(line -> line.split(":", 2))
            .map(field -> new HttpReply.Header(field[0], field.length > 1 ? field[1].strip() : ""))
            .toList();
    int status =
        parts[0].matches("(?s)HTTP/1\\.1 [1-5][0-9]{2}.*")
            ? Integer.parseInt(parts[0].substring(9, 12))
            : 200;
    return new HttpReply(status, headers, Bytes.ofUtf8(parts.length > 1 ? parts[1] : ""));
  }

  @FuzzTest
  void noise(byte[] bytes) {
    NoiseTalk talk =
        ((NoiseDialogue) ProbeProtocol.STRATUM2.dialogue()).begin(CONTEXT, new Random(42));
    int half = bytes.length / 2;
    Finding first = talk.hear(Bytes.of(Arrays.copyOf(bytes, half))).finding();
    Finding second = talk.hear(Bytes.of(Arrays.copyOfRange(bytes, half, bytes.length))).finding();
    check(first);
    check(second);
    if (second.evidence().provesMining()) {
      throw new AssertionError("the tags of made up bytes verify: " + second);
    }
  }

  @FuzzTest
  void stratum2Frames(byte[] bytes) {
    check(OpenedFrames.finding(bytes, CONTEXT));
  }

  /** What must hold of any finding, and what is made of it must come about. */
  private static void check(Finding finding) {
    boolean says = finding.outcome() == DialogueOutcome.MINING;
    if (says && (finding.protocols().isEmpty() || !finding.evidence().provesMining())) {
      throw new AssertionError("mining of no family, or without proof: " + finding);
    }
    for (String id : finding.protocols()) {
      if (ProbeProtocol.ofId(id).isEmpty()) {
        throw new AssertionError("a family that is not registered: " + finding);
      }
    }
    for (String server : finding.discovered()) {
      if (!server.matches("([0-9A-Za-z._-]+|\\[[0-9a-f:.]+]):[0-9]{1,5}")) {
        throw new AssertionError("a server that is no host and port: " + finding);
      }
    }
    CoinInference.infer(finding.job(), CONTEXT.now());
    finding.job().work(List.of());
  }
}
