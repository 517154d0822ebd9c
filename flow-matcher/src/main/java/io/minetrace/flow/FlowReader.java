// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the flow records of one input, front to back. Used by one thread.
 *
 * <pre>{@code
 * try (FlowReader flows = FlowFile.open(path)) {
 *   while (flows.next()) {
 *     use(flows.batch());
 *   }
 *   check(flows.report());
 * }
 * }</pre>
 */
public interface FlowReader extends Closeable {

  /**
   * Refills {@link #batch()} with the next records.
   *
   * @return false at the end, when the batch is empty; true otherwise, with at least one row
   * @throws MalformedFlowFileException if the input is not what it claimed to be; the rows given
   *     before stand
   * @throws IOException if the input cannot be read
   */
  boolean next() throws IOException;

  /** The rows of the last {@link #next()}; the same object every time. */
  FlowBatch batch();

  /** What was read and what could not be; grows while reading, complete after the end. */
  DecodeReport report();
}
