// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The id of an input in result rows: first 16 hex digits of SHA-256 of the file's length (8 bytes,
 * big endian), its first and its last 64 KiB. Cheap, and the same whether or not whole files are
 * hashed, and wherever the file lies.
 */
public final class InputFileId {

  /** How much of each end counts. */
  public static final int END_BYTES = 64 * 1024;

  /** The id of standard input, which has no length and no end. */
  public static final String STDIN = "stdin";

  private InputFileId() {}

  /**
   * The id of a local file.
   *
   * @throws IOException if one of its ends cannot be read
   */
  public static String of(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return of(channel);
    }
  }

  static String of(SeekableByteChannel channel) throws IOException {
    long length = channel.size();
    byte[] first = read(channel, 0);
    return of(length, first, read(channel, Math.max(0, length - END_BYTES)));
  }

  /**
   * The id of a local file whose end cannot be read, as on a disk that fails: an end of which no
   * byte counts, however many the disk would give. A whole copy of the file has another id.
   *
   * @throws IOException if its beginning cannot be read either
   */
  public static String ofBeginning(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return ofBeginning(channel);
    }
  }

  static String ofBeginning(SeekableByteChannel channel) throws IOException {
    return of(channel.size(), read(channel, 0), new byte[0]);
  }

  private static byte[] read(SeekableByteChannel channel, long position) throws IOException {
    channel.position(position);
    ByteBuffer buffer = ByteBuffer.allocate(END_BYTES);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until the buffer is full or the file ends.
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  /**
   * The id of a file elsewhere.
   *
   * @param first its first {@link #END_BYTES}, or all if it has fewer
   * @param last its last {@link #END_BYTES}, or all if it has fewer
   */
  public static String of(long length, byte[] first, byte[] last) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(ByteBuffer.allocate(8).putLong(length).flip());
    sha256.update(first);
    sha256.update(last);
    return Sha256.shortHex(sha256);
  }
}
