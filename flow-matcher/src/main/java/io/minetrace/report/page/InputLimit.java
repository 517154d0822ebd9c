// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** What of the inputs was not read, and why. */
final class InputLimit implements Limit {

  private static final int SHOWN_FAILURES = 6;

  private final Manifest manifest;
  private final List<String> failures = new ArrayList<>();
  private final Map<InputState, Long> states = new EnumMap<>(InputState.class);
  private long skipped;
  private long lost;
  private long undecoded;

  InputLimit(Manifest manifest) {
    this.manifest = manifest;
    manifest.inputs().forEach(this::count);
  }

  private void count(JsonTree input) {
    InputState state = InputState.of(input);
    states.merge(state, 1L, Long::sum);
    StringJoiner failure = new StringJoiner("; ");
    input.text("failure").ifPresent(failure::add);
    boolean used = state != InputState.LEFT_OUT;
    skipped += used ? input.number("units_skipped").orElse(0L) : 0;
    lost += used ? input.number("lost_by_exporter").orElse(0L) : 0;
    for (JsonTree tally : input.list("not_decoded")) {
      if (tally.flag("loss").orElse(true)) {
        undecoded += used ? tally.number("count").orElse(0L) : 0;
        failure.add(
            (failure.length() == 0 ? input.text("path").orElse("") + ": " : "")
                + tally.text("reason").orElse("")
                + ", first at offset "
                + tally.number("first_offset").orElse(0L)
                + " ("
                + tally.text("first_detail").orElse("")
                + ")");
      }
    }
    if (failure.length() > 0) {
      failures.add(failure.toString());
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
    manifest.corruptShare().ifPresent(paragraphs::add);
    paragraphs.add(whatWasRead(notRead));
    paragraphs.addAll(failures.subList(0, Math.min(SHOWN_FAILURES, failures.size())));
    if (failures.size() > SHOWN_FAILURES) {
      paragraphs.add(
          "and "
              + Quantity.count(failures.size() - (long) SHOWN_FAILURES, "more file")
              + " (run.json).");
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
    Optional<Long> exit = manifest.run().number("exit_code");
    if (exit.isEmpty() || manifest.inputs().isEmpty()) {
      return "Not recorded.";
    }
    List<String> losses = losses();
    if (!losses.isEmpty()) {
      return String.join("; ", losses) + (failures.isEmpty() ? " (run.json)." : ":");
    }
    String whole =
        Quantity.count(manifest.inputs().size(), "file was", "files were") + " read whole";
    if (!notRead.isEmpty()) {
      return whole + ".";
    }
    return exit.get() == 3
        ? "Part of the input was skipped or corrupt; run.json does not say which."
        : whole + "; nothing was corrupt.";
  }

  /** What was not read, or is not known to have been, in one phrase for each kind. */
  private List<String> losses() {
    List<String> losses = new ArrayList<>();
    String of = " of " + Quantity.count(manifest.inputs().size());
    states.forEach(
        (state, files) -> {
          if (state != InputState.WHOLE) {
            losses.add(Quantity.count(files, "file") + of + " " + did(state));
          }
        });
    if (skipped > 0) {
      losses.add(Quantity.count(skipped, "block or message", "blocks or messages") + " skipped");
    }
    if (undecoded > 0) {
      losses.add(Quantity.count(undecoded, "part") + " not decoded");
    }
    return losses;
  }

  private static String did(InputState state) {
    return switch (state) {
      case WHOLE -> "read whole";
      case IN_PART -> "read or compared in part";
      case LEFT_OUT -> "left out wholly, for damage (--on-corrupt skip-file)";
      case NOT_READ -> "could not be read at all";
      case NOT_TOLD -> "read as far as nobody recorded";
    };
  }
}
