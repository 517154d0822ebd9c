// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of an INSERT: literals, and nothing else. */
final class DumpRows {

  private static final int LONGEST_CELL = 1 << 20;
  private static final int NOT_READ = -1;
  private static final int ID = -2;
  private static final int CREATED_AT = -3;
  private static final int UPDATED_AT = -4;

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final int KEPT_TEXTS = 1 << 12;
  private static final int LONGEST_KEPT = 256;

  /** Texts that were met before, by a hash; another takes the place when it has the same. */
  private final byte[][] keptBytes = new byte[KEPT_TEXTS][];

  private final String[] keptTexts = new String[KEPT_TEXTS];
  private final DumpBytes bytes;
  private final DumpHeadings headings;
  private final SmashedClock clock;
  private final SmashedSource.Reader reader;
  private byte[] cell = new byte[256];
  private int cellLength;
  private boolean isNull;
  private boolean otherCharacters;

  DumpRows(
      DumpBytes bytes, DumpHeadings headings, SmashedClock clock, SmashedSource.Reader reader) {
    this.bytes = bytes;
    this.headings = headings;
    this.clock = clock;
    this.reader = reader;
  }

  /** Behind the table's name: reads to the end of the statement. */
  void read(SmashedTable table) throws IOException {
    bytes.skipBlank();
    Optional<List<String>> columns =
        bytes.peek() == '(' ? Optional.of(columnList()) : headings.columns(table);
    long line = bytes.line();
    if (columns.isEmpty()) {
      reader.damage(
          line,
          "rows of "
              + table.word()
              + " without their columns, left out (expected: a CREATE"
              + " TABLE before them, or columns in the INSERT)");
      bytes.skipStatement();
      return;
    }
    int[] places = places(table, columns.get());
    for (String needed : needed(table)) {
      if (!columns.get().contains(needed)) {
        reader.damage(
            line, "rows of " + table.word() + " without a column " + needed + ", left out");
        bytes.skipStatement();
        return;
      }
    }
    bytes.skipBlank();
    if (!bytes.word().toUpperCase(Locale.ROOT).startsWith("VALUE")) {
      reader.damage(line, "INSERT into " + table.word() + " without VALUES, left out");
      bytes.skipStatement();
      return;
    }
    rows(table, places);
  }

  private List<String> columnList() throws IOException {
    List<String> columns = new ArrayList<>();
    do {
      bytes.next();
      bytes.skipBlank();
      columns.add(bytes.word().toLowerCase(Locale.ROOT));
      bytes.skipBlank();
    } while (bytes.peek() == ',');
    bytes.take(')');
    return columns;
  }

  private static List<String> needed(SmashedTable table) {
    List<String> needed = new ArrayList<>(List.of(SmashedTable.ID));
    table.columns().stream()
        .filter(table::needs)
        .forEach(column -> needed.add(column.toLowerCase(Locale.ROOT)));
    return needed;
  }

  private static int[] places(SmashedTable table, List<String> columns) {
    List<String> wanted =
        table.columns().stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    return columns.stream()
        .mapToInt(
            column ->
                switch (column) {
                  case SmashedTable.ID -> ID;
                  case SmashedTable.CREATED_AT -> CREATED_AT;
                  case SmashedTable.UPDATED_AT -> UPDATED_AT;
                  default -> wanted.indexOf(column);
                })
        .toArray();
  }

  private void rows(SmashedTable table, int[] places) throws IOException {
    SmashedRow row = new SmashedRow(table);
    boolean createdIsWords = headings.isDatetime(table, SmashedTable.CREATED_AT);
    boolean updatedIsWords = headings.isDatetime(table, SmashedTable.UPDATED_AT);
    do {
      bytes.skipBlank();
      long line = bytes.line();
      if (!bytes.take('(')) {
        reader.damage(
            line, "'" + (char) bytes.peek() + "' (expected: a row of " + table.word() + ")");
        bytes.skipStatement();
        return;
      }
      Optional<String> problem = row(row, places, line, createdIsWords, updatedIsWords);
      if (problem.isPresent()) {
        reader.damage(line, "row of " + table.word() + ": " + problem.get());
      } else {
        reader.row(row);
      }
      bytes.skipBlank();
    } while (bytes.take(','));
    bytes.skipStatement();
  }

  private Optional<String> row(
      SmashedRow row, int[] places, long line, boolean createdIsWords, boolean updatedIsWords)
      throws IOException {
    String id = "";
    long createdAt = SmashedRow.NO_TIME;
    long updatedAt = SmashedRow.NO_TIME;
    for (int i = 0; i < row.table().columns().size(); i++) {
      row.set(i, "");
    }
    int cells = 0;
    boolean more = true;
    while (more) {
      bytes.skipBlank();
      Optional<String> problem = literal();
      bytes.skipBlank();
      int end = problem.isPresent() ? 0 : bytes.next();
      if (end != ',' && end != ')') {
        skipRow(end);
        return Optional.of(problem.orElse("'" + (char) end + "' behind a value"));
      }
      more = end == ',';
      int place = cells < places.length ? places[cells] : NOT_READ;
      switch (place) {
        case NOT_READ -> {}
        case ID -> id = text();
        case CREATED_AT -> createdAt = time(createdIsWords);
        case UPDATED_AT -> updatedAt = time(updatedIsWords);
        default -> row.set(place, text());
      }
      cells++;
    }
    if (cells != places.length) {
      return Optional.of(cells + " values (expected: " + places.length + ")");
    }
    row.set(id, createdAt, updatedAt, line);
    return Optional.empty();
  }

