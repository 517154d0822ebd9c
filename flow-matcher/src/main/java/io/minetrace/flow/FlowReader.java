// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the flow records of one input, front to back. Used by one thread.
 *
 * <pre>{@code
 * FlowBatch batch = new FlowBatch();
 * try (FlowReader flows = FlowFile.open(path)) {
 *   while (flows.next(batch)) {
 *     use(batch);
 *   }
 *   check(flows.report());
 * }
 * }</pre>
 */
public interface FlowReader extends Closeable {

  /**
   * Refills a batch with the next records. The batch is the caller's, so that one may be filled
   * while another is looked at.
   *
   * @return false at the end, when the batch is empty; true otherwise, with at least one row
   * @throws MalformedFlowFileException if the input is not what it claimed to be; all rows given
   *     before stand, and so do those that a decoder put into the batch before it failed: {@code
   *     FlowFile} sees to it that they are given first
   * @throws IOException if the input cannot be read; the same holds of rows
   */
  boolean next(FlowBatch batch) throws IOException;

  /**
   * As {@link #next(FlowBatch)}, but may pass over flows that the screen does not want. They are
   * counted in the report and told to the screen; the others keep their ordinals. A reader without
   * a way to tell them apart early gives all.
   *
   * @return false at the end; true otherwise, possibly without a row
   */
  default boolean next(FlowBatch batch, FlowScreen screen) throws IOException {
    return next(batch);
  }

  /** What was read and what could not be; grows while reading, complete after the end. */
  DecodeReport report();
}
