// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.io.IOException;

/** A source of windows is missing, damaged, or of a version that this program does not know. */
public final class UnusableWindowsException extends IOException {

  /**
   * @param source file or JDBC URL, without credentials
   * @param problem what was expected and what was found
   */
  public UnusableWindowsException(String source, String problem) {
    super(source + ": " + problem);
  }

  public UnusableWindowsException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
