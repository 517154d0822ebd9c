// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inputs with the same bytes as another, whose flows count twice; nothing if there are none. */
final class CopiesLimit implements Limit {

  private static final int SHOWN_COPIES = 6;

  private final List<JsonTree> inputs;

  CopiesLimit(Manifest manifest) {
    this.inputs = manifest.used();
  }

  @Override
  public void addTo(Definitions box) {
    Map<String, String> first = new HashMap<>();
    List<String> copies = new ArrayList<>();
    for (JsonTree input : inputs) {
      String id = input.text("input_file").orElse("");
      if (id.isEmpty() || input.number("flow_records").orElse(0L) == 0) {
        continue;
      }
      // The id stands for length, beginning and end; the hash, where there is one, for the rest.
      boolean hashed = input.text("sha256").isPresent();
      String path = input.text("path").orElse("-");
      String earlier = first.putIfAbsent(id + input.text("sha256").orElse(""), path);
      if (earlier != null) {
        copies.add(
            path
                + (hashed ? " has the same bytes as " : " has length, beginning and end of ")
                + earlier);
      }
    }
    if (!copies.isEmpty()) {
      box.item(
          "Counted twice",
          String.join("; ", copies.subList(0, Math.min(SHOWN_COPIES, copies.size())))
              + (copies.size() > SHOWN_COPIES
                  ? "; and so have "
                      + Quantity.count(copies.size() - (long) SHOWN_COPIES, "more file")
                      + " those of another"
                  : "")
              + ". Their flows count more than once.");
    }
  }
}
