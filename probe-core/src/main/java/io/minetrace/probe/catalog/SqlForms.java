// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** How values are written into columns, and read back. */
final class SqlForms {

  private static final String MAPPED = "::ffff:";

  private SqlForms() {}

  /**
   * An address as INET6 text, IPv4 in mapped form: MariaDB 10.11 finds no row by a dotted quad, and
   * does not say so.
   */
  static String address(IpAddress address) {
    return address.isIpv4() ? MAPPED + address : address.toString();
  }

  static IpAddress address(String column) {
    return IpAddress.parse(column);
  }

  /**
   * The endpoint in the columns {@code address} (cast to text), {@code port} and {@code transport}.
   */
  static Endpoint endpoint(ResultSet row) throws SQLException {
    return new Endpoint(
        address(row.getString("address")),
        row.getInt("port"),
        TransportProtocol.of(row.getInt("transport")).orElseThrow());
  }

  static String set(List<String> values) {
    return String.join("|", values);
  }

  static List<String> set(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split("\\|", -1));
  }

  /** A set of words that others may have chosen: those that can stand in one, as many as fit. */
  static String words(List<String> values, int length) {
    StringBuilder joined = new StringBuilder();
    for (String word : values) {
      boolean clean = !word.isEmpty() && word.chars().allMatch(c -> c != '|' && c >= ' ');
      if (clean && joined.length() + word.length() < length) {
        joined.append(joined.length() > 0 ? "|" : "").append(word);
      }
    }
    return joined.toString();
  }

  /** A hash in hex as BINARY. */
  static byte[] hash(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static String lowerCase(String hex) {
    return hex.toLowerCase(Locale.ROOT);
  }

  static Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  static String spans(List<TimeSpan> spans) {
    return set(spans.stream().map(span -> span.from() + "/" + span.to()).toList());
  }

  static List<TimeSpan> spans(String column) {
    List<TimeSpan> spans = new ArrayList<>();
    for (String span : set(column)) {
      int slash = span.indexOf('/');
      spans.add(
          new TimeSpan(
              Long.parseLong(span.substring(0, slash)), Long.parseLong(span.substring(slash + 1))));
    }
    return spans;
  }

  /** A text that others chose, cut to the column's length without splitting a character. */
  static String cut(String text, int length) {
    if (text.codePointCount(0, text.length()) <= length) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, length));
  }
}
