// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileIdTest {

  @TempDir private Path directory;

  private static byte[] content() {
    byte[] content = new byte[200_000];
    new Random(3).nextBytes(content);
    return content;
  }

  @Test
  void theIdIsOfTheLengthAndBothEnds() throws IOException {
    byte[] content = content();
    Path file = Files.write(directory.resolve("file"), content);

    assertThat(InputFileId.of(file))
        .isEqualTo(
            InputFileId.of(
                200_000,
                Arrays.copyOf(content, InputFileId.END_BYTES),
                Arrays.copyOfRange(content, 200_000 - InputFileId.END_BYTES, 200_000)));
  }

  @Test
  void whereverInTheEndTheDiskFailsTheIdOfTheBeginningIsTheSame() throws IOException {
    byte[] content = content();
    String beginning = InputFileId.of(200_000, Arrays.copyOf(content, 65_536), new byte[0]);
    for (int bad : new int[] {199_999, 170_000, 134_464}) {
      assertThatThrownBy(() -> InputFileId.of(new FailingChannel(content, bad)))
          .isInstanceOf(IOException.class)
          .hasMessage("Input/output error");
      assertThat(InputFileId.ofBeginning(new FailingChannel(content, bad))).isEqualTo(beginning);
    }
    assertThat(beginning)
        .isNotEqualTo(InputFileId.of(Files.write(directory.resolve("copy"), content)));
  }

  @Test
  void aFileWithoutAnyReadableEndHasNoId() {
    assertThatThrownBy(() -> InputFileId.ofBeginning(new FailingChannel(content(), 10)))
        .hasMessage("Input/output error");
    assertThatThrownBy(() -> InputFileId.ofBeginning(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** A file on a disk that gives what stands before a bad byte, and fails then. */
  private static final class FailingChannel implements SeekableByteChannel {

    private final ByteBuffer content;
    private final int bad;

    FailingChannel(byte[] content, int bad) {
      this.content = ByteBuffer.wrap(content);
      this.bad = bad;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int at = content.position();
      int length = Math.min(target.remaining(), content.remaining());
      if (at <= bad && bad < at + length) {
        length = bad - at;
        if (length == 0) {
          throw new IOException("Input/output error");
        }
      }
      if (length == 0) {
        return -1;
      }
      target.put(content.slice(at, length));
      content.position(at + length);
      return length;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      return content.position();
    }

    @Override
    public SeekableByteChannel position(long position) {
      content.position((int) position);
      return this;
    }

    @Override
    public long size() {
      return content.capacity();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
