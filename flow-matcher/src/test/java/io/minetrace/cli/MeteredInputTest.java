// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.format.bytes.FlowInput;
import io.minetrace.hash.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hash is that of the whole input, or there is none. */
class MeteredInputTest {

  private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7};

  private static MeteredInput input(InputStream in, InputHashing hashing, MeteredInput.Rest rest) {
    return new MeteredInput(in, new LongAdder(), hashing, rest);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void closingReadsTheRestOfAFile(InputHashing hashing) throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), hashing, MeteredInput.Rest.READ);
    assertThat(input.readNBytes(2)).containsExactly(1, 2);
    input.close();
    assertThat(input.sha256()).contains(Sha256.hex(BYTES));
    assertThat(input.bytes()).isEqualTo(BYTES.length);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void aPipeIsLeftWhereItsReaderLeftItAndHasNoHash(InputHashing hashing) throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), hashing, MeteredInput.Rest.LEAVE);
    assertThat(input.readNBytes(2)).containsExactly(1, 2);
    input.close();
    assertThat(input.sha256()).isEmpty();
    assertThat(input.bytes()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void aPipeReadToItsEndHasAHash(InputHashing hashing) throws IOException {
    MeteredInput input = input(new ByteArrayInputStream(BYTES), hashing, MeteredInput.Rest.LEAVE);
    assertThat(input.readAllBytes()).isEqualTo(BYTES);
    input.close();
    assertThat(input.sha256()).contains(Sha256.hex(BYTES));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void whatAReadErrorCutShortHasNoHash(InputHashing hashing) throws IOException {
    InputStream broken = broken(BYTES);
    MeteredInput input = input(broken, hashing, MeteredInput.Rest.READ);
    assertThat(input.readNBytes(7)).isEqualTo(BYTES);
    assertThatThrownBy(input::close).hasMessage("Input/output error");
    assertThat(input.sha256()).isEmpty();
  }

  private static InputStream broken(byte[] readable) {
    return new SequenceInputStream(
        new ByteArrayInputStream(readable),
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
  }

  @ParameterizedTest
  @EnumSource
  void ofALargeBlockWhatWasReadBeforeAnErrorIsGiven(InputHashing hashing) throws IOException {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    MeteredInput metered = input(broken(bytes), hashing, MeteredInput.Rest.READ);
    FlowInput input = new FlowInput("a.nfcapd", metered);
    byte[] target = new byte[1_500_000];
    assertThat(input.readLent(target, 0, 400_000)).isEqualTo(400_000);
    assertThat(input.failure()).isEmpty();
    assertThat(input.readLent(target, 400_000, 1_100_000)).isEqualTo(600_000);
    assertThat(target).startsWith(bytes);
    assertThat(input.offset()).isEqualTo(bytes.length);
    assertThat(metered.bytes()).isEqualTo(bytes.length);
    assertThat(input.failure())
        .get()
        .extracting(IOException::getMessage)
        .isEqualTo("Input/output error");
    assertThat(input.readLent(target, 0, 1_100_000)).as("the end").isZero();
    assertThatThrownBy(() -> metered.readLent(target, 0, 1)).hasMessage("Input/output error");
    // An exception that comes from the reader and from here once more could not be suppressed.
    metered.close();
    assertThat(metered.sha256()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
  void whatIsLentIsHashedBeforeItMayChange(InputHashing hashing) throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    MeteredInput input = input(new ByteArrayInputStream(bytes), hashing, MeteredInput.Rest.READ);
    byte[] target = new byte[1_000_000];
    for (int i = 0; i < 3; i++) {
      input.awaitReturned(input.lent());
      assertThat(input.readLent(target, 0, target.length)).isEqualTo(target.length);
    }
    input.close();
    assertThat(input.sha256()).contains(Sha256.hex(bytes));
  }
}
