// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.IoMessages;
import io.minetrace.report.ResultRow;
import io.minetrace.spark.source.CaptureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What a task does: reads the files at some URIs, matches their flows, and gives a row for each
 * match and then one for the file. Which of the two a row is, is said by {@link #FILE}, null for
 * matches.
 */
final class FileMatching implements FlatMapFunction<Iterator<String>, Row> {

  /** The column that holds the {@link FileOutcome}. */
  static final String FILE = "file";

  private final ShippedWindows windows;
  private final MatchSettings settings;
  private final Broadcast<SerializableConfiguration> hadoop;

  FileMatching(
      ShippedWindows windows, MatchSettings settings, Broadcast<SerializableConfiguration> hadoop) {
    this.windows = windows;
    this.settings = settings;
    this.hadoop = hadoop;
  }

  static StructType schema() {
    return ResultSchema.carried().add(FILE, FileOutcome.schema(), true);
  }

  @Override
  public Iterator<Row> call(Iterator<String> uris) {
    return new Rows(uris);
  }

  /** The rows of some files, made while they are asked for. */
  private final class Rows implements Iterator<Row> {

    private final Iterator<String> uris;
    private Optional<MatchedFile> open = Optional.empty();
    private Iterator<Row> ready = List.<Row>of().iterator();

    Rows(Iterator<String> uris) {
      this.uris = uris;
      // A task that is cancelled never gets to the end of its file.
      TaskCompletionListener close = context -> close();
      TaskContext.get().addTaskCompletionListener(close);
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && (open.isPresent() || uris.hasNext())) {
        try {
          ready = more();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return ready.hasNext();
    }

    private Iterator<Row> more() throws IOException {
      if (open.isEmpty()) {
        Configuration configuration = hadoop.value().value();
        CaptureFile file = new CaptureFile(uris.next());
        open = Optional.of(new MatchedFile(file, configuration, windows.load(), settings));
      }
      MatchedFile file = open.get();
      List<Row> rows = new ArrayList<>();
      boolean more = file.next(row -> rows.add(matchRow(row)));
      if (!more) {
        rows.add(fileRow(file.outcome()));
        close();
      }
      return rows.iterator();
    }

    private Row matchRow(ResultRow row) {
      List<Object> values = ResultSchema.values(row);
      values.add(null);
      return RowFactory.create(values.toArray());
    }

    private Row fileRow(FileOutcome outcome) {
      Object[] values = new Object[ResultSchema.carried().length() + 1];
      values[values.length - 1] = outcome.toRow();
      return RowFactory.create(values);
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.next();
    }

    private void close() {
      try {
        if (open.isPresent()) {
          open.get().close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(IoMessages.describe(e), e);
      } finally {
        open = Optional.empty();
      }
    }
  }
}
