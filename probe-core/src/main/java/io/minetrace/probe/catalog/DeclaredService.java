// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.regex.Pattern;

/**
 * What a source says is served under a host name.
 *
 * @param pool whose name it is; empty if that is not known
 * @param port 0 when the source states none
 * @param coin ticker symbol; empty for a port that serves several
 * @param licenceClasses of the sources that state the port, joined by '|'
 * @param evidence day of the newest source, {@code 2026-08-17}; empty if that is not known
 */
public record DeclaredService(
    String pool,
    String poolUrl,
    String fqdn,
    int port,
    String coin,
    String algorithm,
    String protocol,
    String tls,
    String region,
    String source,
    String licenceClasses,
    String evidence) {

  private static final Pattern DAY =
      Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
  private static final Pattern HOST = Pattern.compile("[a-z0-9_]([a-z0-9_.:-]{0,251}[a-z0-9])?");

  public DeclaredService {
    require(HOST.matcher(fqdn).matches(), "fqdn", fqdn, "a host name");
    require(port >= 0 && port <= 65535, "port", Integer.toString(port), "1..65535, or empty");
    require(isWord(pool, 190), "pool", pool, "at most 190 characters, no '|'");
    require(isWord(coin, 32), "coin", coin, "at most 32 characters, no '|'");
    require(isWord(algorithm, 64), "algorithm", algorithm, "at most 64 characters, no '|'");
    require(
        protocol.matches("[a-z0-9.-]{1,32}"), "protocol", protocol, "a word of lower-case letters");
    require(poolUrl.length() <= 500, "pool_url", poolUrl, "at most 500 characters");
    require(tls.length() <= 8, "tls", tls, "yes, no, both or empty");
    require(region.length() <= 32, "region", region, "at most 32 characters");
    require(licenceClasses.length() <= 100, "licence_classes", licenceClasses, "at most 100");
    require(
        evidence.isEmpty() || isDay(evidence), "newest_evidence", evidence, "YYYY-MM-DD, or empty");
  }

  /** What a source without a date says. */
  public DeclaredService(
      String pool,
      String poolUrl,
      String fqdn,
      int port,
      String coin,
      String algorithm,
      String protocol,
      String tls,
      String region,
      String source,
      String licenceClasses) {
    this(
        pool,
        poolUrl,
        fqdn,
        port,
        coin,
        algorithm,
        protocol,
        tls,
        region,
        source,
        licenceClasses,
        "");
  }

  private static boolean isWord(String text, int length) {
    return text.length() <= length
        && text.indexOf('|') < 0
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String column, String found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(column + ": '" + found + "' (expected: " + expected + ")");
    }
  }

  /** Whether a text is a day, {@code 2026-08-17}. */
  public static boolean isDay(String text) {
    return DAY.matcher(text).matches();
  }

  /** Whether a source that may be used freely states it. */
  public boolean isPermissive() {
    return licenceClasses.contains("permissive");
  }
}
