// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.compression.UnwrappedInput;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A dump of the predecessor's database by mysqldump, compressed or not. Its statements are taken
 * apart, and none is executed: the columns of CREATE TABLE and the literals of INSERT are what it
 * can give, SET TIME_ZONE and SET NAMES say how they are meant, and everything else is passed over.
 */
final class SmashedDump implements SmashedSource {

  private static final int LONGEST_STATEMENT = 1 << 20;

  private final Path file;
  private final SmashedClock clock;

  SmashedDump(Path file, SmashedClock clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void read(Set<SmashedTable> tables, Reader reader) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      UnwrappedInput unwrapped = unwrap(stream);
      try (InputStream content = unwrapped.content().rest()) {
        DumpBytes bytes = new DumpBytes(content);
        Statements statements = new Statements(bytes, tables, reader);
        try {
          statements.run();
        } catch (EOFException e) {
          reader.damage(
              bytes.line(),
              "ends in the middle of a statement, which began in line " + statements.begun);
        }
        Optional<MalformedFlowFileException> damage = unwrapped.damage();
        damage.ifPresent(d -> reader.damage(bytes.line(), "cannot be read on: " + d.getMessage()));
        if (!statements.isDump) {
          throw new UnreadableFileException(
              name(), "holds no table of the predecessor's (expected: an SQL dump of them)");
        }
      }
    }
  }

  private UnwrappedInput unwrap(InputStream stream) throws IOException {
    try {
      return UnwrappedInput.of(name(), stream);
    } catch (MalformedFlowFileException e) {
      throw new UnreadableFileException(name(), e.getMessage());
    }
  }

  /** The statements, one after another. */
  private final class Statements {

    private final DumpBytes bytes;
    private final Set<SmashedTable> tables;
    private final Reader reader;
    private final DumpHeadings headings = new DumpHeadings();
    private final DumpRows rows;
    private long begun;
    private boolean isDump;

    Statements(DumpBytes bytes, Set<SmashedTable> tables, Reader reader) {
      this.bytes = bytes;
      this.tables = tables;
      this.reader = reader;
      this.rows = new DumpRows(bytes, headings, clock, reader);
    }

    void run() throws IOException {
      for (bytes.skipBlank(); bytes.peek() >= 0; bytes.skipBlank()) {
        if (bytes.take(';')) {
          continue;
        }
        begun = bytes.line();
        switch (bytes.word().toUpperCase(Locale.ROOT)) {
          case "INSERT", "REPLACE" -> insert();
          case "CREATE" -> create();
          case "SET" ->
              headings
                  .set(bytes.statement(LONGEST_STATEMENT))
                  .ifPresent(problem -> reader.damage(begun, problem));
          case "DELIMITER" -> skipProgram();
          default -> bytes.skipStatement();
        }
      }
    }

    private void create() throws IOException {
      headings.create(bytes.statement(LONGEST_STATEMENT));
      for (SmashedTable table : SmashedTable.values()) {
        isDump |= headings.columns(table).isPresent();
      }
    }

    /** Triggers and the like, which have statements of their own inside. */
    private void skipProgram() throws IOException {
      bytes.skipLine();
      while (bytes.peek() >= 0) {
        if (bytes.word().equalsIgnoreCase("DELIMITER")) {
          bytes.skipLine();
          return;
        }
        bytes.skipLine();
      }
    }

    private void insert() throws IOException {
      String word = "";
      do {
        bytes.skipBlank();
        word = bytes.word();
      } while (Set.of("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO")
          .contains(word.toUpperCase(Locale.ROOT)));
      bytes.skipBlank();
      if (bytes.take('.')) {
        bytes.skipBlank();
        word = bytes.word();
      }
      Optional<SmashedTable> table = SmashedTable.ofWord(word);
      isDump |= table.isPresent();
      if (table.isPresent() && tables.contains(table.get())) {
        rows.read(table.get());
      } else {
        bytes.skipStatement();
      }
    }
  }

  @Override
  public void close() {
    // Each reading opens the file and closes it.
  }
}
