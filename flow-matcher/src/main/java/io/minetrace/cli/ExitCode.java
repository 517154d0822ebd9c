// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every exit code of this project's programs; a code means the same in all of them. */
public enum ExitCode {
  OK(0, "done, with or without matches"),
  INTERNAL_ERROR(1, "internal error"),
  USAGE(2, "wrong usage"),
  PARTIAL_INPUT(3, "done, but part of the input was skipped or corrupt"),
  UNREADABLE_INPUT(4, "unreadable, too corrupt, or no readable record at all"),
  NO_WINDOWS(5, "windows missing, damaged, or covering too little of the capture's time"),
  DATABASE(5, "database absent, or newer than the program"),
  MISMATCH(6, "verification mismatch"),
  OUTPUT_EXISTS(7, "output exists (see --overwrite)"),
  NOT_PROVEN(8, "at least one target not proven to be mining"),
  REFUSED_BY_POLICY(9, "refused by policy"),
  MATCHES_FOUND(10, "matches found, with --fail-on-match");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** For {@code --help}: {@code "code:meaning"} of each, and what an interruption gives. */
  public static List<String> help(ExitCode... codes) {
    return Stream.concat(
            Arrays.stream(codes).map(c -> c.code + ":" + c.meaning),
            Stream.of("130, 143:interrupted; partial output was removed"))
        .toList();
  }
}
