// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

/** A row that could not be taken, and why. */
public record BadRow(String file, long line, String problem) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + problem;
  }
}
