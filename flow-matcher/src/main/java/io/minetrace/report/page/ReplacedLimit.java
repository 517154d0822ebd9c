// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of which addresses, ports or times were replaced before they were written, as they say
 * themselves; nothing if none does.
 */
final class ReplacedLimit implements Limit {

  private static final int SHOWN_INPUTS = 6;

  private final List<JsonTree> inputs;

  ReplacedLimit(Manifest manifest) {
    this.inputs = manifest.used();
  }

  @Override
  public void addTo(Definitions box) {
    List<String> replaced = new ArrayList<>();
    for (JsonTree input : inputs) {
      JsonTree what = input.at("replaced");
      List<String> parts = new ArrayList<>();
      what.text("addresses").ifPresent(how -> parts.add("addresses (" + how + ")"));
      what.text("ports_and_times")
          .ifPresent(how -> parts.add("ports, times or translated addresses (" + how + ")"));
      if (!parts.isEmpty()) {
        replaced.add(input.text("path").orElse("-") + ": " + String.join(", ", parts));
      }
    }
    if (replaced.isEmpty()) {
      return;
    }
    int shown = Math.min(SHOWN_INPUTS, replaced.size());
    long more = replaced.size() - (long) shown;
    box.item(
        "Replaced before",
        "Inputs say that this was replaced before they were written. What was replaced matches a"
            + " service by chance only: "
            + String.join("; ", replaced.subList(0, shown))
            + (more > 0 ? "; and " + Quantity.count(more, "more input") : "")
            + ".");
  }
}
