// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** THE registry of files that can be imported, recognised by the columns they must have. */
public enum FileKind {
  /** A history of visits: {@link ObservationRow}. */
  OBSERVATIONS("observations", ObservationRow.COLUMNS),
  /** What is served under which name: {@link DeclaredRow}. */
  DECLARED("services", DeclaredRow.REQUIRED_COLUMNS),
  /** What {@code probe --json} printed: {@link ProbeRow}. Recognised by its first character. */
  PROBES("probe results", List.of());

  private final String content;
  private final List<String> requiredColumns;

  FileKind(String content, List<String> requiredColumns) {
    this.content = content;
    this.requiredColumns = requiredColumns;
  }

  /** What its rows are, in the plural. */
  public String content() {
    return content;
  }

  /** The columns without which it is not this kind. */
  public List<String> requiredColumns() {
    return requiredColumns;
  }

  static Optional<FileKind> of(Collection<String> header) {
    for (FileKind kind : values()) {
      if (kind != PROBES && header.containsAll(kind.requiredColumns)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
