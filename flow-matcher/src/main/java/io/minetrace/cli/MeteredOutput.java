// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.hash.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * A file on its way out, counted and hashed: what was meant to be written, whatever the disk does.
 */
final class MeteredOutput extends FilterOutputStream {

  /** Told what was written when the file is closed. */
  @FunctionalInterface
  interface Receipt {
    void written(long bytes, String sha256);
  }

  private final MessageDigest digest = Sha256.digest();
  private final Receipt receipt;
  private long bytes;
  private boolean closed;

  MeteredOutput(OutputStream out, Receipt receipt) {
    super(out);
    this.receipt = receipt;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    out.write(source, offset, length);
    digest.update(source, offset, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    super.close();
    receipt.written(bytes, Sha256.hex(digest));
  }
}
