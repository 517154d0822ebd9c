// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * The rows of a CSV file with a header (RFC 4180, UTF-8, also gzip-compressed), one after another.
 */
final class CsvRows implements Closeable {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private final String file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Consumer<BadRow> badRows;

  private CsvRows(String file, CSVParser parser, Consumer<BadRow> badRows) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
    this.badRows = badRows;
  }

  static CsvRows open(Path path, Consumer<BadRow> badRows) throws IOException {
    return open(path.toString(), Files.newInputStream(path), badRows);
  }

  /** Takes over the stream. */
  static CsvRows open(String file, InputStream stream, Consumer<BadRow> badRows)
      throws IOException {
    boolean opened = false;
    try {
      InputStream text = withoutMark(uncompressed(stream));
      CSVParser parser = FORMAT.parse(new InputStreamReader(text, StandardCharsets.UTF_8));
      opened = true;
      return new CsvRows(file, parser, badRows);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnreadableFileException(file, "has no CSV header (" + e.getMessage() + ")");
    } finally {
      if (!opened) {
        stream.close();
      }
    }
  }

  /** The stream, or what is in it if it is gzip-compressed. */
  static InputStream uncompressed(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
    buffered.mark(2);
    int first = buffered.read();
    int second = buffered.read();
    buffered.reset();
    boolean gzip = first == 0x1f && second == 0x8b;
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  /** Spreadsheets put a byte order mark before the first column's name. */
  private static InputStream withoutMark(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
    buffered.mark(3);
    boolean mark = buffered.read() == 0xef && buffered.read() == 0xbb && buffered.read() == 0xbf;
    if (!mark) {
      buffered.reset();
    }
    return buffered;
  }

  String file() {
    return file;
  }

  List<String> header() {
    return parser.getHeaderNames();
  }

  /** Line of the row read last, or of its end if it has several. */
  long line() {
    return parser.getCurrentLineNumber();
  }

  /**
   * The next row that has as many cells as the header; empty at the end. Where the file cannot be
   * read on (an open quote, a damaged compression), that is a bad row as well, and the end.
   */
  Optional<CSVRecord> next() {
    try {
      while (records.hasNext()) {
        CSVRecord row = records.next();
        if (row.isConsistent()) {
          return Optional.of(row);
        }
        bad(row.size() + " cells (expected: " + header().size() + ")");
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      bad("cannot be read on (" + cause.getMessage() + ")");
    }
    return Optional.empty();
  }

  void bad(String problem) {
    badRows.accept(new BadRow(file, line(), problem));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
