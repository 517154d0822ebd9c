// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of which a line is a row: CRLF, a byte order mark and comments are passed over. */
final class TextLists {

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)[#!].*");
  private static final Pattern ADBLOCK = Pattern.compile("\\|\\|([^/^$]+)\\^(\\$.*)?");
  private static final Pattern SCHEME = Pattern.compile("^[a-z0-9+.-]+://");
  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.]+)](:(.*))?");
  private static final Pattern IPSET_ADD =
      Pattern.compile("(?:-A|add)\\s+\\S+\\s+([^\\s,]+)(?:,(?:([a-z]+):)?([0-9]+))?(\\s.*)?");
  private static final String TCP = "tcp";

  private TextLists() {}

  @FunctionalInterface
  private interface Line {
    void take(long number, String text);
  }

  private static void each(InputStream stream, Line line) throws IOException {
    TextLines lines = new TextLines(stream);
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      line.take(lines.number(), clean(next.get()));
    }
  }

  /** Without what editors and systems put around a line. */
  static String clean(String line) {
    String text = line.startsWith("\ufeff") ? line.substring(1) : line;
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  static String withoutComment(String line) {
    return COMMENT.matcher(line).replaceFirst("").strip();
  }

  /** Trails of Maltrail, and every plain list of names or addresses. */
  static void trails(InputStream stream, ListedServices list) throws IOException {
    each(
        stream,
        (number, line) -> {
          String trail = withoutComment(line);
          if (!trail.isEmpty()) {
            trail(number, trail, list);
          }
        });
  }

  /** Whether a line could be one of such a list. */
  static boolean isTrail(String trail) {
    String text = bare(trail);
    return ListedServices.domain(text).isPresent()
        || IpAddress.tryParse(text).isPresent()
        || BRACKETED.matcher(text).matches()
        || HostName.of(text.replaceFirst(":[0-9]+$", "")).isPresent()
        || text.matches("[0-9.]+:[0-9]+");
  }

  private static String bare(String trail) {
    Matcher adblock = ADBLOCK.matcher(trail);
    return adblock.matches() ? adblock.group(1) : SCHEME.matcher(trail).replaceFirst("");
  }

  private static void trail(long number, String trail, ListedServices list) {
    String text = bare(trail);
    Matcher bracketed = BRACKETED.matcher(text);
    if (bracketed.matches()) {
      String port = bracketed.group(3);
      list.take(number, bracketed.group(1), port == null ? "" : port);
      return;
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && colon == text.lastIndexOf(':')) {
      String port = text.substring(colon + 1);
      if (port.isEmpty()) {
        list.bad(number, "port: '' (expected: 1..65535)");
      } else {
        list.take(number, text.substring(0, colon), port);
      }
    } else {
      list.take(number, text, 0); // a path, a block or a pattern is no host either
    }
  }

  /** {@code 0.0.0.0 name name …}; where the names point to otherwise, it blocks nothing. */
  static void hosts(InputStream stream, ListedServices list) throws IOException {
    each(
        stream,
        (number, line) -> {
          String text = withoutComment(line);
          if (text.isEmpty()) {
            return;
          }
          List<String> words = Arrays.asList(text.split("\\s+", -1));
          if (!isSink(words.get(0))) {
            list.bad(
                number,
                "'" + words.get(0) + "' (expected: 0.0.0.0, 127.0.0.1, :: or ::1, then names)");
            return;
          }
          if (words.size() == 1) {
            list.bad(number, "no name (expected: one or more)");
          }
          words.stream()
              .skip(1)
              .filter(name -> !ListedServices.isLocalName(name))
              .forEach(name -> list.take(number, name, 0));
        });
  }

  static boolean isSink(String word) {
    return List.of("0.0.0.0", "127.0.0.1", "::", "::1", "::0").contains(word);
  }

  /** Lines of the intelligence framework of Zeek, by the columns that its header names. */
  static void zeek(InputStream stream, ListedServices list) throws IOException {
    List<String> fields = new ArrayList<>();
    each(
        stream,
        (number, line) -> {
          if (line.startsWith("#fields\t")) {
            fields.clear();
            fields.addAll(List.of(line.substring("#fields\t".length()).split("\t", -1)));
          } else if (!line.isBlank() && !line.startsWith("#")) {
            zeek(number, List.of(line.split("\t", -1)), fields, list);
          }
        });
  }

  private static void zeek(
      long number, List<String> cells, List<String> fields, ListedServices list) {
    int indicator = fields.indexOf("indicator");
    int type = fields.indexOf("indicator_type");
    if (indicator < 0 || type < 0) {
      list.bad(number, "no fields indicator and indicator_type before it");
    } else if (cells.size() != fields.size()) {
      list.bad(number, cells.size() + " cells (expected: " + fields.size() + ")");
    } else if (!List.of("Intel::DOMAIN", "Intel::ADDR").contains(cells.get(type))) {
      list.bad(
          number,
          "indicator_type: '" + cells.get(type) + "' (expected: Intel::DOMAIN or Intel::ADDR)");
    } else {
      list.take(number, cells.get(indicator), 0);
    }
  }

  /** What {@code ipset save} prints. */
  static void ipset(InputStream stream, ListedServices list) throws IOException {
    each(
        stream,
        (number, line) -> {
          String text = line.strip();
          if (text.isEmpty() || text.startsWith("#") || text.matches("(create|-N|flush|-F)\\s.*")) {
            return;
          }
          Matcher add = IPSET_ADD.matcher(text);
          if (!add.matches()) {
            list.bad(number, "'" + text + "' (expected: add SET ADDRESS[,tcp:PORT])");
          } else if (add.group(2) != null && !add.group(2).equals(TCP)) {
            notTcp(number, add.group(2), list);
          } else {
            list.take(number, add.group(1), add.group(3) == null ? "" : add.group(3));
          }
        });
  }

  static void notTcp(long number, String transport, ListedServices list) {
    list.bad(number, "transport: '" + transport + "' (expected: tcp, the only one that is probed)");
  }

  /** A dataset of Suricata of the type string: base64, one a line. */
  static void dataset(InputStream stream, ListedServices list) throws IOException {
    each(
        stream,
        (number, line) -> {
          String text = withoutComment(line);
          if (!text.isEmpty()) {
            Optional<String> name = decoded(text);
            if (name.isPresent()) {
              list.take(number, name.get(), 0);
            } else {
              list.bad(number, "'" + text + "' (expected: base64)");
            }
          }
        });
  }

  static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64
    }
  }
}
