// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The windows of a {@code windows.csv}, one after another, sorted as they stand there: however many
 * there are, one is held at a time. Used by one thread; close it.
 */
public final class WindowStream implements Closeable {

  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** A window with half a million bridged holes; a longer line is no window's. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private final String name;
  private final CSVParser csv;
  private final Iterator<CSVRecord> lines;
  private final int[] places;
  private final Queue<AvailabilityWindow> ready = new ArrayDeque<>();
  private final WindowRows rows = new WindowRows(ready::add);
  private boolean ended;

  /**
   * @param name of the file, for messages
   * @param in closed with this stream, and if it is no windows.csv
   */
  WindowStream(String name, InputStream in) throws IOException {
    this.name = name;
    boolean opened = false;
    try {
      csv = reading(() -> csv(new LimitedLines(in, MAX_LINE_BYTES)));
      places = places(name, csv);
      lines = csv.iterator();
      opened = true;
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }

  /** A parser of a CSV of ours, which has a header and is UTF-8 throughout. */
  static CSVParser csv(InputStream in) throws IOException {
    return CSV.parse(
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT))));
  }

  /** In which cell of a line each column stands. */
  private static int[] places(String name, CSVParser csv) throws UnusableWindowsException {
    WindowColumn[] columns = WindowColumn.values();
    int[] places = new int[columns.length];
    for (WindowColumn column : columns) {
      places[column.ordinal()] = csv.getHeaderNames().indexOf(column.columnName());
      if (places[column.ordinal()] < 0) {
        throw new UnusableWindowsException(
            name, "not a windows file: has no column " + column.columnName());
      }
    }
    return places;
  }

  /**
   * The next window; empty at the end.
   *
   * @throws UnusableWindowsException if the rows of it are wrong, naming the line
   */
  public Optional<AvailabilityWindow> next() throws IOException {
    while (ready.isEmpty() && !ended) {
      reading(this::read);
    }
    return Optional.ofNullable(ready.poll());
  }

  private boolean read() throws UnusableWindowsException {
    ended = !lines.hasNext();
    try {
      if (ended) {
        rows.finish();
      } else {
        add(lines.next());
      }
      return true;
    } catch (IllegalArgumentException e) {
      throw new UnusableWindowsException(
          name, "windows.csv line " + csv.getCurrentLineNumber() + ": " + e.getMessage(), e);
    }
  }

  private void add(CSVRecord line) {
    if (line.size() < csv.getHeaderNames().size()) {
      throw new IllegalArgumentException(
          line.size() + " cells (expected: " + csv.getHeaderNames().size() + ")");
    }
    rows.add(column -> line.get(places[column.ordinal()]));
  }

  /** Something that reads. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new UnusableWindowsException(name, "neither a snapshot nor a windows.csv", e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? new UnusableWindowsException(name, "windows.csv: not UTF-8", e)
          : new UnusableWindowsException(name, "windows.csv: " + e.getMessage(), e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UnusableWindowsException(name, "windows.csv: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
