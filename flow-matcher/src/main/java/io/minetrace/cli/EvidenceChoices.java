// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a result that is to be handed over and held against its checksums later. */
final class EvidenceChoices {

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description =
          "Make a directory with everything that the result is and rests on (rows, sessions,"
              + " report, windows, manifest) as a bag of RFC 8493, in the place of -o: sha256sum -c"
              + " checks it, and so does the command verify.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--case",
      paramLabel = "TEXT",
      description = "With --evidence: what the case is called, for bag-info.txt and run.json.")
  private Optional<String> caseName = Optional.empty();

  @Option(
      names = "--examiner",
      paramLabel = "TEXT",
      description = "With --evidence: who made it, for the same.")
  private Optional<String> examiner = Optional.empty();

  @Option(
      names = "--copy-inputs",
      description =
          "With --evidence: copy the inputs, too; otherwise run.json names them by path, size and"
              + " SHA-256.")
  private boolean copyInputs;

  /** The directory to make; empty if no evidence was asked for. */
  Optional<Path> directory() {
    return directory;
  }

  Optional<String> caseName() {
    return caseName;
  }

  Optional<String> examiner() {
    return examiner;
  }

  boolean copiesInputs() {
    return copyInputs;
  }

  /**
   * Checks what the types of the options do not.
   *
   * @throws ParameterException if one is given without that which it is for, or is more than a line
   */
  void check(CommandSpec spec) {
    if (directory.isEmpty() && (caseName.isPresent() || examiner.isPresent() || copyInputs)) {
      throw new ParameterException(
          spec.commandLine(), "--case, --examiner and --copy-inputs are for --evidence");
    }
    checkLine(spec, "--case", caseName);
    checkLine(spec, "--examiner", examiner);
  }

  private static void checkLine(CommandSpec spec, String option, Optional<String> text) {
    if (text.isPresent()
        && (text.get().isBlank() || text.get().chars().anyMatch(Character::isISOControl))) {
      throw new ParameterException(spec.commandLine(), option + ": expected one line of text");
    }
  }

  /** The choices that were made, for the manifest. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    caseName.ifPresent(text -> parameters.put("case", text));
    examiner.ifPresent(text -> parameters.put("examiner", text));
    return parameters;
  }
}
