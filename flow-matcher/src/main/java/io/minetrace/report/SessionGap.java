// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;

/** The gap by which the sessions of a result were made, as its manifest tells it. */
public final class SessionGap {

  private SessionGap() {}

  /**
   * Reads it.
   *
   * @throws IOException if the manifest cannot be read
   */
  public static Duration read(Path manifest) throws IOException {
    return of(JsonTree.read(manifest));
  }

  static Duration of(JsonTree run) {
    try {
      return run.at("parameters")
          .text("session_gap")
          .map(Duration::parse)
          .orElse(SessionBuilder.DEFAULT_GAP);
    } catch (DateTimeException e) {
      return SessionBuilder.DEFAULT_GAP;
    }
  }
}
