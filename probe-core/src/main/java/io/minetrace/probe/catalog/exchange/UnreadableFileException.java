// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.IOException;

/** A file is not one that can be imported at all. */
public final class UnreadableFileException extends IOException {

  /** Names the file, what was expected and what was found. */
  public UnreadableFileException(String file, String problem) {
    super(file + ": " + problem);
  }
}
