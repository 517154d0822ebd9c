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

  /** What a failure to write means: whoever was reading has gone, as head does, or an error. */
  static ExitCode failed(IOException exception) {
    if ("Broken pipe".equals(exception.getMessage())) {
      return ExitCode.OK;
    }
    throw new CommandFailure(ExitCode.INTERNAL_ERROR, "standard output: " + exception.getMessage());
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }
}
