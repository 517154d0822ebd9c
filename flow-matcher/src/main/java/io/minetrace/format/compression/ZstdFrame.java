// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.format.bytes.FlowInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bytes of one zstd frame, block by block, for a decompressor that throws away what it holds
 * back when a frame ends early or has another checksum than it should. Where the frame ends early,
 * or its structure is damaged, an empty last block is put in the place of the block in question;
 * the checksum is taken out, for the reader to compare.
 *
 * <pre>
 *   u32 magic 0xFD2FB528   (0x184D2A50..5F: skippable, u32 length and as many bytes of no concern)
 *   u8  descriptor: 2 bits size of content size, 1 single segment, 1 unused, 1 reserved,
 *                   1 checksum, 2 size of dictionary id
 *   u8  window, if not single segment; dictionary id, 0/1/2/4; content size, 0/1/2/4/8
 *   blocks: u24 (1 bit last, 2 bits type, 21 bits size), data; type 1 has one byte of data
 *   u32 checksum, if announced
 * </pre>
 *
 * Source: RFC 8878 §3.1.
 */
final class ZstdFrame extends InputStream {

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int RLE_BLOCK = 1;
  private static final int RESERVED_BLOCK = 3;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int MAX_BLOCK_BYTES = 128 * 1024;
  private static final int DESCRIPTOR = 4;
  private static final int CHECKSUM_FLAG = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final byte[] EMPTY_LAST_BLOCK = {1, 0, 0};

  /** The decompressor's own limit, which {@code zstd --long} passes. */
  private static final long MAX_WINDOW_BYTES = 8L << 20;

  /** A frame in a single segment is kept whole until it ends. */
  private static final long MAX_SEGMENT_BYTES = 128L << 20;

  private final FlowInput input;
  private final long windowBytes;
  private final boolean hasChecksum;
  private final byte[] buffer = new byte[BLOCK_HEADER_BYTES + MAX_BLOCK_BYTES];
  private int position;
  private int limit;
  private boolean ended;
  private Optional<IOException> failure = Optional.empty();
  private OptionalInt checksum = OptionalInt.empty();

  private ZstdFrame(FlowInput input, byte[] header, long windowBytes) {
    this.input = input;
    this.windowBytes = windowBytes;
    this.hasChecksum = (header[DESCRIPTOR] & CHECKSUM_FLAG) != 0;
    System.arraycopy(header, 0, buffer, 0, header.length);
    buffer[DESCRIPTOR] &= ~CHECKSUM_FLAG;
    limit = header.length;
  }

  /**
   * The next frame, past all skippable ones; empty at the end.
   *
   * @throws IOException if what follows is no frame, or one that cannot be decompressed
   */
  static Optional<ZstdFrame> next(FlowInput input) throws IOException {
    byte[] start = new byte[5];
    while (!input.atEnd()) {
      readFully(input, start, 0, 4, "magic");
      int magic = (int) number(start, 0, 4);
      if (magic == MAGIC) {
        readFully(input, start, DESCRIPTOR, 1, "frame header");
        return Optional.of(withHeader(input, start));
      }
      if ((magic & ~0xf) != SKIPPABLE_MAGIC) {
        throw new IOException(
            String.format("frame magic: 0x%08X (expected: 0x%08X)", magic, MAGIC));
      }
      readFully(input, start, 0, 4, "skippable frame");
      long length = number(start, 0, 4);
      if (input.skip(length) < length) {
        throw new EOFException("skippable frame");
      }
    }
    return Optional.empty();
  }

  private static ZstdFrame withHeader(FlowInput input, byte[] start) throws IOException {
    int descriptor = start[DESCRIPTOR] & 0xff;
    boolean single = (descriptor & 0x20) != 0;
    int window = single ? 0 : 1;
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    int content = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >>> 6];
    byte[] header = new byte[start.length + window + dictionary + content];
    System.arraycopy(start, 0, header, 0, start.length);
    readFully(input, header, start.length, header.length - start.length, "frame header");
    if (number(header, start.length + window, dictionary) != 0) {
      throw new IOException("a dictionary is needed to decompress it");
    }
    long windowBytes =
        single
            ? number(header, header.length - content, content) + (content == 2 ? 256 : 0)
            : window(header[start.length] & 0xff);
    long most = single ? MAX_SEGMENT_BYTES : MAX_WINDOW_BYTES;
    if (windowBytes < 0 || windowBytes > most) {
      throw new IOException(
          "window: "
              + Long.toUnsignedString(windowBytes)
              + " bytes (expected: at most "
              + most
              + "; zstd -d --long=31 decompresses it)");
    }
    return new ZstdFrame(input, header, windowBytes);
  }

  /** 5 bits exponent, 3 bits of the mantissa. */
  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >>> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private static void readFully(FlowInput input, byte[] target, int from, int length, String what)
      throws IOException {
    if (input.read(target, from, length) < length) {
      throw new EOFException(what);
    }
  }

  /** Little-endian, and 0 for no bytes. */
  private static long number(byte[] bytes, int at, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** How much the decompressor holds back while the frame lasts; 0 for an empty segment. */
  long windowBytes() {
    return windowBytes;
  }

  /** Why the frame ended early; known from the moment its substitute end was given. */
  Optional<IOException> failure() {
    return failure;
  }

  /** The low half of the {@link XxHash64} of the content, if the frame has it; known at its end. */
  OptionalInt checksum() {
    return checksum;
  }

  @Override
  public int read() throws IOException {
    return position == limit && !fill() ? -1 : buffer[position++] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, from, count);
    position += count;
    return count;
  }

  /** Fetches the next block whole, or what is put in its place. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    position = 0;
    limit = 0;
    try {
      fetchBlock();
    } catch (EOFException e) {
      endEarly(e);
    }
    return true;
  }

  private void fetchBlock() throws IOException {
    readFully(input, buffer, 0, BLOCK_HEADER_BYTES, "block header");
    int header = (int) number(buffer, 0, BLOCK_HEADER_BYTES);
    int type = header >>> 1 & 3;
    int size = header >>> 3;
    if (type == RESERVED_BLOCK || size > MAX_BLOCK_BYTES) {
      endEarly(new IOException("block of type " + type + " and size " + size));
      return;
    }
    int data = type == RLE_BLOCK ? 1 : size;
    readFully(input, buffer, BLOCK_HEADER_BYTES, data, "block");
    limit = BLOCK_HEADER_BYTES + data;
    ended = (header & 1) != 0;
    if (ended && hasChecksum) {
      byte[] bytes = new byte[CHECKSUM_BYTES];
      try {
        readFully(input, bytes, 0, CHECKSUM_BYTES, "checksum");
        checksum = OptionalInt.of((int) number(bytes, 0, CHECKSUM_BYTES));
      } catch (EOFException e) {
        failure = Optional.of(e);
      }
    }
  }

  private void endEarly(IOException reason) {
    failure = Optional.of(reason);
    ended = true;
    System.arraycopy(EMPTY_LAST_BLOCK, 0, buffer, 0, EMPTY_LAST_BLOCK.length);
    limit = EMPTY_LAST_BLOCK.length;
  }
}
