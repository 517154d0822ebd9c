// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signature of a snapshot, as it lies in a file beside it. Signed are the bytes of {@code
 * snapshot.json}: their SHA-256 is the snapshot's id, and they hold that of every other member, so
 * they stand for all that the snapshot says. They are few, where Ed25519 wants its message in
 * memory twice, and windows read straight from the catalog have the same.
 *
 * <pre>
 *   minetrace snapshot signature 1
 *   snapshot 64 hex digits: the id
 *   key      64 hex digits: SHA-256 of the public key's X.509 bytes
 *   ed25519  base64 of the 64 bytes
 * </pre>
 *
 * Only the last line proves anything; the others say what is amiss where it does not. The bare 64
 * bytes that {@code openssl pkeyutl -sign -rawin} writes are accepted as well.
 */
public final class SnapshotSignature {

  private static final int SIGNATURE_BYTES = 64;
  private static final int MAX_FILE_BYTES = 4096;
  private static final Pattern FILE =
      Pattern.compile(
          """
          minetrace snapshot signature 1
          snapshot ([0-9a-f]{64})
          key ([0-9a-f]{64})
          ed25519 ([A-Za-z0-9+/]{86}==)
          """);

  /** How a signature stands to a snapshot and a key. */
  public enum State {
    /** The key's owner signed exactly this snapshot. */
    VALID,
    /** There is no signature. */
    MISSING,
    /** The file is no signature, or its bytes were changed. */
    DAMAGED,
    /** It was made with another key. */
    OTHER_KEY,
    /** It is of another snapshot, or of this one before it was changed. */
    OTHER_SNAPSHOT
  }

  /**
   * What came of a check.
   *
   * @param message one line for a person
   */
  public record Finding(State state, String message) {}

  private final Optional<String> snapshotId;
  private final Optional<String> keyId;
  private final byte[] signature;

  private SnapshotSignature(Optional<String> snapshotId, Optional<String> keyId, byte[] signature) {
    this.snapshotId = snapshotId;
    this.keyId = keyId;
    this.signature = signature;
  }

  /** The place of a snapshot's signature: {@code windows.zip.sig} for {@code windows.zip}. */
  public static Path beside(Path snapshot) {
    return snapshot.resolveSibling(snapshot.getFileName() + ".sig");
  }

  /** Signs a snapshot, whose members the caller has checked. */
  public static SnapshotSignature sign(SnapshotFile snapshot, SigningKey key) {
    return new SnapshotSignature(
        Optional.of(snapshot.id()),
        Optional.of(key.publicKey().id()),
        key.sign(snapshot.manifestBytes()));
  }

  /**
   * Reads a signature file; empty if what is there is no signature.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public static Optional<SnapshotSignature> read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES);
    }
    if (bytes.length == SIGNATURE_BYTES) {
      return Optional.of(new SnapshotSignature(Optional.empty(), Optional.empty(), bytes));
    }
    Matcher fields = FILE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!fields.matches()) {
      return Optional.empty();
    }
    SnapshotSignature read =
        new SnapshotSignature(
            Optional.of(fields.group(1)),
            Optional.of(fields.group(2)),
            Base64.getDecoder().decode(fields.group(3)));
    // The last digit of base64 has four bits that mean nothing.
    return Arrays.equals(read.fileText().getBytes(StandardCharsets.US_ASCII), bytes)
        ? Optional.of(read)
        : Optional.empty();
  }

  /** Id of the snapshot that it says it is of; a bare signature says nothing. */
  public Optional<String> snapshotId() {
    return snapshotId;
  }

  /** Id of the key that it says it was made with; a bare signature says nothing. */
  public Optional<String> keyId() {
    return keyId;
  }

  /** What the file holds. */
  public String fileText() {
    return "minetrace snapshot signature 1\nsnapshot "
        + snapshotId.orElseThrow()
        + "\nkey "
        + keyId.orElseThrow()
        + "\ned25519 "
        + Base64.getEncoder().encodeToString(signature)
        + "\n";
  }

  /**
   * Checks the signature of a snapshot, whose members the caller has checked against its manifest.
   *
   * @param file of the signature
   */
  public static Finding check(SnapshotFile snapshot, Path file, VerifyingKey key)
      throws IOException {
    Optional<SnapshotSignature> signature;
    try {
      signature = read(file);
    } catch (NoSuchFileException e) {
      return new Finding(State.MISSING, file + ": no such file: the snapshot is not signed");
    }
    if (signature.isEmpty()) {
      return new Finding(State.DAMAGED, file + ": not a signature, or a damaged one");
    }
    Finding finding = signature.get().check(snapshot, key);
    return new Finding(finding.state, file + ": " + finding.message);
  }

  private Finding check(SnapshotFile snapshot, VerifyingKey key) {
    boolean valid = key.verifies(snapshot.manifestBytes(), signature);
    if (keyId.isPresent() && !keyId.get().equals(key.id())) {
      return valid
          ? new Finding(State.DAMAGED, "names another key than the one that it verifies with")
          : new Finding(
              State.OTHER_KEY, "made with key " + keyId.get() + ", not with the given " + key.id());
    }
    if (snapshotId.isPresent() && !snapshotId.get().equals(snapshot.id())) {
      return valid
          ? new Finding(State.DAMAGED, "names another snapshot than the one that it fits")
          : new Finding(
              State.OTHER_SNAPSHOT,
              "is of snapshot "
                  + snapshotId.get()
                  + ", this one is "
                  + snapshot.id()
                  + ": another snapshot's, or this one was made anew after it was signed");
    }
    if (valid) {
      return new Finding(State.VALID, "good signature by key " + key.id());
    }
    return new Finding(
        State.DAMAGED,
        keyId.isPresent()
            ? "names this snapshot and this key, but does not verify: damaged or forged"
            : "a bare signature that does not verify: of another snapshot or key, or damaged");
  }
}
