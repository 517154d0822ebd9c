// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** One canonical JSON object a line. */
final class NdjsonResultWriter implements ResultWriter {

  private final OutputStream out;

  NdjsonResultWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    out.write(row.canonicalLine());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
