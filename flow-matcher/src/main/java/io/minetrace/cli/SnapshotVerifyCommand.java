// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Scores;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.snapshot.UnusableKeyException;
import io.minetrace.snapshot.VerifyingKey;
import io.minetrace.window.SnapshotCheck;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.UnusableWindowsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flow-matcher snapshot verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks every byte of a snapshot and, with --key, its signature.",
      "That is the zip around it, each member's SHA-256, the manifest, the windows and the"
          + " observations. Names the first thing that is wrong."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:good",
      "1:internal error",
      "2:wrong usage",
      "4:the key cannot be read",
      "5:the snapshot is missing, damaged or of another format version",
      "6:the signature is missing or does not fit"
    })
final class SnapshotVerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE.zip", description = "The snapshot.")
  private Path file;

  @Option(
      names = "--key",
      paramLabel = "PUBLIC",
      description = "The public key (PEM) of who must have signed it.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "The signature (default: FILE.zip.sig).")
  private Optional<Path> signature = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Optional<VerifyingKey> verifyingKey =
        key.isPresent() ? Optional.of(readKey(key.get())) : Optional.empty();
    if (signature.isPresent() && key.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--signature is checked with a key only", "give the public one: --key");
    }
    Path signed = signature.orElseGet(() -> SnapshotSignature.beside(file));
    try (SnapshotFile snapshot = check()) {
      TextTable facts = new TextTable();
      facts.row("snapshot", snapshot.id());
      facts.row(
          "contents",
          "good: "
              + snapshot.members().size()
              + " members, "
              + snapshot.manifest().windows()
              + " windows, "
              + snapshot.manifest().observations()
              + " observations");
      if (verifyingKey.isPresent()) {
        SnapshotSignature.Finding finding =
            SnapshotSignature.check(snapshot, signed, verifyingKey.get());
        if (finding.state() != SnapshotSignature.State.VALID) {
          facts.printTo(System.out);
          throw new CommandFailure(ExitCode.MISMATCH, finding.message());
        }
        facts.row("signature", finding.message());
      } else {
        facts.row(
            "signature", Files.exists(signed) ? signed + ": not checked (see --key)" : "none");
      }
      facts.printTo(System.out);
    }
    return ExitCode.OK.code();
  }

  /** The public key of a file, or a failure that says what is there instead. */
  static VerifyingKey readKey(Path key) throws IOException {
    try {
      return VerifyingKey.read(key);
    } catch (UnusableKeyException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, e.getMessage());
    }
  }

  private SnapshotFile check() throws IOException {
    String id;
    try {
      id = SnapshotCheck.check(file);
    } catch (UnusableWindowsException e) {
      throw new CommandFailure(ExitCode.NO_WINDOWS, e.getMessage());
    }
    SnapshotFile snapshot = SnapshotCommand.open(file);
    boolean good = false;
    try {
      if (!snapshot.id().equals(id)) {
        throw new CommandFailure(ExitCode.NO_WINDOWS, file + ": changed while it was verified");
      }
      Scores.calibrated(snapshot.calibration());
      good = true;
      return snapshot;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.NO_WINDOWS, file + ": calibration.csv: " + e.getMessage());
    } finally {
      if (!good) {
        snapshot.close();
      }
    }
  }
}