  /** Takes the rest of a row that went wrong, so that the next one can be read. */
  private void skipRow(int first) throws IOException {
    int depth = first == '(' ? 2 : 1;
    while (depth > 0) {
      int c = bytes.next();
      if (c == '\'' || c == '"') {
        bytes.skipQuoted(c);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
    }
  }

  /** Takes one literal into {@link #cell}; says what is there if it is none. */
  private Optional<String> literal() throws IOException {
    cellLength = 0;
    isNull = false;
    int c = bytes.peek();
    if (c == '\'' || c == '"') {
      bytes.next();
      return quoted(c);
    }
    while (isOfLiteral(bytes.peek())) {
      append(bytes.next());
    }
    String word = new String(cell, 0, Math.min(cellLength, 32), StandardCharsets.ISO_8859_1);
    char first = word.isEmpty() ? 0 : word.charAt(0);
    if (word.equalsIgnoreCase("NULL")) {
      isNull = true;
      return Optional.empty();
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      return Optional.empty();
    }
    if (first == '_' && (bytes.peek() == '\'' || bytes.peek() == ' ')) {
      bytes.skipBlank();
      int quote = bytes.peek();
      if (quote == '\'') {
        bytes.next();
        cellLength = 0;
        return quoted(quote);
      }
    }
    return Optional.of(
        "'"
            + (word.isEmpty() ? String.valueOf((char) bytes.peek()) : word)
            + "' (expected: a text, a number or NULL)");
  }

  private static boolean isOfLiteral(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == '-'
        || c == '+'
        || c == '.';
  }

  private Optional<String> quoted(int quote) throws IOException {
    while (true) {
      cellLength += bytes.nextPlain(quote, cell, cellLength);
      int c = bytes.next();
      if (c == '\\') {
        append(unescaped(bytes.next()));
      } else if (c != quote) {
        append(c);
      } else if (bytes.take(quote)) {
        append(quote);
      } else {
        return cellLength < LONGEST_CELL
            ? Optional.empty()
            : Optional.of("a text of more than " + LONGEST_CELL + " bytes");
      }
    }
  }

  private static int unescaped(int c) {
    return switch (c) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 26;
      default -> c;
    };
  }

  private void append(int c) {
    if (cellLength < LONGEST_CELL) {
      if (cellLength == cell.length) {
        cell = Arrays.copyOf(cell, cell.length * 2);
      }
      cell[cellLength++] = (byte) c;
    }
  }

  private String text() {
    if (isNull) {
      return "";
    }
    boolean ascii = true;
    for (int i = 0; i < cellLength && ascii; i++) {
      ascii = cell[i] >= 0;
    }
    if (ascii) {
      return asciiText();
    }
    try {
      return headings
          .charset()
          .newDecoder()
          .decode(ByteBuffer.wrap(cell, 0, cellLength))
          .toString();
    } catch (CharacterCodingException e) {
      if (!otherCharacters) {
        otherCharacters = true;
        reader.damage(
            bytes.line(),
            "bytes that are not "
                + headings.charset()
                + " as the dump says: taken for latin1, here"
                + " and below");
      }
      return new String(cell, 0, cellLength, WINDOWS);
    }
  }

  /** Most texts are one of a dozen reasons: those are made once. */
  private String asciiText() {
    int hash = 0;
    for (int i = 0; i < cellLength; i++) {
      hash = 31 * hash + cell[i];
    }
    int place = (hash ^ (hash >>> 16)) & (KEPT_TEXTS - 1);
    byte[] kept = keptBytes[place];
    if (kept != null && Arrays.equals(kept, 0, kept.length, cell, 0, cellLength)) {
      return keptTexts[place];
    }
    String text = new String(cell, 0, cellLength, StandardCharsets.ISO_8859_1);
    if (cellLength <= LONGEST_KEPT) {
      keptBytes[place] = Arrays.copyOf(cell, cellLength);
      keptTexts[place] = text;
    }
    return text;
  }

  private long time(boolean isWords) {
    if (isNull) {
      return SmashedRow.NO_TIME;
    }
    String words = new String(cell, 0, Math.min(cellLength, 32), StandardCharsets.ISO_8859_1);
    if (isWords) {
      return SmashedClock.parse(words, ZoneOffset.UTC);
    }
    long stored = SmashedClock.parse(words, headings.zone());
    return stored == SmashedRow.IMPOSSIBLE_TIME ? stored : clock.meant(stored);
  }
}
