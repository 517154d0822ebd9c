// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output as a stream that fails when whoever reads it has gone, which {@code System.out}
 * hides, and that is not closed with a result: it is not ours to close.
 */
final class StandardOutput extends OutputStream {

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  private boolean failed;

  /**
   * Passes over a failure that means that whoever was reading has gone, as head does.
   *
   * @throws CommandFailure for any other
   */
  static void checkGone(IOException exception) {
    if (!"Broken pipe".equals(exception.getMessage())) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, "standard output: " + exception.getMessage());
    }
  }

  /** Whether anything could not be written. */
  boolean hasFailed() {
    return failed;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }
}
