// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.snapshot.FreshFile;
import io.minetrace.snapshot.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog keygen}. */
@Command(
    name = "keygen",
    description = {
      "Makes an Ed25519 key for signing snapshots: FILE, which only its owner can read, and",
      "FILE.pub for those who verify. Both are PEM (PKCS#8 and X.509), as openssl reads and makes."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:internal error", "2:wrong usage", "7:a key exists"})
final class CatalogKeygenCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The private key to write.")
  private Path file;

  @Option(
      names = "--overwrite",
      description = "Replace a key; what the old one signed stays signed by it.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Path open = file.resolveSibling(file.getFileName() + ".pub");
    if (!overwrite) {
      refuse(open);
      refuse(file);
    }
    SigningKey key = SigningKey.generate();
    FreshFile.Existing existing =
        overwrite ? FreshFile.Existing.REPLACE : FreshFile.Existing.REFUSE;
    try {
      FreshFile.write(file, key.pem(), FreshFile.Readers.OWNER, existing);
      FreshFile.write(open, key.publicKey().pem(), FreshFile.Readers.EVERYBODY, existing);
    } catch (FileAlreadyExistsException e) {
      throw exists(Path.of(e.getFile()));
    }
    spec.commandLine()
        .getErr()
        .printf("%s: private, keep it%n%s: public, key %s%n", file, open, key.publicKey().id());
    return ExitCode.OK.code();
  }

  private static void refuse(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(target);
    }
  }

  private static CommandFailure exists(Path target) {
    return new CommandFailure(
        ExitCode.OUTPUT_EXISTS, target + ": exists", "give another name, or --overwrite");
  }
}
