// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.snapshot.FreshFile;
import io.minetrace.snapshot.SigningKey;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.snapshot.UnusableKeyException;
import io.minetrace.window.SnapshotCheck;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.UnusableWindowsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog sign}. */
@Command(
    name = "sign",
    description = {
      "Signs a snapshot: writes FILE.zip.sig beside it, which flow-matcher snapshot verify --key",
      "checks. Signed are the bytes of its snapshot.json, which hold the SHA-256 of all else.",
      "The snapshot is verified first; a damaged one is not signed. Needs no database."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "4:the key cannot be read",
      "5:the snapshot is missing, damaged or of another format version",
      "7:a signature exists"
    })
final class CatalogSignCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.zip", description = "The snapshot.")
  private Path file;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "PRIVATE",
      description = "The private key, of catalog keygen or openssl genpkey -algorithm ed25519.")
  private Path key;

  @Option(names = "--overwrite", description = "Replace the signature if there is one.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    SigningKey signingKey = readKey();
    SnapshotSignature signature = sign(signingKey);
    Path target = SnapshotSignature.beside(file);
    try {
      FreshFile.write(
          target,
          signature.fileText(),
          FreshFile.Readers.EVERYBODY,
          overwrite ? FreshFile.Existing.REPLACE : FreshFile.Existing.REFUSE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, target + ": exists", "--overwrite replaces it");
    }
    spec.commandLine()
        .getErr()
        .printf(
            "%s: snapshot %s by key %s%n",
            target, signature.snapshotId().orElseThrow(), signingKey.publicKey().id());
    return ExitCode.OK.code();
  }

  private SigningKey readKey() throws IOException {
    try {
      return SigningKey.read(key);
    } catch (UnusableKeyException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, e.getMessage());
    }
  }

  private SnapshotSignature sign(SigningKey signingKey) throws IOException {
    try {
      String checked = SnapshotCheck.check(file);
      try (SnapshotFile snapshot = SnapshotFile.open(file)) {
        if (!snapshot.id().equals(checked)) {
          throw new CommandFailure(ExitCode.NO_WINDOWS, file + ": changed while it was verified");
        }
        return SnapshotSignature.sign(snapshot, signingKey);
      }
    } catch (UnusableWindowsException e) {
      throw new CommandFailure(ExitCode.NO_WINDOWS, e.getMessage());
    }
  }
}
