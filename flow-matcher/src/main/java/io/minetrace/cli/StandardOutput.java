// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Standard output as a stream that fails when whoever reads it has gone, which {@code System.out}
 * hides, and that is not closed with a result: it is not ours to close. Where more than standard
 * output is written, it does not fail then, and the rest goes nowhere.
 */
final class StandardOutput extends OutputStream {

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final boolean goingOn;

  private Optional<IOException> failure = Optional.empty();

  StandardOutput() {
    this(false);
  }

  /**
   * @param goingOn whether there is something to do still when whoever reads it has gone
   */
  StandardOutput(boolean goingOn) {
    this.goingOn = goingOn;
  }

  /**
   * Passes over a failure that means that whoever was reading has gone, as head does.
   *
   * @throws CommandFailure for any other
   */
  static void checkGone(IOException exception) {
    if (!isGone(exception)) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, "standard output: " + exception.getMessage());
    }
  }

  private static boolean isGone(IOException exception) {
    return "Broken pipe".equals(exception.getMessage());
  }

  /** In which Java writes there: where it does not say, as everywhere. */
  static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }

  /** Whether anything could not be written. */
  boolean hasFailed() {
    return failure.isPresent();
  }

  /**
   * Fails if anything could not be written, and whoever reads it has not gone.
   *
   * @throws IOException the first that there was
   */
  void check() throws IOException {
    if (failure.isPresent() && !isGone(failure.get())) {
      throw failure.get();
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (goingOn && hasFailed()) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      if (!goingOn || !isGone(e)) {
        throw e;
      }
    }
  }
}
