// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;

/** How much of an input was read, by what run.json says of it. */
enum InputState {
  WHOLE("whole"),
  IN_PART("in part"),
  NOT_READ("not read");

  private final String words;

  InputState(String words) {
    this.words = words;
  }

  static InputState of(JsonTree input) {
    boolean failed = input.text("failure").isPresent();
    if (failed && input.number("flow_records").orElse(0L) == 0) {
      return NOT_READ;
    }
    boolean lost =
        input.list("not_decoded").stream().anyMatch(tally -> tally.flag("loss").orElse(true));
    return failed || lost ? IN_PART : WHOLE;
  }

  /** As in "was read" or in a table. */
  String words() {
    return words;
  }
}
