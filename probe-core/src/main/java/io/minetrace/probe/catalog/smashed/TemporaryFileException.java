// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.IOException;

/** The temporary file of an import cannot be written or read; nothing is wrong with its source. */
public final class TemporaryFileException extends IOException {

  private static final long serialVersionUID = 1;

  TemporaryFileException(IOException cause) {
    super(
        "temporary file of the import, in "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + cause.getMessage(),
        cause);
  }
}
