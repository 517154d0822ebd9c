// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

/** There is no usable database, for a reason that the user can understand and act on. */
public final class DatabaseUnavailableException extends RuntimeException {

  private final String hint;

  /**
   * One line that says what is wrong.
   *
   * @param hint what the user may do about it, or empty
   */
  public DatabaseUnavailableException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** As the other, keeping what it came from. */
  public DatabaseUnavailableException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
