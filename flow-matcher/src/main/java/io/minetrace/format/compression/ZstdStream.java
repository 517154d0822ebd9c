// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.airlift.compress.zstd.ZstdInputStream;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Decompresses zstd frame by frame: the library knows no skippable frames, as {@code pzstd} writes
 * them, and throws away what it has when its input ends early.
 *
 * <p>Invariant: no more bytes are asked for than the library holds back at that moment, so that a
 * call in which its input fails has been satisfied before. Damage within a block is found by the
 * library alone, and costs up to a window, 8 MiB at most, of what came before it.
 */
final class ZstdStream extends InputStream {

  private final FlowInput compressed;
  private Optional<Frame> frame = Optional.empty();

  /** A frame and its decompressor. */
  private static final class Frame {

    private final ZstdFrame bytes;
    private final InputStream plain;
    private final XxHash64 hash = new XxHash64();
    private boolean begun;

    Frame(ZstdFrame bytes) {
      this.bytes = bytes;
      this.plain = new ZstdInputStream(bytes);
    }

    int read(byte[] target, int from, int length) throws IOException {
      // Before the first byte is given nothing is held back, and at an early end all is.
      boolean careful = !begun || bytes.failure().isPresent();
      int count = careful ? 1 : (int) Math.min(length, Math.max(1, bytes.windowBytes()));
      int read;
      try {
        read = plain.read(target, from, count);
      } catch (IOException | RuntimeException e) {
        throw bytes.failure().orElse(new IOException(e.getMessage(), e));
      }
      begun = true;
      if (read >= 0) {
        hash.update(target, from, read);
      } else {
        checkEnd();
      }
      return read;
    }

    private void checkEnd() throws IOException {
      if (bytes.failure().isPresent()) {
        throw bytes.failure().get();
      }
      int found = (int) hash.hash();
      int expected = bytes.checksum().orElse(found);
      if (found != expected) {
        throw new IOException(
            "checksum of a frame: 0x%08x (expected: 0x%08x)".formatted(found, expected));
      }
    }
  }

  ZstdStream(FlowInput compressed) {
    this.compressed = compressed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (frame.isEmpty()) {
        frame = ZstdFrame.next(compressed).map(Frame::new);
        if (frame.isEmpty()) {
          return -1;
        }
      }
      int read = frame.get().read(target, from, length);
      if (read >= 0) {
        return read;
      }
      frame = Optional.empty();
    }
  }
}
