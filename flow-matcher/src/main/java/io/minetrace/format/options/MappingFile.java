// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.options;

import io.minetrace.flow.FlowColumn;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of a mapping: lines of {@code key = value}, {@code #} before comments.
 *
 * <pre>
 * format    = csv                          csv (the default) or json
 * delimiter = ;                            one character, or tab, space, pipe, semicolon, comma
 * header    = begin, end, from, to, …      names of the columns, where the file has no header line
 * time.format = dd.MM.yyyy HH:mm:ss        a pattern of java.time, where times are not ISO 8601
 * time.unit = milliseconds                 what times count that are numbers; seconds without
 * time.zone = Europe/Prague                of times without a zone
 * duration  = len                          a column with the flow's length
 * duration.unit = milliseconds             seconds without
 * source_ip_address = from                 any flow column, and the column of the file
 * octet_delta_count = counters/bytes       in JSON the keys on the way, / between
 * </pre>
 */
public final class MappingFile {

  private static final List<String> SETTINGS =
      List.of(
          "format",
          "delimiter",
          "header",
          "time.format",
          "time.unit",
          "time.zone",
          "duration",
          "duration.unit");

  private final String name;
  private final Map<FlowColumn, String> columns = new EnumMap<>(FlowColumn.class);
  private final Set<String> given = new HashSet<>();
  private ColumnMapping.Syntax syntax = ColumnMapping.Syntax.CSV;
  private char delimiter = ',';
  private List<String> header = List.of();
  private Optional<String> timeFormat = Optional.empty();
  private ColumnMapping.Unit timeUnit = ColumnMapping.Unit.SECONDS;
  private Optional<ZoneId> zone = Optional.empty();
  private Optional<String> duration = Optional.empty();
  private ColumnMapping.Unit durationUnit = ColumnMapping.Unit.SECONDS;

  private MappingFile(String name) {
    this.name = name;
  }

  /**
   * The mapping that a text says.
   *
   * @param name begins every error message
   * @throws IllegalArgumentException if it is no mapping; the message names the line, and the known
   *     key that is nearest to an unknown one
   */
  public static ColumnMapping parse(String name, String text) {
    MappingFile file = new MappingFile(name);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
        file.line(number, stripped);
      }
    }
    return file.mapping();
  }

  private void line(int number, String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      throw wrong(number, "'" + line + "' (expected: key = value)");
    }
    String key = line.substring(0, equals).strip();
    String value = line.substring(equals + 1).strip();
    if (value.isEmpty()) {
      throw wrong(number, key + " has no value");
    }
    if (!given.add(key)) {
      throw wrong(number, key + " is given twice");
    }
    switch (key) {
      case "format" -> syntax = constant(number, key, value, ColumnMapping.Syntax.values());
      case "delimiter" -> delimiter = delimiter(number, value);
      case "header" -> header = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
      case "time.format" -> timeFormat = Optional.of(pattern(number, value));
      case "time.unit" -> timeUnit = constant(number, key, value, ColumnMapping.Unit.values());
      case "time.zone" -> zone = Optional.of(zone(number, value));
      case "duration" -> duration = Optional.of(value);
      case "duration.unit" ->
          durationUnit = constant(number, key, value, ColumnMapping.Unit.values());
      default -> columns.put(column(number, key), value);
    }
  }

  private FlowColumn column(int number, String key) {
    for (FlowColumn column : FlowColumn.values()) {
      if (column.columnName().equals(key) && column != FlowColumn.RECORD_ORDINAL) {
        return column;
      }
    }
    List<String> known = new ArrayList<>(SETTINGS);
    Arrays.stream(FlowColumn.values())
        .filter(column -> column != FlowColumn.RECORD_ORDINAL)
        .forEach(column -> known.add(column.columnName()));
    throw wrong(number, "unknown key '" + key + "'" + nearest(key, known));
  }

  private static String nearest(String word, Collection<String> known) {
    return NearestWord.of(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private <E extends Enum<E>> E constant(int number, String key, String value, E[] constants) {
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    List<String> names =
        Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    throw wrong(number, key + ": '" + value + "' (expected: " + String.join(", ", names) + ")");
  }

  private char delimiter(int number, String value) {
    return switch (value) {
      case "tab", "\\t" -> '\t';
      case "space" -> ' ';
      case "pipe" -> '|';
      case "comma" -> ',';
      case "semicolon" -> ';';
      default -> {
        if (value.length() != 1 || value.charAt(0) > '~' || value.charAt(0) == '"') {
          throw wrong(
              number,
              "delimiter: '"
                  + value
                  + "' (expected: one character, or tab, space, pipe, comma, semicolon)");
        }
        yield value.charAt(0);
      }
    };
  }

  private String pattern(int number, String value) {
    try {
      // Only to see whether it is one: a value travels better than a formatter.
      Objects.requireNonNull(DateTimeFormatter.ofPattern(value, Locale.ROOT));
      return value;
    } catch (IllegalArgumentException e) {
      throw wrong(number, "time.format: '" + value + "': " + e.getMessage());
    }
  }

  private ZoneId zone(int number, String value) {
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      throw wrong(
          number,
          "time.zone: '"
              + value
              + "' (expected: a time zone, as UTC or Europe/Prague)"
              + nearest(value, ZoneId.getAvailableZoneIds()));
    }
  }

  private ColumnMapping mapping() {
    return new ColumnMapping(
        name,
        syntax,
        delimiter,
        header,
        columns,
        duration,
        timeFormat,
        timeUnit,
        durationUnit,
        zone);
  }

  private IllegalArgumentException wrong(int number, String problem) {
    return new IllegalArgumentException(name + ", line " + number + ": " + problem);
  }
}
