// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds in what Spark threw while a table was written that a file system refused it: Spark wraps
 * what a task met, twice or more. Stateless.
 */
final class UnwritableOutput {

  /** Every file system of Hadoop is called through classes of this package. */
  private static final String FILE_SYSTEMS = "org.apache.hadoop.fs.";

  private UnwritableOutput() {}

  /**
   * What the file system said.
   *
   * @param thrown by a step that writes output
   * @return empty if it failed for another reason, of which one is an {@link IOException} too: that
   *     the disk of Spark's own files is full, which it writes without Hadoop
   */
  static Optional<IOException> reason(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException refused && isOfFileSystem(cause)) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  private static boolean isOfFileSystem(Throwable refused) {
    return Arrays.stream(refused.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(FILE_SYSTEMS));
  }
}
