// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;

/** How much of an input was read, by what run.json says of it. */
enum InputState {
  WHOLE("whole"),
  IN_PART("in part"),
  LEFT_OUT("left out"),
  NOT_READ("not read"),
  NOT_TOLD("not recorded");

  private final String words;

  InputState(String words) {
    this.words = words;
  }

  static InputState of(JsonTree input) {
    // Only of an input that was left out does run.json tell what could be read of it apart.
    if (input.number("flow_records_left_out").isPresent()) {
      return LEFT_OUT;
    }
    boolean failed = input.text("failure").isPresent();
    if (failed && input.number("flow_records").orElse(0L) == 0) {
      return NOT_READ;
    }
    boolean lost =
        input.list("not_decoded").stream().anyMatch(tally -> tally.flag("loss").orElse(true));
    if (failed || lost) {
      return IN_PART;
    }
    return input.number("flow_records").isPresent() ? WHOLE : NOT_TOLD;
  }

  /** As in "was read" or in a table. */
  String words() {
    return words;
  }
}
