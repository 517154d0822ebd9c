// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.anonymise.AnonymisingKey;
import io.minetrace.anonymise.ResultAnonymiser;
import io.minetrace.anonymise.ServiceSideSigns;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.match.ContextFlow;
import io.minetrace.net.Cidr;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The option {@code --anonymise-key}: a picocli mixin. */
final class AnonymiseChoice {

  private static final String HINT =
      "match the capture as it was exported; the result is what is anonymised";

  @Option(
      names = "--anonymise-key",
      paramLabel = "FILE",
      description =
          "Replace the addresses of clients, of the sides that are no service, and of exporters by"
              + " Crypto-PAn with the key in this file: 32 bytes, as head -c 32 /dev/urandom makes"
              + " them, or 64 hexadecimal digits. Sessions, report and digest are of the replaced"
              + " addresses. Names of files are not changed.")
  private Optional<Path> file = Optional.empty();

  private Optional<AnonymisingKey> key = Optional.empty();
  private Optional<ResultAnonymiser> anonymiser = Optional.empty();
  private Optional<ServiceSideSigns> signs = Optional.empty();

  /** Reads the key, before anything else is done. */
  void open(PrintStream err) {
    if (file.isEmpty()) {
      return;
    }
    try {
      key = Optional.of(AnonymisingKey.read(file.get()));
      if (AnonymisingKey.isReadableByOthers(file.get())) {
        err.println(
            "warning: "
                + file.get()
                + ": others can read this key, and with it undo the replacement (chmod 600)");
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "--anonymise-key: " + IoMessages.describe(e));
    }
    anonymiser = key.map(ResultAnonymiser::new);
    signs = Optional.of(new ServiceSideSigns());
  }

  /** The key's file, if there is one. */
  List<Path> files() {
    return file.stream().toList();
  }

  /** Whether anything is to be replaced. */
  boolean isAsked() {
    return file.isPresent();
  }

  /** Whether every decoded flow has to be shown, be it with a service or not. */
  boolean wantsAllFlows() {
    return signs.isPresent();
  }

  /** Looks at flows as they were decoded; several threads may. */
  void look(FlowBatch batch) {
    signs.ifPresent(all -> all.look(batch));
  }

  /**
   * Fails where the services in the inputs are hidden already: nothing but chance would match.
   *
   * @param inputs all that was read
   */
  void requireServices(List<InputSummary> inputs) {
    if (signs.isEmpty()) {
      return;
    }
    for (InputSummary input : inputs) {
      Optional<String> said =
          input
              .report()
              .flatMap(r -> Optional.ofNullable(r.facts().get(DecodeReport.REPLACED_ADDRESSES)));
      if (said.isPresent()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--anonymise-key: "
                + input.path()
                + ": its addresses are replaced already, the services' too ("
                + said.get()
                + ")",
            HINT);
      }
    }
    if (signs.get().isAnonymised()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--anonymise-key: the services' addresses look replaced already: "
              + signs.get().describe(),
          HINT);
    }
  }

  /** A row as it goes out, before it is kept anywhere; several threads may ask. */
  ResultRow of(ResultRow row) {
    return anonymiser.isPresent() ? anonymiser.get().of(row) : row;
  }

  /** A flow of context as it goes out; what is kept of its record are times and counters. */
  ContextFlow of(ContextFlow found) {
    return anonymiser.isEmpty()
        ? found
        : new ContextFlow(
            found.flow(),
            anonymiser.get().of(found.client()),
            found.poolAddress(),
            found.port(),
            found.services(),
            found.pools(),
            found.confidence());
  }

  /** Blocks as they go out. */
  List<Cidr> blocks(List<Cidr> blocks) {
    return anonymiser.isPresent() ? blocks.stream().map(anonymiser.get()::of).toList() : blocks;
  }

  /** The arguments of the command, as they go out. */
  List<String> arguments(List<String> arguments) {
    return anonymiser.isPresent() ? anonymiser.get().ofArguments(arguments) : arguments;
  }

  /** What became of an input, as it goes out. */
  InputSummary of(InputSummary input) {
    return anonymiser.isPresent() ? anonymiser.get().of(input) : input;
  }

  /** What became of the inputs, as it goes out. */
  List<InputSummary> of(List<InputSummary> inputs) {
    return inputs.stream().map(this::of).toList();
  }

  /** For the manifest; nothing where nothing is replaced. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    key.ifPresent(
        secret -> {
          parameters.put("anonymised", "Crypto-PAn: clients, sides that are no service, exporters");
          parameters.put("anonymise_key_fingerprint", secret.fingerprint());
          parameters.put("digest_of", "the rows with replaced addresses");
        });
    return parameters;
  }
}
