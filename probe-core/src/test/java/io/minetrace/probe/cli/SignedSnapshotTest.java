// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.cli.CommandRunner;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.snapshot.VerifyingKey;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Keys and signatures as who keeps a catalog has them; no database is needed. */
class SignedSnapshotTest {

  @TempDir private Path directory;
  private Path key;
  private Path open;
  private Path snapshot;
  private Path signature;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    key = directory.resolve("catalog.key");
    open = directory.resolve("catalog.key.pub");
    snapshot = directory.resolve("pools.zip");
    signature = directory.resolve("pools.zip.sig");
    WindowSnapshot.write(
        new SnapshotContents("test", List.of(), List.of(), List.of(), sink -> {}), snapshot);
  }

  private static Ran run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandRunner.commandLine(new CatalogCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private SnapshotSignature.Finding verify() throws IOException {
    try (SnapshotFile opened = SnapshotFile.open(snapshot)) {
      return SnapshotSignature.check(opened, signature, VerifyingKey.read(open));
    }
  }

  @Test
  void aSnapshotSignedWithANewKeyVerifiesWithItsPublicHalf() throws IOException {
    Ran made = run("keygen", key);
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.err())
        .isEqualTo(
            key
                + ": private, keep it\n"
                + open
                + ": public, key "
                + VerifyingKey.read(open).id()
                + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Ran signed = run("sign", snapshot, "--key", key);
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(signed.err()).startsWith(signature + ": snapshot ").contains(" by key ");
    assertThat(verify().state()).isEqualTo(SnapshotSignature.State.VALID);
  }

  @Test
  void neitherAKeyNorASignatureIsReplacedUnasked() throws IOException {
    run("keygen", key);
    String before = Files.readString(key);
    Ran again = run("keygen", key);
    assertThat(again)
        .isEqualTo(
            new Ran(
                7, "", "error: " + open + ": exists\nhint: give another name, or --overwrite\n"));
    Files.delete(open);
    assertThat(run("keygen", key).exitCode()).as("the private half alone counts").isEqualTo(7);
    assertThat(Files.readString(key)).isEqualTo(before);
    assertThat(open).doesNotExist();
    run("sign", snapshot, "--key", key);
    assertThat(run("sign", snapshot, "--key", key))
        .isEqualTo(
            new Ran(7, "", "error: " + signature + ": exists\nhint: --overwrite replaces it\n"));
    assertThat(run("keygen", key, "--overwrite").exitCode()).isZero();
    assertThat(Files.readString(key)).isNotEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(verify().state()).isEqualTo(SnapshotSignature.State.OTHER_KEY);
    assertThat(run("sign", snapshot, "--key", key, "--overwrite").exitCode()).isZero();
    assertThat(verify().state()).isEqualTo(SnapshotSignature.State.VALID);
  }

  @Test
  void aDamagedSnapshotIsNotSigned() throws IOException {
    run("keygen", key);
    byte[] bytes = Files.readAllBytes(snapshot);
    bytes[40] ^= 1;
    Files.write(snapshot, bytes);
    Ran signed = run("sign", snapshot, "--key", key);
    assertThat(signed.exitCode()).isEqualTo(5);
    assertThat(signed.err()).startsWith("error: " + snapshot + ": offset ");
    assertThat(signature).doesNotExist();
  }

  @Test
  void whatIsNoPrivateKeyIsOneClearLine() {
    run("keygen", key);
    assertThat(run("sign", snapshot, "--key", open).exitCode()).isEqualTo(4);
    assertThat(run("sign", snapshot, "--key", directory.resolve("none")))
        .isEqualTo(
            new Ran(
                4, "", "error: " + directory.resolve("none") + ": no such file or directory\n"));
    assertThat(run("sign", snapshot).exitCode()).as("--key is required").isEqualTo(2);
  }
}
