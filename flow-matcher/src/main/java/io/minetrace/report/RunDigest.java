// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The digest that a manifest gives of its result. */
public final class RunDigest {

  private RunDigest() {}

  /**
   * Reads it.
   *
   * @return hex; empty if the manifest has none
   * @throws IOException if the manifest cannot be read
   */
  public static Optional<String> read(Path manifest) throws IOException {
    return JsonTree.read(manifest).at("result").text("digest");
  }
}
