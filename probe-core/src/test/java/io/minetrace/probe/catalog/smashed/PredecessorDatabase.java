// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A database of the predecessor's, in its schema, as the text that mysqldump makes of it: two pools
 * with five servers, of which two share an address, and sweeps every three hours that meet
 * everything that is known to be misleading. The same text for the same number of sweeps.
 */
public final class PredecessorDatabase {

  static final Instant FIRST_SWEEP = Instant.parse("2018-03-24T00:00:00Z");

  static final String HEAD =
      """
      -- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
      --
      -- Host: localhost    Database: smashed
      -- ------------------------------------------------------

      /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
      /*!40101 SET NAMES utf8mb4 */;
      /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
      /*!40103 SET TIME_ZONE='+00:00' */;
      /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
      """;

  static final String TAIL =
      """
      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
      /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
      -- Dump completed on 2018-05-13 12:00:00
      """;

  private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int ROWS_AN_INSERT = 1000;

  /** The reasons as the predecessor words them. */
  static final String SUBSCRIBED = "mining.subscribe => OK (1); ";

  static final String UNREACHABLE = "Destination unreachable - connection failed";

  static final String SILENT =
      "mining.subscribe => Empty response from the server (2); login => Unknown method! (2); ";

  static final String TIMED_OUT =
      "CURL error: Operation timed out after 1001 milliseconds with 17 bytes received;";

  private static final String[] TABLES = {
    "pools", "`name` varchar(191) NOT NULL, `url` varchar(191) NOT NULL",
    "servers", "`fqdn` varchar(191) NOT NULL, `pool_id` int(10) unsigned NOT NULL",
    "cryptos",
        "`name` varchar(191) NOT NULL, `abbreviation` varchar(191) NOT NULL,"
            + " `url` varchar(191) DEFAULT NULL",
    "ports",
        "`number` int(10) unsigned NOT NULL, `server_id` int(10) unsigned NOT NULL,"
            + " `crypto_id` int(10) unsigned NOT NULL",
    "addresses",
        "`address` varchar(45) NOT NULL COMMENT 'IPv4, or IPv6 (never seen)',"
            + " `server_id` int(10) unsigned NOT NULL",
    "miningProperties",
        "`server_id` int(10) unsigned NOT NULL, `address` varchar(45) NOT NULL,"
            + " `port` int(10) unsigned NOT NULL, `protocol` varchar(191) NOT NULL,"
            + " `status` tinyint(1) NOT NULL DEFAULT 0, `reason` varchar(191) DEFAULT NULL",
    "history",
        "`miningProp_id` int(10) unsigned NOT NULL,"
            + " `status` tinyint(1) NOT NULL DEFAULT 0, `reason` varchar(191) DEFAULT NULL",
  };

  /** Six endpoints, one of them under two servers, each asked in two protocols. */
  private static final int PROPERTIES = 14;

  private PredecessorDatabase() {}

  /** How many rows of history so many sweeps make. */
  public static int historyRows(int sweeps) {
    return sweeps * PROPERTIES;
  }

  /** The dump after so many sweeps. */
  public static String dump(int sweeps) {
    StringBuilder dump = new StringBuilder();
    write(dump, sweeps);
    return dump.toString();
  }

