// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the inputs was not read, and why. */
final class InputLimit implements Limit {

  private static final int SHOWN_FAILURES = 6;

  private final Manifest manifest;
  private final List<String> failures = new ArrayList<>();
  private long unread;
  private long skipped;
  private long lost;
  private long undecoded;

  InputLimit(Manifest manifest) {
    this.manifest = manifest;
    manifest.inputs().forEach(this::count);
  }

  private void count(JsonTree input) {
    Optional<String> failure = input.text("failure");
    failure.ifPresent(failures::add);
    unread += failure.isPresent() && input.number("flow_records").orElse(0L) == 0 ? 1 : 0;
    skipped += input.number("units_skipped").orElse(0L);
    lost += input.number("lost_by_exporter").orElse(0L);
    for (JsonTree tally : input.list("not_decoded")) {
      if (tally.flag("loss").orElse(true)) {
        undecoded += tally.number("count").orElse(0L);
        failures.add(
            input.text("path").orElse("")
                + ": "
                + tally.text("reason").orElse("")
                + ", first at offset "
                + tally.number("first_offset").orElse(0L)
                + " ("
                + tally.text("first_detail").orElse("")
                + ")");
      }
    }
  }

  @Override
  public void addTo(Definitions box) {
    List<String> paragraphs = new ArrayList<>();
    List<String> notRead = manifest.run().texts("not_read");
    if (!notRead.isEmpty()) {
      paragraphs.add(
          Quantity.count(notRead.size(), "name")
              + " given could not be read: "
              + String.join("; ", notRead.subList(0, Math.min(SHOWN_FAILURES, notRead.size())))
              + (notRead.size() > SHOWN_FAILURES ? "; and more (run.json)." : "."));
    }
    paragraphs.add(whatWasRead(notRead));
    paragraphs.addAll(failures.subList(0, Math.min(SHOWN_FAILURES, failures.size())));
    if (failures.size() > SHOWN_FAILURES) {
      paragraphs.add(
          "and " + Quantity.count(failures.size() - (long) SHOWN_FAILURES) + " more (run.json).");
    }
    if (lost > 0) {
      paragraphs.add(
          "By the exporters' sequence numbers, "
              + Quantity.count(lost, "more record or message", "more records or messages")
              + " never arrived in these files.");
    }
    box.item("Corrupt input", paragraphs.toArray(new String[0]));
  }

  private String whatWasRead(List<String> notRead) {
    if (manifest.run().number("exit_code").isEmpty()) {
      return "Not recorded.";
    }
    int inputs = manifest.inputs().size();
    boolean partial = skipped > 0 || manifest.run().number("exit_code").equals(Optional.of(3L));
    return failures.isEmpty() && !partial
        ? Quantity.count(inputs, "file was", "files were")
            + (notRead.isEmpty() ? " read whole; nothing was corrupt." : " read whole.")
        : Quantity.count(unread, "file")
            + " of "
            + Quantity.count(inputs)
            + " could not be read at all; "
            + Quantity.count(skipped, "block or message", "blocks or messages")
            + " skipped, "
            + Quantity.count(undecoded, "part")
            + " not decoded"
            + (failures.isEmpty() ? " (run.json)." : ":");
  }
}
