// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a result, read back from either syntax, one at a time. Used by one thread; close it.
 */
public final class ResultReader implements Closeable {

  private static final ResultColumn[] COLUMNS = ResultColumn.values();

  /** Gives the next row's values in column order; empty at the end. */
  private interface Rows extends Closeable {
    Optional<Object[]> next() throws IOException;

    long line();
  }

  private final Path file;
  private final Rows rows;

  private ResultReader(Path file, Rows rows) {
    this.file = file;
    this.rows = rows;
  }

  /**
   * Opens a file whose name ends in a format's extension.
   *
   * @throws IOException naming it, if it has not the columns of a result
   */
  public static ResultReader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    boolean opened = false;
    try {
      ResultReader reader =
          new ResultReader(
              file, file.toString().endsWith(".csv") ? new Csv(file, in) : new Ndjson(in));
      opened = true;
      return reader;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IOException(file + ": not a result (" + e.getMessage() + ")", e);
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }

  /**
   * The next row; empty at the end.
   *
   * @throws IOException naming file and line, if it is no row of a result
   */
  public Optional<ResultRow> next() throws IOException {
    try {
      return rows.next().map(ResultRow::ofValues);
    } catch (JsonProcessingException e) {
      throw wrong(e.getOriginalMessage(), e);
    } catch (UncheckedIOException e) {
      throw wrong(e.getCause().getMessage(), e);
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  private IOException wrong(String what, Exception cause) {
    return new IOException(
        file + ", line " + rows.line() + ": not a row of a result (" + what + ")", cause);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  /** Columns without which a row is none. */
  private static Object[] checked(Object... values) {
    for (ResultColumn column : COLUMNS) {
      if (values[column.ordinal()] == null && !column.isNullable()) {
        throw new IllegalArgumentException(column.columnName() + " is missing");
      }
    }
    return values;
  }

  private static final class Csv implements Rows {
    private final CSVParser csv;
    private final Iterator<CSVRecord> records;
    private final int[] places = new int[COLUMNS.length];

    Csv(Path file, InputStream in) throws IOException {
      csv =
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .get()
              .parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
      for (ResultColumn column : COLUMNS) {
        places[column.ordinal()] = csv.getHeaderNames().indexOf(column.columnName());
        if (places[column.ordinal()] < 0) {
          throw new IOException(
              file + ": not a result (it has no column " + column.columnName() + ")");
        }
      }
      records = csv.iterator();
    }

    @Override
    public Optional<Object[]> next() {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      CSVRecord record = records.next();
      if (record.size() < csv.getHeaderNames().size()) {
        throw new IllegalArgumentException(
            record.size() + " cells, expected " + csv.getHeaderNames().size());
      }
      Object[] values = new Object[COLUMNS.length];
      for (ResultColumn column : COLUMNS) {
        values[column.ordinal()] = value(column, record.get(places[column.ordinal()]));
      }
      return Optional.of(checked(values));
    }

    private static Object value(ResultColumn column, String cell) {
      if (cell.isEmpty()) {
        return column.type() == ResultColumn.Type.STRINGS ? List.of() : null;
      }
      return switch (column.type()) {
        case INT -> Integer.valueOf(cell);
        case LONG -> Long.valueOf(cell);
        case TIMESTAMP -> Instant.parse(cell).toEpochMilli();
        case STRING -> cell;
        case STRINGS -> List.of(cell.split("\\|", -1));
      };
    }

    @Override
    public long line() {
      return csv.getCurrentLineNumber();
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }

  private static final class Ndjson implements Rows {
    private static final Map<String, ResultColumn> BY_NAME = new HashMap<>();

    static {
      for (ResultColumn column : COLUMNS) {
        BY_NAME.put(column.columnName(), column);
      }
    }

    private final JsonParser json;

    Ndjson(InputStream in) throws IOException {
      json = new JsonFactory().createParser(in);
    }

    @Override
    public Optional<Object[]> next() throws IOException {
      JsonToken token = json.nextToken();
      if (token == null) {
        return Optional.empty();
      }
      if (token != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(token + ", expected an object");
      }
      Object[] values = new Object[COLUMNS.length];
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        ResultColumn column = BY_NAME.get(json.currentName());
        json.nextToken();
        if (column == null) {
          json.skipChildren();
        } else {
          values[column.ordinal()] = value(column);
        }
      }
      return Optional.of(checked(values));
    }

    private Object value(ResultColumn column) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      return switch (column.type()) {
        case INT -> json.getIntValue();
        case LONG, TIMESTAMP -> json.getLongValue();
        case STRING -> text();
        case STRINGS -> texts();
      };
    }

    private String text() throws IOException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException(
            json.currentName() + " is " + json.currentToken() + ", expected a text");
      }
      return json.getText();
    }

    private List<String> texts() throws IOException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw new IllegalArgumentException(
            json.currentName() + " is " + json.currentToken() + ", expected a list");
      }
      List<String> texts = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        texts.add(text());
      }
      return List.copyOf(texts);
    }

    @Override
    public long line() {
      return json.currentLocation().getLineNr();
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }
}
