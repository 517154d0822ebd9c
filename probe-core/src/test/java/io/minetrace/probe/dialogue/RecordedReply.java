// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import io.minetrace.window.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A reply in the shape of a server's, kept as {@code ID/KIND-NAME.reply}: where the shape is from,
 * what it must be judged to be, and the reply.
 *
 * @param expectedProtocols ids, sorted
 */
public record RecordedReply(
    String id,
    Kind kind,
    String name,
    Evidence expectedEvidence,
    List<String> expectedProtocols,
    String reply) {

  static final DialogueContext CONTEXT =
      new DialogueContext("pool.example.test", 3333, "minetrace/test", 1_795_348_800_000L);

  public enum Kind {
    /** A session, or work. */
    POSITIVE,
    /** A refusal that proves the service all the same. */
    REFUSAL,
    /** Looks like it, or is meant to break us. */
    HOSTILE
  }

  /** All that are kept of one protocol, by name. */
  public static List<RecordedReply> of(ProbeProtocol protocol) {
    Path folder = root().resolve(protocol.id());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(file -> read(protocol.id(), file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<RecordedReply> all() {
    return Stream.of(ProbeProtocol.values()).flatMap(protocol -> of(protocol).stream()).toList();
  }

  private static Path root() {
    try {
      URI root = RecordedReply.class.getResource("stratum1").toURI();
      return Path.of(root).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RecordedReply read(String id, Path file) {
    try {
      String[] parts = Files.readString(file).split("\n", 3);
      String name = file.getFileName().toString().replace(".reply", "");
      String[] expected = parts[1].replace("# expect: ", "").strip().split(" ", -1);
      if (!parts[0].startsWith("# source: ") || !parts[1].startsWith("# expect: ")) {
        throw new IllegalArgumentException(file + ": expected a source and an expectation");
      }
      return new RecordedReply(
          id,
          Kind.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT)),
          name,
          Evidence.valueOf(expected[0]),
          expected.length > 1 ? List.of(expected[1].split(",", -1)) : List.of(),
          parts[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProbeProtocol protocol() {
    return ProbeProtocol.ofId(id).orElseThrow();
  }

  /** What the dialogue of a protocol makes of it. */
  Finding judgedBy(ProbeProtocol asked) {
    return judge(asked, reply);
  }

  static Finding judge(ProbeProtocol asked, String reply) {
    if (asked.dialogue() instanceof HttpDialogue http) {
      return http.read(http.opening(CONTEXT), httpReply(reply), CONTEXT).finding();
    }
    return ((LineDialogue) asked.dialogue()).read(reply.lines().toList(), CONTEXT).finding();
  }

  /** Reads it as leniently as it may be damaged: what is no status is none. */
  static HttpReply httpReply(String text) {
    List<String> lines = text.lines().toList();
    String status = lines.isEmpty() ? "" : lines.get(0).replaceFirst("^\\S+ ", "");
    List<HttpReply.Header> headers = new ArrayList<>();
    int at = 1;
    for (; at < lines.size() && !lines.get(at).isEmpty(); at++) {
      String[] parts = lines.get(at).split(": ?", 2);
      headers.add(new HttpReply.Header(parts[0], parts.length > 1 ? parts[1] : ""));
    }
    String body =
        at + 1 < lines.size() ? String.join("\n", lines.subList(at + 1, lines.size())) : "";
    return new HttpReply(
        status.matches("[0-9]{3}.*") ? Integer.parseInt(status.substring(0, 3)) : 0,
        headers,
        Bytes.ofUtf8(body));
  }

  @Override
  public String toString() {
    return id + "/" + name;
  }
}
