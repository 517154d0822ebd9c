// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.net.HostPort;
import io.minetrace.probe.catalog.exchange.TextLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Targets in a file, read one at a time: a HOST:PORT a line, or a CSV whose header has the columns
 * {@code address} and {@code port}, as that of {@code flow-matcher candidates}. Empty lines and
 * those that begin with {@code #} are passed over. Used by one thread.
 */
final class TargetList implements Closeable {

  private final String name;
  private final TextLines lines;
  private boolean begun;
  private int addressColumn = -1;
  private int portColumn = -1;

  /**
   * One line that ought to be a target.
   *
   * @param problem why it is none, with file and line; empty if it is one
   */
  record Entry(Optional<HostPort> target, String problem) {}

  TargetList(String name, InputStream stream) {
    this.name = name;
    this.lines = new TextLines(stream);
  }

  /** The next target, or why a line is none; empty at the end. */
  Optional<Entry> next() throws IOException {
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get().strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (!begun) {
        begun = true;
        if (isHeader(text)) {
          continue;
        }
      }
      return Optional.of(entry(text));
    }
    return Optional.empty();
  }

  private boolean isHeader(String line) throws IOException {
    List<String> columns =
        cells(line).stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
    addressColumn = columns.indexOf("address");
    portColumn = columns.indexOf("port");
    return isTable();
  }

  private boolean isTable() {
    return addressColumn >= 0 && portColumn >= 0;
  }

  private static List<String> cells(String line) throws IOException {
    try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(line))) {
      List<CSVRecord> records = parser.getRecords();
      return records.isEmpty() ? List.of() : records.get(0).toList();
    }
  }

  private Entry entry(String line) {
    try {
      return new Entry(Optional.of(isTable() ? ofRow(line) : HostPort.parse(line)), "");
    } catch (IllegalArgumentException | IOException e) {
      return new Entry(Optional.empty(), name + ":" + lines.number() + ": " + e.getMessage());
    }
  }

  private HostPort ofRow(String line) throws IOException {
    List<String> cells = cells(line);
    if (cells.size() <= Math.max(addressColumn, portColumn)) {
      throw new IllegalArgumentException(cells.size() + " cells, none with address and port");
    }
    String address = cells.get(addressColumn);
    return HostPort.parse(
        (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + cells.get(portColumn));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
