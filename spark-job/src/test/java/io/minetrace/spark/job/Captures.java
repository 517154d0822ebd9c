// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.spark.NfcapdFile;
import io.minetrace.spark.PoolWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Small captures with all that makes a result hard to repeat elsewhere. */
final class Captures {

  static final long NOON = Instant.parse("2026-05-02T12:00:00Z").toEpochMilli();

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private Captures() {}

  /** Sessions of several clients that go on over midnight and from file to file. */
  static void twoDays(Path directory) {
    for (int part = 0; part < 4; part++) {
      NfcapdFile file = new NfcapdFile();
      for (int i = 0; i < 700; i++) {
        long start = NOON + (part * 700L + i) * MINUTE / 2;
        String client = "10.0.0." + (1 + i % 5);
        if (i % 7 == 0) {
          file.flow(
              start, start + 900, PoolWindows.POOL, PoolWindows.POOL_PORT, client, 40_000 + i);
        } else if (i % 7 == 1) {
          // Written with its times swapped.
          file.flow(
              start + 400,
              start,
              "2001:db8:1::" + (1 + i % 3),
              50_000,
              PoolWindows.WEB_POOL,
              PoolWindows.WEB_POOL_PORT);
        } else if (i % 7 == 2) {
          file.flow(start, start + 10, client, 40_000, "198.51.100.9", 443);
        } else {
          file.flow(start, start + 20_000, client, 40_000, PoolWindows.POOL, PoolWindows.POOL_PORT);
        }
        if (i % 300 == 299) {
          file.endBlock();
        }
      }
      file.write(directory.resolve("2026/nfcapd." + part));
    }
  }

  /** Flows without times among others, which take their file's span. */
  static Path timeless(Path file) {
    return new NfcapdFile()
        .flow(NOON, NOON + 5, "10.0.0.1", 40_000, "198.51.100.9", 443)
        .flow(0, 0, "10.0.0.2", 40_001, PoolWindows.POOL, PoolWindows.POOL_PORT)
        .flow(
            NOON + MINUTE,
            NOON + 2 * MINUTE,
            "10.0.0.3",
            40_002,
            PoolWindows.POOL,
            PoolWindows.POOL_PORT)
        .write(file);
  }

  /**
   * Sessions with pauses between them, of which each file has every fourth flow, the last file
   * first; clients that only try, and one from elsewhere.
   */
  static void visits(Path directory) {
    int parts = 4;
    for (int part = 0; part < parts; part++) {
      NfcapdFile file = new NfcapdFile();
      for (int i = part; i < 240; i += parts) {
        // Two hours in all, with a pause of 20 minutes after each 40 flows.
        long start = NOON + i * 20_000L + i / 40 * (20 * MINUTE);
        String pool = i % 3 == 0 ? PoolWindows.WEB_POOL : PoolWindows.POOL;
        int port = i % 3 == 0 ? PoolWindows.WEB_POOL_PORT : PoolWindows.POOL_PORT;
        if (i % 11 == 0) {
          file.attempt(start, "10.1.0.9", 40_000 + i, pool, port);
        } else if (i % 5 == 0) {
          file.flow(start, start + 5_000, "198.51.100.77", 40_000 + i, pool, port);
        } else {
          file.flow(start, start + 15_000, "10.1.0." + (1 + i % 4), 40_000 + i, pool, port);
        }
      }
      file.write(directory.resolve("nfcapd." + (parts - part)));
    }
  }

  /** As many rows as take several partitions: of many clients and two services. */
  static void crowd(Path directory, int rows) {
    int parts = 2;
    for (int part = 0; part < parts; part++) {
      NfcapdFile file = new NfcapdFile();
      for (int i = part; i < rows; i += parts) {
        long start = NOON + i * 400L;
        String client = "10.2." + (i * 7919L % 3) + "." + (i * 104_729L % 251);
        boolean web = i % 2 == 0;
        file.flow(
            start,
            start + i % 90_000,
            client,
            1024 + i % 60_000,
            web ? PoolWindows.WEB_POOL : PoolWindows.POOL,
            web ? PoolWindows.WEB_POOL_PORT : PoolWindows.POOL_PORT);
        if (file.recordsInBlock() == 8_000) {
          file.endBlock();
        }
      }
      file.write(directory.resolve("crowd." + part));
    }
  }

  /** Two flows of a clock gone wrong, and one of a good one. */
  static Path absurd(Path file) {
    long beyond = Instant.parse("+12000-01-01T00:00:00Z").toEpochMilli();
    return new NfcapdFile()
        .flow(NOON, NOON + 5, "10.0.0.1", 40_000, PoolWindows.POOL, PoolWindows.POOL_PORT)
        .flow(NOON, beyond, "10.0.0.1", 40_001, PoolWindows.POOL, PoolWindows.POOL_PORT)
        .flow(beyond, beyond + 5, "10.0.0.2", 40_002, "198.51.100.9", 443)
        .write(file);
  }

  /** A file that ends within its second block. */
  static Path truncated(Path file) {
    NfcapdFile flows = new NfcapdFile();
    for (int i = 0; i < 20; i++) {
      flows.flow(
          NOON + i * MINUTE,
          NOON + i * MINUTE + 5,
          "10.0.0.8",
          40_000 + i,
          PoolWindows.POOL,
          PoolWindows.POOL_PORT);
      if (i == 9) {
        flows.endBlock();
      }
    }
    return flows.write(file, 450);
  }
}
