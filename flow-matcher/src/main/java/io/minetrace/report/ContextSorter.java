// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Confidence;
import io.minetrace.match.ContextFlow;
import io.minetrace.net.IpAddress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums flows of context up by client, address, port and protocol, in bounded memory: sorted runs
 * are spilled to a directory and merged. {@link #add} may be called by several threads; the lines
 * do not depend on who came first.
 */
public final class ContextSorter implements Closeable {

  /** Takes lines in the order of their keys. */
  @FunctionalInterface
  public interface Sink {
    void accept(ContextLine line) throws IOException;
  }

  /** About 50 MB. */
  private static final int DEFAULT_RUN_LINES = 100_000;

  private final Path directory;
  private final int runLines;
  private final List<Path> runs = new ArrayList<>();
  private final SortedMap<ContextLine.Key, ContextLine> current = new TreeMap<>();
  private long lines;
  private long flows;

  /**
   * @param directory where runs are spilled; must exist
   */
  public ContextSorter(Path directory) {
    this(directory, DEFAULT_RUN_LINES);
  }

  ContextSorter(Path directory, int runLines) {
    this.directory = directory;
    this.runLines = runLines;
  }

  public synchronized void add(ContextFlow flow) throws IOException {
    flows++;
    ContextLine line = ContextLine.of(flow);
    current.merge(line.key(), line, ContextLine::plus);
    if (current.size() >= runLines) {
      spill();
    }
  }

  private void spill() throws IOException {
    Path run = Files.createTempFile(directory, "run", ".context");
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
      for (ContextLine line : current.values()) {
        write(line, out);
      }
    }
    current.clear();
  }

  /** Gives all lines in order. No flow may be added afterwards. */
  public synchronized void drainTo(Sink sink) throws IOException {
    List<Run> sources = new ArrayList<>();
    try {
      for (Path run : runs) {
        sources.add(
            new Run(new DataInputStream(new BufferedInputStream(Files.newInputStream(run)))));
      }
      PriorityQueue<Run> queue = new PriorityQueue<>(Comparator.comparing(run -> run.head.key()));
      sources.add(new Run(current.values().iterator()));
      for (Run source : sources) {
        if (source.advance()) {
          queue.add(source);
        }
      }
      while (!queue.isEmpty()) {
        Run least = queue.remove();
        ContextLine line = least.head;
        if (least.advance()) {
          queue.add(least);
        }
        if (!queue.isEmpty() && queue.peek().head.key().equals(line.key())) {
          Run next = queue.remove();
          next.head = line.plus(next.head);
          queue.add(next);
        } else {
          lines++;
          sink.accept(line);
        }
      }
    } finally {
      for (Run source : sources) {
        source.close();
      }
    }
  }

  /** Lines given so far. */
  public synchronized long lines() {
    return lines;
  }

  /** Flows added so far. */
  public synchronized long flows() {
    return flows;
  }

  /** Removes what was spilled. */
  @Override
  public synchronized void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }

  /** Lines in order, one at hand. */
  private static final class Run implements Closeable {
    private final Iterator<ContextLine> memory;
    private final DataInputStream file;
    private ContextLine head;

    Run(Iterator<ContextLine> memory) {
      this.memory = memory;
      this.file = null;
    }

    Run(DataInputStream file) {
      this.memory = null;
      this.file = file;
    }

    boolean advance() throws IOException {
      if (file == null) {
        head = memory.hasNext() ? memory.next() : null;
        return head != null;
      }
      try {
        head = read(file);
        return true;
      } catch (EOFException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }

  private static void write(ContextLine line, DataOutputStream out) throws IOException {
    out.write(line.key().client().toMappedBytes());
    out.write(line.key().pool().toMappedBytes());
    out.writeInt(line.key().port());
    out.writeInt(line.key().protocolIdentifier());
    out.writeLong(line.flows());
    out.writeLong(line.octets());
    out.writeLong(line.packets());
    out.writeLong(line.first());
    out.writeLong(line.last());
    write(line.services(), out);
    write(line.pools(), out);
    out.writeUTF(line.confidence().name());
  }

  private static void write(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static ContextLine read(DataInputStream in) throws IOException {
    ContextLine.Key key =
        new ContextLine.Key(readAddress(in), readAddress(in), in.readInt(), in.readInt());
    return new ContextLine(
        key,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readTexts(in),
        readTexts(in),
        Confidence.valueOf(in.readUTF()));
  }

  private static IpAddress readAddress(DataInputStream in) throws IOException {
    byte[] bytes = new byte[16];
    in.readFully(bytes);
    return IpAddress.ofBytes(bytes);
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
