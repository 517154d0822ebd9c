// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.probe.dialogue.Carrier;
import io.minetrace.probe.dialogue.ProbeProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A family as the fake servers play it: on a port of its own, with the best of its recorded
 * replies.
 */
record FakeFamily(ProbeProtocol protocol, int port, String reply) {

  private static final int FIRST_PORT = 20_000;

  /** Nobody ever accepts there, and connection attempts are dropped. */
  static final int DEAD_PORT = 19_999;

  /** The families whose replies are lines or HTTP messages. */
  static List<FakeFamily> all() {
    List<FakeFamily> families = new ArrayList<>();
    for (ProbeProtocol protocol : ProbeProtocol.values()) {
      boolean plain = protocol.carrier() == Carrier.LINES || protocol.carrier() == Carrier.HTTP;
      if (plain && Files.isDirectory(replies(protocol))) {
        families.add(
            new FakeFamily(protocol, FIRST_PORT + protocol.ordinal(), best(replies(protocol))));
      }
    }
    return families;
  }

  private static Path replies(ProbeProtocol protocol) {
    try {
      URI root = ProbeProtocol.class.getResource("stratum1").toURI();
      return Path.of(root).resolveSibling(protocol.id());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The recorded reply of the strongest evidence, its first two lines of remarks left out. */
  private static String best(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("positive-"))
          .map(FakeFamily::read)
          .max(
              (one, other) ->
                  one.split("\n", 3)[1]
                      .substring(0, 12)
                      .compareTo(other.split("\n", 3)[1].substring(0, 12)))
          .orElseThrow()
          .split("\n", 3)[2];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isHttp() {
    return protocol.carrier() == Carrier.HTTP;
  }

  /** What goes over the wire. */
  byte[] bytes() {
    String text = isHttp() ? withLength(reply) : reply.endsWith("\n") ? reply : reply + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String withLength(String message) {
    String[] parts = message.replace("\r\n", "\n").split("\n\n", 2);
    String body = parts.length > 1 ? parts[1] : "";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return parts[0].replace("\n", "\r\n") + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
  }
}
