// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** The registry of syntaxes that results are written in. */
public enum ResultFormat {
  CSV(CsvResultWriter::new),
  NDJSON(NdjsonResultWriter::new);

  /** Starts a result on a stream. */
  @FunctionalInterface
  private interface Starter {
    ResultWriter start(OutputStream out) throws IOException;
  }

  private final Starter starter;

  ResultFormat(Starter starter) {
    this.starter = starter;
  }

  /** The file name extension without the dot: {@code csv}. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Starts a result; the stream is closed with the writer. */
  public ResultWriter start(OutputStream out) throws IOException {
    return starter.start(out);
  }
}
