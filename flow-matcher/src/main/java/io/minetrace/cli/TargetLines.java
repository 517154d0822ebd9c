// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * What to look up, one target a line: an address, or an address and port, and if it is asked for
 * another time, that time behind a blank or a comma. Empty lines and those that begin with {@code
 * #} are passed over, and so is a byte order mark before the first. Used by one thread.
 */
final class TargetLines implements Closeable {

  /** No target is longer; a file without line ends must not fill the memory. */
  private static final int MOST_CHARACTERS = 1000;

  private static final char BYTE_ORDER_MARK = 0xfeff;

  private final BufferedReader in;
  private long number;

  TargetLines(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  /**
   * A line that says what is asked for.
   *
   * @param number of the line, from 1
   * @param text of the target, as written
   * @param endpoint the target; empty if it is a bare address
   * @param address of the target
   * @param at the time asked for; empty if the line has none
   */
  record Target(
      long number,
      String text,
      Optional<Endpoint> endpoint,
      IpAddress address,
      Optional<Instant> at) {

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Target parse(long number, String line) {
      String[] words = line.split("[\\s,]+", 3);
      if (words.length > 2 && !words[2].isEmpty()) {
        throw new IllegalArgumentException(
            "'" + words[2] + "' behind the time (expected: a target and a time at most)");
      }
      Optional<IpAddress> bare = IpAddress.tryParse(words[0]);
      Optional<Endpoint> endpoint =
          bare.isPresent() ? Optional.empty() : Optional.of(endpoint(words[0]));
      Optional<Instant> at =
          words.length > 1 && !words[1].isEmpty() ? Optional.of(time(words[1])) : Optional.empty();
      return new Target(
          number, words[0], endpoint, bare.orElseGet(() -> endpoint.orElseThrow().address()), at);
    }

    private static Endpoint endpoint(String text) {
      Optional<String> problem = MistypedTarget.ofLine(text);
      if (problem.isPresent()) {
        throw new IllegalArgumentException(problem.get());
      }
      return Endpoint.parse(text);
    }

    private static Instant time(String text) {
      try {
        return new InstantText().convert(text);
      } catch (TypeConversionException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /** The number of the line read last. */
  long number() {
    return number;
  }

  /** Whether the next line may have to be waited for. */
  boolean mayBlock() throws IOException {
    return !in.ready();
  }

  /**
   * The next line that says something, without blanks around it; empty at the end.
   *
   * @throws IllegalArgumentException if it is too long for a target; the next call goes on behind
   *     it
   */
  Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    int length = 0;
    for (int c = in.read(); ; c = in.read()) {
      if (c == BYTE_ORDER_MARK && number == 0 && length == 0) {
        continue;
      }
      if (c >= 0 && c != '\n') {
        length++;
        if (length <= MOST_CHARACTERS) {
          line.append((char) c);
        }
        continue;
      }
      if (c < 0 && length == 0) {
        return Optional.empty();
      }
      number++;
      if (length > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            length + " characters (expected: at most " + MOST_CHARACTERS + ")");
      }
      String text = MistypedTarget.strip(line.toString());
      if (!text.isEmpty() && text.charAt(0) != '#') {
        return Optional.of(text);
      }
      line.setLength(0);
      length = 0;
      if (c < 0) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
