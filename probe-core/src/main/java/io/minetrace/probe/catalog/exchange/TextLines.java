// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 text, one at a time; one without an end costs no more memory than any other. */
public final class TextLines implements Closeable {

  /** Characters kept of a line; what is beyond is passed over. */
  static final int LONGEST = 1 << 18;

  private final BufferedReader reader;
  private long number;

  /** Takes over the stream. */
  public TextLines(InputStream stream) {
    reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The next line, without its end; empty at the end of the text. */
  public Optional<String> next() throws IOException {
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder();
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() < LONGEST) {
        line.append((char) c);
      }
    }
    number++;
    return Optional.of(line.toString());
  }

  /** Of the line read last, from 1. */
  public long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
