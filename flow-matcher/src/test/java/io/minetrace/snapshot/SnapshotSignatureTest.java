// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.window.SnapshotContents;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.WindowSnapshot;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSignatureTest {

  @TempDir private Path directory;
  private final SigningKey key = SigningKey.generate();
  private Path file;
  private Path beside;

  @BeforeEach
  void prepare() throws IOException {
    file = snapshot("pools.zip", "192.0.2.20:3333");
    beside = SnapshotSignature.beside(file);
  }

  private Path snapshot(String name, String endpoint) throws IOException {
    Path written = directory.resolve(name);
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            List.of(up(endpoint, "2026-05-02T10:00", "2026-05-02T22:00").window()),
            List.of(),
            List.of(),
            sink -> {}),
        written);
    return written;
  }

  private void sign(Path snapshot, Path target) throws IOException {
    try (SnapshotFile opened = SnapshotFile.open(snapshot)) {
      Files.writeString(target, SnapshotSignature.sign(opened, key).fileText());
    }
  }

  private SnapshotSignature.Finding check(VerifyingKey verifyingKey) throws IOException {
    try (SnapshotFile opened = SnapshotFile.open(file)) {
      return SnapshotSignature.check(opened, beside, verifyingKey);
    }
  }

  @Test
  void aSignatureIsGoodForItsSnapshotAndKey() throws IOException {
    sign(file, beside);
    assertThat(check(key.publicKey()))
        .isEqualTo(
            new SnapshotSignature.Finding(
                SnapshotSignature.State.VALID,
                beside + ": good signature by key " + key.publicKey().id()));
  }

  @Test
  void aMissingSignatureIsSaidToBeMissing() throws IOException {
    assertThat(check(key.publicKey()).state()).isEqualTo(SnapshotSignature.State.MISSING);
    assertThat(check(key.publicKey()).message())
        .isEqualTo(beside + ": no such file: the snapshot is not signed");
  }

  @Test
  void anotherKeyIsToldFromAnotherSnapshot() throws IOException {
    sign(file, beside);
    VerifyingKey other = SigningKey.generate().publicKey();
    assertThat(check(other).state()).isEqualTo(SnapshotSignature.State.OTHER_KEY);
    assertThat(check(other).message())
        .isEqualTo(
            beside
                + ": made with key "
                + key.publicKey().id()
                + ", not with the given "
                + other.id());
    sign(snapshot("other.zip", "192.0.2.21:3333"), beside);
    assertThat(check(key.publicKey()).state()).isEqualTo(SnapshotSignature.State.OTHER_SNAPSHOT);
    assertThat(check(key.publicKey()).message()).startsWith(beside + ": is of snapshot ");
  }

  @Test
  void aFlippedBitOfTheSignatureFileIsFoundWhereverItIs() throws IOException {
    sign(file, beside);
    byte[] whole = Files.readAllBytes(beside);
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << bit);
        Files.write(beside, flipped);
        assertThat(check(key.publicKey()).state())
            .as("bit %d of byte %d", bit, i)
            .isNotEqualTo(SnapshotSignature.State.VALID);
      }
    }
  }

  @Test
  void aForgedSignatureThatNamesTheRightKeyAndSnapshotIsDamaged() throws IOException {
    sign(file, beside);
    String text = Files.readString(beside);
    String zeros = Base64.getEncoder().encodeToString(new byte[64]);
    Files.writeString(beside, text.replaceFirst("ed25519 .*", "ed25519 " + zeros));
    assertThat(check(key.publicKey()).message())
        .isEqualTo(
            beside + ": names this snapshot and this key, but does not verify: damaged or forged");
    Files.writeString(beside, "");
    assertThat(check(key.publicKey()).message())
        .isEqualTo(beside + ": not a signature, or a damaged one");
  }

  @Test
  void keysAreTheSameAfterTheyWereWrittenAndRead() throws IOException {
    Path secret = directory.resolve("catalog.key");
    Path open = directory.resolve("catalog.key.pub");
    FreshFile.write(secret, key.pem(), FreshFile.Readers.OWNER, FreshFile.Existing.REFUSE);
    FreshFile.write(
        open, key.publicKey().pem(), FreshFile.Readers.EVERYBODY, FreshFile.Existing.REFUSE);
    assertThat(SigningKey.read(secret).publicKey().id()).isEqualTo(key.publicKey().id());
    assertThat(SigningKey.read(secret).pem()).isEqualTo(key.pem());
    assertThat(VerifyingKey.read(open).id()).isEqualTo(key.publicKey().id());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThatThrownBy(
            () -> FreshFile.write(secret, "", FreshFile.Readers.OWNER, FreshFile.Existing.REFUSE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.readString(secret)).isEqualTo(key.pem());
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("pools.zip", "catalog.key", "catalog.key.pub");
  }

  @Test
  void whatIsNoKeyIsSaidToBeNone() throws IOException {
    Path wrong = directory.resolve("wrong.pem");
    FreshFile.write(wrong, key.pem(), FreshFile.Readers.OWNER, FreshFile.Existing.REPLACE);
    assertThatThrownBy(() -> VerifyingKey.read(wrong))
        .hasMessage(wrong + ": PRIVATE KEY (expected: PUBLIC KEY)");
    Files.writeString(wrong, "hello");
    assertThatThrownBy(() -> SigningKey.read(wrong))
        .hasMessage(wrong + ": no key in PEM form (expected: -----BEGIN PRIVATE KEY-----)");
    Files.writeString(wrong, PemFile.text("PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> SigningKey.read(wrong))
        .hasMessageStartingWith(wrong + ": not an Ed25519 key");
    Files.writeString(wrong, PemFile.text("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> SigningKey.read(wrong))
        .hasMessageContaining("openssl pkey -in FILE -out PLAIN takes the encryption off");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SigningKey.read(wrong))
        .hasMessage(
            wrong
                + ": may be read or changed by others, rw-r----- (expected: rw-------; chmod 600)");
  }

  @Test
  void opensslVerifiesWhatWeSign() throws Exception {
    assumeTrue(run("openssl", "version") == 0, "openssl is not installed");
    sign(file, beside);
    String base64 = Files.readString(beside).replaceFirst("(?s).*\ned25519 (.*)\n", "$1");
    Files.write(directory.resolve("raw.sig"), Base64.getDecoder().decode(base64));
    try (SnapshotFile opened = SnapshotFile.open(file)) {
      Files.write(directory.resolve("snapshot.json"), opened.manifestBytes());
    }
    Files.writeString(directory.resolve("pub.pem"), key.publicKey().pem());
    String[] verify =
        "openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in snapshot.json -sigfile raw.sig"
            .split(" ");
    assertThat(run(verify)).isZero();
    Files.writeString(directory.resolve("snapshot.json"), "{}");
    assertThat(run(verify)).isNotZero();
  }

  @Test
  void weVerifyWhatOpensslSigns() throws Exception {
    assumeTrue(run("openssl", "version") == 0, "openssl is not installed");
    try (SnapshotFile opened = SnapshotFile.open(file)) {
      Files.write(directory.resolve("snapshot.json"), opened.manifestBytes());
    }
    assertThat(run("openssl genpkey -algorithm ed25519 -out key.pem".split(" "))).isZero();
    assertThat(run("openssl pkey -in key.pem -pubout -out pub.pem".split(" "))).isZero();
    String sign = "openssl pkeyutl -sign -inkey key.pem -rawin -in snapshot.json -out";
    assertThat(run((sign + " " + beside.getFileName()).split(" "))).isZero();
    VerifyingKey theirs = VerifyingKey.read(directory.resolve("pub.pem"));
    assertThat(check(theirs).state()).isEqualTo(SnapshotSignature.State.VALID);
    assertThat(check(key.publicKey()).message()).contains("a bare signature that does not verify");
    assertThat(SigningKey.read(directory.resolve("key.pem")).publicKey().id())
        .as("the public half that Java derives is openssl's")
        .isEqualTo(theirs.id());
  }

  private int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(new File("/dev/null"))
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
