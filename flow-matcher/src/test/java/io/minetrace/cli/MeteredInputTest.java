// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.hash.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** A hash is that of the whole input, or there is none. */
class MeteredInputTest {

  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7};

  private static MeteredInput input(InputStream in, MeteredInput.Rest rest) {
    return new MeteredInput(in, new LongAdder(), InputHashing.ON, rest);
  }

  @Test
  void closingReadsTheRestOfAFile() throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), MeteredInput.Rest.READ);
    assertThat(input.readNBytes(2)).containsExactly(1, 2);
    input.close();
    assertThat(input.sha256()).contains(Sha256.hex(BYTES));
    assertThat(input.bytes()).isEqualTo(BYTES.length);
  }

  @Test
  void aPipeIsLeftWhereItsReaderLeftItAndHasNoHash() throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), MeteredInput.Rest.LEAVE);
    assertThat(input.readNBytes(2)).containsExactly(1, 2);
    input.close();
    assertThat(input.sha256()).isEmpty();
    assertThat(input.bytes()).isEqualTo(2);
  }

  @Test
  void aPipeReadToItsEndHasAHash() throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), MeteredInput.Rest.LEAVE);
    assertThat(input.readAllBytes()).isEqualTo(BYTES);
    input.close();
    assertThat(input.sha256()).contains(Sha256.hex(BYTES));
  }

  @Test
  void whatAReadErrorCutShortHasNoHash() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(BYTES),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Input/output error");
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
              }
            });
    MeteredInput input = input(broken, MeteredInput.Rest.READ);
    assertThat(input.readNBytes(7)).isEqualTo(BYTES);
    assertThatThrownBy(input::close).hasMessage("Input/output error");
    assertThat(input.sha256()).isEmpty();
  }
}
