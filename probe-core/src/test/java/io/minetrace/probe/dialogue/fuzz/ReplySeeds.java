// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue.fuzz;

import io.minetrace.probe.dialogue.Carrier;
import io.minetrace.probe.dialogue.ProbeProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The recorded replies of a carrier, each after a byte that says whose question was asked. */
final class ReplySeeds implements ArgumentsProvider {

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    boolean http = context.getRequiredTestMethod().getName().equals("http");
    return Arrays.stream(ProbeProtocol.values())
        .filter(protocol -> (protocol.carrier() == Carrier.HTTP) == http)
        .filter(protocol -> protocol.carrier() != Carrier.NOISE)
        .flatMap(ReplySeeds::replies)
        .map(Arguments::of);
  }

  private static Stream<byte[]> replies(ProbeProtocol protocol) {
    try (Stream<Path> files = Files.list(folder(protocol))) {
      return files.sorted().map(file -> seed(protocol, file)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(ProbeProtocol protocol) {
    try {
      return Path.of(ProbeProtocol.class.getResource(protocol.id()).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] seed(ProbeProtocol protocol, Path file) {
    try {
      byte[] reply = Files.readString(file).split("\n", 3)[2].getBytes(StandardCharsets.UTF_8);
      byte[] seed = new byte[reply.length + 1];
      seed[0] = (byte) protocol.ordinal();
      System.arraycopy(reply, 0, seed, 1, reply.length);
      return seed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
