// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the statements of a dump before its rows say about them: columns, zone, characters. */
final class DumpHeadings {

  private static final Pattern TABLE =
      Pattern.compile(
          "^\\s*TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:`[^`]{1,64}`\\s*\\.\\s*)?`?(\\w{1,64})`?\\s*\\(",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ZONE =
      Pattern.compile(
          "(?<![@_\\w])TIME_ZONE\\s*=\\s*(?:'([^']{1,64})'|(@))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMES =
      Pattern.compile("^\\s*NAMES\\s+'?(\\w{1,32})", Pattern.CASE_INSENSITIVE);

  private static final Set<String> NO_COLUMNS =
      Set.of(
          "PRIMARY",
          "KEY",
          "UNIQUE",
          "INDEX",
          "CONSTRAINT",
          "FOREIGN",
          "FULLTEXT",
          "SPATIAL",
          "CHECK");

  private final Map<SmashedTable, List<String>> columns = new HashMap<>();
  private final Set<String> datetimes = new HashSet<>();
  private ZoneId zone = ZoneOffset.UTC;
  private Charset charset = StandardCharsets.UTF_8;

  ZoneId zone() {
    return zone;
  }

  Charset charset() {
    return charset;
  }

  /** The columns of a table in their order, in lower case, if it was made in the dump. */
  Optional<List<String>> columns(SmashedTable table) {
    return Optional.ofNullable(columns.get(table));
  }

  /** Whether a column holds words and no instant. */
  boolean isDatetime(SmashedTable table, String column) {
    return datetimes.contains(table.word() + "." + column);
  }

  /**
   * What follows SET.
   *
   * @return what is wrong with it
   */
  Optional<String> set(String text) {
    Matcher names = NAMES.matcher(text);
    if (names.find()) {
      return names(names.group(1).toLowerCase(Locale.ROOT));
    }
    Matcher given = ZONE.matcher(text);
    if (given.find()) {
      try {
        zone = given.group(1) == null ? ZoneOffset.UTC : ZoneId.of(given.group(1));
      } catch (DateTimeException e) {
        return Optional.of(
            "TIME_ZONE: '" + given.group(1) + "' (expected: an offset or a zone's name)");
      }
    }
    return Optional.empty();
  }

  private Optional<String> names(String word) {
    switch (word) {
      case "utf8", "utf8mb3", "utf8mb4", "binary", "ascii" -> charset = StandardCharsets.UTF_8;
      // What servers call latin1 is what others call Windows-1252.
      case "latin1" -> charset = Charset.forName("windows-1252");
      case "latin2" -> charset = Charset.forName("ISO-8859-2");
      case "cp1250" -> charset = Charset.forName("windows-1250");
      default -> {
        return Optional.of(
            "NAMES: '" + word + "' (expected: utf8mb4, utf8, latin1, latin2 or cp1250)");
      }
    }
    return Optional.empty();
  }

  /** What follows CREATE. */
  void create(String text) {
    Matcher table = TABLE.matcher(text);
    if (!table.find()) {
      return;
    }
    Optional<SmashedTable> known = SmashedTable.ofWord(table.group(1));
    if (known.isPresent()) {
      List<String> names = new ArrayList<>();
      for (String item : items(text.substring(table.end()))) {
        String[] words = item.strip().split("\\s+", 3);
        String name = words[0].replace("`", "");
        boolean quoted = words[0].startsWith("`");
        if (words.length > 1 && (quoted || !NO_COLUMNS.contains(name.toUpperCase(Locale.ROOT)))) {
          String column = name.toLowerCase(Locale.ROOT);
          names.add(column);
          if (words[1].toLowerCase(Locale.ROOT).startsWith("datetime")) {
            datetimes.add(known.get().word() + "." + column);
          }
        }
      }
      columns.put(known.get(), names);
    }
  }

  /** What the commas separate, up to the closing parenthesis. */
  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && depth-- == 0) {
        break;
      }
      if (c == ',' && depth == 0 && quote == 0) {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return items;
  }
}
