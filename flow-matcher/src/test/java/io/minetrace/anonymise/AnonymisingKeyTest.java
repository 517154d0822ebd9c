// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnonymisingKeyTest {

  private static final String RAW = "abcdefghijklmnopqrstuvwxyz012345";
  private static final String HEX =
      "6162636465666768696a6b6c6d6e6f707172737475767778797a303132333435";

  @TempDir private Path directory;

  private AnonymisingKey key(String contents) throws IOException {
    return AnonymisingKey.read(Files.writeString(directory.resolve("key"), contents));
  }

  @Test
  void bytesAndTheirDigitsAreTheSameKey() throws IOException {
    String fingerprint = key(RAW).fingerprint();
    assertThat(fingerprint).matches("[0-9a-f]{16}");
    assertThat(fingerprint)
        .isEqualTo(
            Sha256.hex(("minetrace anonymising key\n" + RAW).getBytes(StandardCharsets.US_ASCII))
                .substring(0, 16));
    assertThat(key(HEX + "\n").fingerprint()).isEqualTo(fingerprint);
    assertThat(key("0x" + HEX.toUpperCase(java.util.Locale.ROOT)).fingerprint())
        .isEqualTo(fingerprint);
    assertThat(key("B" + RAW.substring(1)).fingerprint()).isNotEqualTo(fingerprint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", RAW + "6", HEX + "0", "zz" + HEX})
  void anythingElseIsRefusedWithoutShowingIt(String contents) {
    assertThatThrownBy(() -> key(contents))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: 32 bytes, or 64 hexadecimal digits")
        .message()
        .doesNotContain(contents.isEmpty() ? "?" : contents);
  }

  @Test
  void aKeyThatAnybodyWouldGuessIsRefused() {
    assertThatThrownBy(() -> key("\0".repeat(32))).hasMessageContaining("one byte 32 times");
    assertThatThrownBy(() -> key("00".repeat(32))).hasMessageContaining("one byte 32 times");
  }

  @Test
  void whoMayReadItIsTold() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), RAW);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(AnonymisingKey.isReadableByOthers(file)).isFalse();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(AnonymisingKey.isReadableByOthers(file)).isTrue();
  }
}
