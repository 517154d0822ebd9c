// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the servers' log, which judges whether limits were kept. */
class FakePoolsLogTest {

  @TempDir private Path directory;

  private String maxima(String... lines) throws IOException {
    Path log = Files.writeString(directory.resolve("log"), String.join("\n", lines) + "\n");
    return FakePoolsLog.maxima(log, address -> "pool.test");
  }

  @Test
  void whatIsOpenAtOnceIsCounted() throws IOException {
    assertThat(
            maxima(
                "1000000,open,127.0.0.1,80",
                "1500000,open,127.0.0.2,80",
                "1900000,open,127.0.1.1,80",
                "2000000,close,127.0.0.1,80",
                "2100000,close,127.0.0.2,80",
                "2200000,close,127.0.1.1,80"))
        .isEqualTo(
            "3 connections; at most 3 begun in a second, 3 open, 1 of an address, 2 of a /24, 3 of"
                + " a name; least pause of an address none: each came once");
  }

  @Test
  void anEndThatWasNotedLateComesWhereItHappened() throws IOException {
    assertThat(
            maxima(
                "1000000,open,127.0.0.1,80",
                "2300000,open,127.0.0.2,80",
                "2000000,close,127.0.0.1,80",
                "7000000,open,127.0.0.1,81"))
        .contains("2 open, 1 of an address, 2 of a /24")
        .contains("at most 1 begun in a second")
        .endsWith("least pause of an address 5.000 s");
  }

  @Test
  void aConnectionThatFollowsWithinTheClocksTickIsNoneBesideTheOther() throws IOException {
    assertThat(
            maxima(
                "1000000,open,127.0.0.1,80",
                "2000000,open,127.0.0.2,80",
                "2004000,close,127.0.0.1,80"))
        .contains("1 open, 1 of an address, 1 of a /24, 1 of a name");
  }

  @Test
  void aConnectionBesideTheOtherIsSeen() throws IOException {
    assertThat(
            maxima(
                "1000000,open,127.0.0.1,80",
                "2000000,open,127.0.0.1,81",
                "2050000,close,127.0.0.1,80"))
        .contains("2 open, 2 of an address");
  }

  @Test
  void aConnectionShorterThanTheClocksTickEndsAfterItBegan() throws IOException {
    assertThat(
            maxima(
                "1000000,open,127.0.0.1,80",
                "1002000,close,127.0.0.1,80",
                "6002000,open,127.0.0.1,81",
                "6003000,close,127.0.0.1,81"))
        .contains("2 connections", "1 open, 1 of an address")
        .endsWith("least pause of an address 5.000 s");
  }
}
