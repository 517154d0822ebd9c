// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

/**
 * A command cannot do what was asked, for a reason that the user can understand and act on. Printed
 * as {@code error: …} and, if there is one, {@code hint: …}; never with a stack trace.
 */
public final class CommandFailure extends RuntimeException {

  private final ExitCode exitCode;
  private final String hint;

  public CommandFailure(ExitCode exitCode, String message) {
    this(exitCode, message, "");
  }

  /**
   * @param hint what the user may do about it, or empty
   */
  public CommandFailure(ExitCode exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public String hint() {
    return hint;
  }
}
