// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/**
 * A column of a table of the page.
 *
 * @param head what stands above it
 * @param kind how it is set
 */
record Column(String head, Kind kind) {

  enum Kind {
    TEXT,
    NUMBER
  }

  static Column of(String head) {
    return new Column(head, Kind.TEXT);
  }

  static Column ofNumbers(String head) {
    return new Column(head, Kind.NUMBER);
  }
}
