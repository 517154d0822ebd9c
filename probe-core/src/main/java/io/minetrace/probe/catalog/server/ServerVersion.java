// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of MariaDB, as in {@code 10.11.19}. */
record ServerVersion(int major, int minor, int patch) implements Comparable<ServerVersion> {

  private static final Pattern NUMBERS =
      Pattern.compile("\\b([0-9]{1,4})\\.([0-9]{1,4})\\.([0-9]{1,4})\\b");
  private static final Comparator<ServerVersion> ORDER =
      Comparator.comparingInt(ServerVersion::major)
          .thenComparingInt(ServerVersion::minor)
          .thenComparingInt(ServerVersion::patch);

  /** The first version in a text, as {@code mariadbd Ver 10.11.19-MariaDB for debian-linux-gnu}. */
  static Optional<ServerVersion> in(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServerVersion(
            Integer.parseInt(numbers.group(1)),
            Integer.parseInt(numbers.group(2)),
            Integer.parseInt(numbers.group(3))));
  }

  /** Whether both are of one series, within which data directories are interchangeable. */
  boolean isSameSeriesAs(ServerVersion other) {
    return major == other.major && minor == other.minor;
  }

  /** Whether this server may open what the other one wrote. */
  boolean canOpenDataOf(ServerVersion other) {
    return isSameSeriesAs(other) || compareTo(other) > 0;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
