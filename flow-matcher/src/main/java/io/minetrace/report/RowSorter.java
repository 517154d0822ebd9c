// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Puts rows in {@link ResultRow#ORDER} in bounded memory: sorted runs are spilled to a directory
 * and merged. {@link #add} may be called by several threads; the result does not depend on who came
 * first.
 */
public final class RowSorter implements Closeable {

  /** Takes rows in order. */
  @FunctionalInterface
  public interface Sink {
    void accept(ResultRow row) throws IOException;
  }

  /** About 200 MB of rows with their strings. */
  private static final int DEFAULT_RUN_ROWS = 100_000;

  private static final int HELD_RUN_ROWS = 10_000;

  private final Path directory;
  private final int runRows;
  private final List<Path> runs = new ArrayList<>();
  private List<ResultRow> current = new ArrayList<>();

  /**
   * @param directory where runs are spilled; must exist
   */
  public RowSorter(Path directory) {
    this(directory, DEFAULT_RUN_ROWS);
  }

  RowSorter(Path directory, int runRows) {
    this.directory = directory;
    this.runRows = runRows;
  }

  /**
   * An empty sorter beside this one, for rows that may yet be thrown away: it holds few of them in
   * memory, as there may be one for every thread.
   */
  public RowSorter held() {
    return new RowSorter(directory, HELD_RUN_ROWS);
  }

  public synchronized void add(ResultRow row) throws IOException {
    current.add(row);
    if (current.size() >= runRows) {
      spill();
    }
  }

  private void spill() throws IOException {
    current.sort(ResultRow.ORDER);
    Path run = Files.createTempFile(directory, "run", ".rows");
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
      for (ResultRow row : current) {
        write(row, out);
      }
    }
    current = new ArrayList<>();
  }

  /** Gives all rows in order. No row may be added afterwards. */
  public synchronized void drainTo(Sink sink) throws IOException {
    current.sort(ResultRow.ORDER);
    List<Run> sources = new ArrayList<>();
    try {
      for (Path run : runs) {
        sources.add(new FileRun(run));
      }
      sources.add(new MemoryRun(current.iterator()));
      PriorityQueue<Run> queue =
          new PriorityQueue<>((a, b) -> ResultRow.ORDER.compare(a.head(), b.head()));
      for (Run source : sources) {
        if (source.advance()) {
          queue.add(source);
        }
      }
      while (!queue.isEmpty()) {
        Run least = queue.remove();
        sink.accept(least.head());
        if (least.advance()) {
          queue.add(least);
        }
      }
    } finally {
      for (Run source : sources) {
        source.close();
      }
    }
  }

  /** Removes what was spilled. */
  @Override
  public synchronized void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }

  /** Rows in order, one at hand. */
  private interface Run extends Closeable {
    /** Takes the next row; false at the end. */
    boolean advance() throws IOException;

    ResultRow head();
  }

  private static final class MemoryRun implements Run {
    private final Iterator<ResultRow> rows;
    private ResultRow head;

    MemoryRun(Iterator<ResultRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean advance() {
      head = rows.hasNext() ? rows.next() : null;
      return head != null;
    }

    @Override
    public ResultRow head() {
      return head;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private static final class FileRun implements Run {
    private final DataInputStream in;
    private ResultRow head;

    FileRun(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    @Override
    public boolean advance() throws IOException {
      try {
        head = read(in);
        return true;
      } catch (EOFException e) {
        return false;
      }
    }

    @Override
    public ResultRow head() {
      return head;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static void write(ResultRow row, DataOutputStream out) throws IOException {
    for (ResultColumn column : ResultColumn.values()) {
      boolean present = row.value(column).isPresent();
      out.writeBoolean(present);
      if (!present) {
        continue;
      }
      switch (column.type()) {
        case INT, LONG, TIMESTAMP -> out.writeLong(row.number(column));
        case STRING -> writeText(row.text(column), out);
        case STRINGS -> {
          out.writeInt(row.texts(column).size());
          for (String text : row.texts(column)) {
            writeText(text, out);
          }
        }
      }
    }
  }

  private static ResultRow read(DataInputStream in) throws IOException {
    ResultColumn[] columns = ResultColumn.values();
    Object[] values = new Object[columns.length];
    for (ResultColumn column : columns) {
      if (!in.readBoolean()) {
        continue;
      }
      values[column.ordinal()] =
          switch (column.type()) {
            case INT -> (int) in.readLong();
            case LONG, TIMESTAMP -> in.readLong();
            case STRING -> readText(in);
            case STRINGS -> readTexts(in);
          };
    }
    return ResultRow.ofValues(values);
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(readText(in));
    }
    return texts;
  }
}
