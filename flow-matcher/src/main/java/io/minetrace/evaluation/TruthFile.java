// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.minetrace.net.Cidr;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of truth: CSV with a header of {@link TruthColumn}, or one JSON object a line with
 * these keys, told apart by the first character. A column that is none of these is refused, for a
 * mistyped one would silently mean "any".
 */
public final class TruthFile {

  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private static final JsonFactory JSON = new JsonFactory();

  private static final char BYTE_ORDER_MARK = 0xfeff;

  private final Path file;
  private final List<TruthRow> rows = new ArrayList<>();

  private TruthFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming it and the line, if it cannot be read or says what cannot be
   */
  public static Truth read(Path file) throws IOException {
    TruthFile truth = new TruthFile(file);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      reader.mark(2);
      int first = reader.read();
      if (first != BYTE_ORDER_MARK) {
        reader.reset();
      } else {
        reader.mark(1);
        first = reader.read();
        reader.reset();
      }
      if (first == '{') {
        truth.readJson(reader);
      } else {
        truth.readCsv(reader);
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
    if (truth.rows.isEmpty()) {
      throw new IOException(file + ": no row of truth");
    }
    return new Truth(truth.rows);
  }

  private IOException wrong(long line, Exception cause) {
    return new IOException(file + ", line " + line + ": " + cause.getMessage(), cause);
  }

  private void readCsv(BufferedReader reader) throws IOException {
    try (CSVParser csv = CSV.parse(reader)) {
      for (String name : csv.getHeaderNames()) {
        column(name);
      }
      column(csv.getHeaderNames(), TruthColumn.LABEL);
      for (CSVRecord cells : csv) {
        try {
          if (!cells.isConsistent()) {
            throw new IllegalArgumentException(
                cells.size() + " cells (expected: " + csv.getHeaderNames().size() + ")");
          }
          Map<TruthColumn, String> row = new EnumMap<>(TruthColumn.class);
          for (String name : csv.getHeaderNames()) {
            row.put(column(name), cells.get(name));
          }
          add(row);
        } catch (IllegalArgumentException e) {
          throw wrong(csv.getCurrentLineNumber(), e);
        }
      }
    } catch (IllegalArgumentException e) {
      throw wrong(1, e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw e.getCause();
      }
      throw wrong(rows.size() + 2L, e.getCause());
    }
  }

  private static void column(List<String> header, TruthColumn needed) {
    if (!header.contains(needed.columnName())) {
      throw new IllegalArgumentException("no column " + needed.columnName());
    }
  }

  private void readJson(BufferedReader reader) throws IOException {
    long line = 0;
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      line++;
      if (text.isBlank()) {
        continue;
      }
      try (JsonParser json = JSON.createParser(text)) {
        add(object(json));
      } catch (JsonProcessingException e) {
        throw wrong(line, new IOException("not JSON (" + e.getOriginalMessage() + ")", e));
      } catch (IllegalArgumentException e) {
        throw wrong(line, e);
      }
    }
  }

  private static Map<TruthColumn, String> object(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("not a JSON object");
    }
    Map<TruthColumn, String> row = new EnumMap<>(TruthColumn.class);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      TruthColumn column = column(json.currentName());
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        List<String> words = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          words.add(text(json, column, json.currentToken() == JsonToken.VALUE_STRING));
        }
        row.put(column, String.join("|", words));
      } else if (token != JsonToken.VALUE_NULL) {
        row.put(column, text(json, column, token != JsonToken.START_OBJECT));
      }
    }
    if (json.nextToken() != null) {
      throw new IllegalArgumentException(json.getText() + " behind the object");
    }
    return row;
  }

  /** What is passed over would be a restriction less. */
  private static String text(JsonParser json, TruthColumn column, boolean expected)
      throws IOException {
    if (!expected) {
      throw new IllegalArgumentException(
          column.columnName() + ": " + json.getText() + " (expected: text, or an array of text)");
    }
    return json.getText();
  }

  private static TruthColumn column(String name) {
    return Arrays.stream(TruthColumn.values())
        .filter(column -> column.columnName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "column '"
                        + name
                        + "' is unknown (expected: "
                        + String.join(", ", TruthColumn.names())
                        + ")"));
  }

  private void add(Map<TruthColumn, String> row) {
    long from = time(row, TruthColumn.FROM).orElse(Long.MIN_VALUE);
    long to = time(row, TruthColumn.TO).orElse(Long.MAX_VALUE);
    rows.add(
        new TruthRow(
            rows.size() + 1L,
            text(row, TruthColumn.CLIENT).map(Cidr::parse),
            text(row, TruthColumn.ADDRESS).map(Cidr::parse),
            number(row, TruthColumn.PORT, 65_535),
            protocol(row),
            new TimeSpan(from, to),
            Label.ofWord(text(row, TruthColumn.LABEL).orElse("")),
            words(row, TruthColumn.POOL),
            words(row, TruthColumn.COIN)));
  }

  /** Empty for any. */
  private static Optional<String> text(Map<TruthColumn, String> row, TruthColumn column) {
    return Optional.ofNullable(row.get(column))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !"*".equals(text));
  }

  private static List<String> words(Map<TruthColumn, String> row, TruthColumn column) {
    return text(row, column).map(text -> List.of(text.split("\\|", -1))).orElse(List.of());
  }

  private static OptionalInt number(Map<TruthColumn, String> row, TruthColumn column, int most) {
    Optional<String> text = text(row, column);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("[0-9]{1,5}") || Integer.parseInt(text.get()) > most) {
      throw new IllegalArgumentException(
          column.columnName() + ": '" + text.get() + "' (expected: 0.." + most + ")");
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  private static OptionalInt protocol(Map<TruthColumn, String> row) {
    Optional<String> text = text(row, TruthColumn.PROTOCOL);
    return text.isEmpty() || text.get().matches("[0-9]+")
        ? number(row, TruthColumn.PROTOCOL, 255)
        : OptionalInt.of(TransportProtocol.ofKeyword(text.get()).protocolIdentifier());
  }

  private static Optional<Long> time(Map<TruthColumn, String> row, TruthColumn column) {
    return text(row, column).map(text -> time(text, column));
  }

  private static long time(String text, TruthColumn column) {
    try {
      if (text.matches("[0-9]{11,15}")) {
        return Long.parseLong(text);
      }
      return text.length() == "2026-05-02".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          column.columnName()
              + ": '"
              + text
              + "' (expected: 2026-05-02, 2026-05-02T14:20Z or milliseconds)",
          e);
    }
  }
}
