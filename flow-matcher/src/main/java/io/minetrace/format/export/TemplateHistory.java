// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of the templates of one exporter and domain, counted for the report. */
final class TemplateHistory {

  private static final int MAX_FLAPPING = 1 << 10;
  private static final int MAX_ODD_LENGTHS = 8;

  private final Map<Integer, Long> flapping = new TreeMap<>();
  private final Set<String> oddLengths = new TreeSet<>();
  private long records;
  private long options;
  private long refreshes;
  private long redefinitions;

  void defined(TemplateSetReader.Kind kind) {
    switch (kind) {
      case TEMPLATES -> records++;
      case OPTIONS_IN_BYTES, OPTIONS_IN_FIELDS -> options++;
    }
  }

  void refreshed() {
    refreshes++;
  }

  /**
   * @param again whether it had this definition before the last one: exporters do not go back, so
   *     there are two that use one address
   */
  void redefined(int templateId, boolean again) {
    redefinitions++;
    if (again && (flapping.size() < MAX_FLAPPING || flapping.containsKey(templateId))) {
      flapping.merge(templateId, 1L, Long::sum);
    }
  }

  /** A field whose length the registry does not give its element. */
  void oddLength(String field) {
    if (oddLengths.size() < MAX_ODD_LENGTHS) {
      oddLengths.add(field);
    }
  }

  /** The first such fields, each once. */
  Set<String> oddLengths() {
    return oddLengths;
  }

  /** Templates of flow records that were defined, each once. */
  long records() {
    return records;
  }

  /** Options templates that were defined, each once. */
  long options() {
    return options;
  }

  long refreshes() {
    return refreshes;
  }

  long redefinitions() {
    return redefinitions;
  }

  /** How often each template went back to an earlier definition. */
  Map<Integer, Long> flapping() {
    return flapping;
  }
}