  /** Writes a dump that need not fit into memory. */
  public static void write(Appendable dump, int sweeps) {
    try {
      dump.append(HEAD);
      table(dump, "addresses");
      dump.append("INSERT INTO `addresses` VALUES ");
      for (int i = 1; i <= 6; i++) {
        // Servers 4 and 5 are at one address.
        int server = Math.min(i, 5);
        int host = i == 5 ? 4 : i;
        dump.append(i == 1 ? "" : ",")
            .append("(" + i + ",'192.0.2." + host + "'," + server + "," + created() + ")");
      }
      dump.append(";\n");
      table(dump, "cryptos");
      dump.append("INSERT INTO `cryptos` VALUES (1,'Bitcoin','BTC','https://b.example',")
          .append(created() + "),(2,'Monero','xmr',NULL," + created() + ");\n");
      table(dump, "history");
      history(dump, sweeps);
      table(dump, "miningProperties");
      properties(dump, sweeps);
      table(dump, "pools");
      dump.append("INSERT INTO `pools` VALUES (1,'O\\'Pool; DROP TABLE x','https://o.example',")
          .append(created() + "),(2,'Zwei & Söhne','https://z.example'," + created() + ");\n");
      table(dump, "ports");
      dump.append("INSERT INTO `ports` VALUES ");
      for (int i = 1; i <= 5; i++) {
        dump.append(i == 1 ? "" : ",")
            .append("(" + i + "," + 3333 + "," + i + "," + (i < 3 ? 1 : 2) + "," + created() + ")");
      }
      dump.append(";\n");
      table(dump, "servers");
      dump.append("INSERT INTO `servers` VALUES ");
      for (int i = 1; i <= 5; i++) {
        dump.append(i == 1 ? "" : ",")
            .append("(" + i + ",'S" + i + ".pool.test'," + (i < 4 ? 1 : 2) + "," + created() + ")");
      }
      dump.append(";\n");
      dump.append(
          """
          CREATE TABLE `users` (`id` int, `password` varchar(191), `created_at` timestamp NULL);
          INSERT INTO `users` VALUES (1,'secret','2018-01-01 00:00:00');
          """);
      dump.append(TAIL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void table(Appendable dump, String name) throws IOException {
    for (int i = 0; i < TABLES.length; i += 2) {
      if (TABLES[i].equals(name)) {
        dump.append("DROP TABLE IF EXISTS `" + name + "`;\n")
            .append("/*!40101 SET @saved_cs_client     = @@character_set_client */;\n")
            .append("CREATE TABLE `" + name + "` (\n  `id` int(10) unsigned NOT NULL,\n  ")
            .append(TABLES[i + 1].replace(", `", ",\n  `"))
            .append(",\n  `created_at` timestamp NULL DEFAULT NULL,\n")
            .append("  `updated_at` timestamp NULL DEFAULT NULL,\n  PRIMARY KEY (`id`)\n")
            .append(") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n");
      }
    }
  }

  private static String created() {
    return "'2018-03-23 09:00:00',NULL";
  }

  private static String words(long seconds) {
    return WORDS.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
  }

  private static long time(int sweep, int property) {
    // A sweep takes some minutes; what shares an address is visited in the same second.
    int place = Math.min(property, 6);
    return FIRST_SWEEP.getEpochSecond() + sweep * 10_800L + place * 20L + sweep % 3;
  }

  private static void properties(Appendable dump, int sweeps) throws IOException {
    dump.append("INSERT INTO `miningProperties` VALUES ");
    for (int i = 0; i < PROPERTIES; i++) {
      int visited = i / 2 + 1;
      int server = Math.min(visited, 5);
      // The fourth and the fifth pair are one endpoint under two servers.
      int host = visited == 5 ? 4 : visited;
      String protocol = i % 2 == 0 ? "stratum" : "getblocktemplate";
      dump.append(i == 0 ? "" : ",\n")
          .append("(" + (i + 1) + "," + server + ",'192.0.2." + Math.min(host, 6) + "',")
          .append((visited == 7 ? 4444 : 3333) + ",'" + protocol + "',")
          .append(answer(sweeps - 1, i))
          .append(",'2018-03-23 09:00:00','" + words(time(sweeps - 1, i)) + "')");
    }
    dump.append(";\n");
  }

  private static void history(Appendable dump, int sweeps) throws IOException {
    int id = 0;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int i = 0; i < PROPERTIES; i++) {
        boolean first = id % ROWS_AN_INSERT == 0;
        dump.append(first ? (id == 0 ? "" : ";\n") + "INSERT INTO `history` VALUES " : ",");
        id++;
        dump.append("(" + id + "," + (i + 1) + ",")
            .append(answer(sweep, i))
            .append(",'" + words(time(sweep, i)) + "',NULL)");
      }
    }
    dump.append(id == 0 ? "" : ";\n");
  }

  /** Status and reason. */
  private static String answer(int sweep, int property) {
    int visited = property / 2 + 1;
    if (property % 2 == 1) {
      return switch (visited) {
        case 1 -> "0,'" + TIMED_OUT + "'";
        case 2 -> "0,'ERR: 20 Invalid JSON request'";
        case 3 -> sweep % 2 == 0 ? "1,'getblocktemplate => OK;'" : "0,'Undefined error'";
        default -> "0,'Not implemented'";
      };
    }
    return switch (visited) {
      // Up, but for every tenth visit.
      case 1 -> sweep % 10 == 9 ? "0,'" + UNREACHABLE + "'" : "1,'" + SUBSCRIBED + "'";
      case 2 -> "2,'" + SILENT + "'";
      case 3 -> "0,'" + UNREACHABLE + "'";
      // One endpoint, and two answers in the same sweep.
      case 4 -> sweep % 4 == 3 ? "0,'" + UNREACHABLE + "'" : "1,'login => OK (1); '";
      case 5 -> "1,'login => OK (1); '";
      case 6 -> "0,'Operation timed out after 1301 milliseconds with 0 out of 0 bytes received'";
      default -> "1,'eth_getWork => OK (1); '";
    };
  }
}
