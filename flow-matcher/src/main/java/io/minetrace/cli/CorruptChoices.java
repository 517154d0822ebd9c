// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how much damage of inputs is borne, and what becomes of the rest. */
final class CorruptChoices {

  private static final double PER_CENT = 100;

  /** What damage in an input comes to. */
  enum OnCorrupt {
    /** The run ends, and nothing is written. */
    STOP("stop"),
    /** What can be read is, as far as the format lets one find the next part. */
    SKIP_BLOCK("skip-block"),
    /** The rows of a damaged input are left out, all of them. */
    SKIP_FILE("skip-file");

    private final String word;

    OnCorrupt(String word) {
      this.word = word;
    }

    /** As the user writes it, and {@code --help}. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** Reads {@code skip-file}. */
  static final class OnCorruptText implements ITypeConverter<OnCorrupt> {
    @Override
    public OnCorrupt convert(String text) {
      for (OnCorrupt choice : OnCorrupt.values()) {
        if (choice.word.equalsIgnoreCase(text)) {
          return choice;
        }
      }
      throw new TypeConversionException("'" + text + "' (expected: stop, skip-block or skip-file)");
    }
  }

  /** Reads a share: {@code 1%} or {@code 0.01}. */
  static final class ShareText implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        boolean percent = text.endsWith("%");
        double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
        double share = percent ? number / PER_CENT : number;
        if (share >= 0 && share <= 1) {
          return share;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new TypeConversionException(
          "'" + text + "' is not a share (expected: as 1% or 0.01, from 0 to 1)");
    }
  }

  @Option(
      names = "--on-corrupt",
      defaultValue = "skip-block",
      converter = OnCorruptText.class,
      paramLabel = "WHAT",
      description =
          "What to do about an input that is damaged: stop (end with exit code 4, write nothing),"
              + " skip-block (leave out what cannot be read, the default) or skip-file (leave out"
              + " all rows of the input).")
  private OnCorrupt onCorrupt;

  @Option(
      names = "--max-corrupt",
      defaultValue = "100%",
      converter = ShareText.class,
      paramLabel = "SHARE",
      description =
          "End with exit code 4, and write nothing, if more than this share of all inputs' bytes"
              + " could not be read: 1%%, 0.01 (default: 100%%).")
  private double maxCorrupt;

  OnCorrupt onCorrupt() {
    return onCorrupt;
  }

  /** 0 to 1. */
  double maxCorrupt() {
    return maxCorrupt;
  }

  /** The choices in force, for the manifest. */
  Map<String, String> parameters() {
    return new TreeMap<>(
        Map.of("on_corrupt", onCorrupt.toString(), "max_corrupt", Double.toString(maxCorrupt)));
  }
}
