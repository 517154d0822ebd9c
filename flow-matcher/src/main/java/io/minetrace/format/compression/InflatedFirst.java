// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Gives what was inflated before a damage, and the damage at the next call. The JDK's streams throw
 * at once, when the inflater has already written to the target what came before.
 */
final class InflatedFirst {

  /** One read of the JDK's stream. */
  @FunctionalInterface
  interface Reading {
    int read() throws IOException;
  }

  private final Inflater inflater;
  private Optional<ZipException> failure = Optional.empty();

  InflatedFirst(Inflater inflater) {
    this.inflater = inflater;
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(Reading reading) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    long before = inflater.getBytesWritten();
    try {
      return reading.read();
    } catch (ZipException e) {
      // Less than before if a new gzip member has begun, whose own read has given what it wrote.
      long written = inflater.getBytesWritten() - before;
      if (written <= 0) {
        throw e;
      }
      failure = Optional.of(e);
      return (int) written;
    }
  }
}
