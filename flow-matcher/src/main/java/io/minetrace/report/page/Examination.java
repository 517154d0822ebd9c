// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import io.minetrace.report.UtcTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What was examined, with which program, windows and choices, as far as run.json tells. */
final class Examination implements Part {

  private final Manifest manifest;

  Examination(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void writeTo(Markup page) {
    Definitions facts = new Definitions(page, "What was examined, and with what");
    inputs(facts);
    manifest
        .flowTimes()
        .ifPresent(
            times ->
                facts.item(
                    "Flows",
                    "The first begins "
                        + UtcTime.format(times.from())
                        + ", the last ends "
                        + UtcTime.format(times.to())
                        + ".",
                    withoutAbsurd()));
    new Exporters(manifest).addTo(facts);
    manifest.windows().text("source").ifPresent(source -> facts.item("Windows", source));
    manifest.windows().text("snapshot_id").ifPresent(id -> facts.code("Snapshot", id));
    program(facts);
    Map<String, String> choices = manifest.choices();
    if (!choices.isEmpty()) {
      facts.words("Parameters", choices);
    }
    manifest
        .result()
        .number("matches")
        .ifPresent(matches -> facts.item("Result", Quantity.count(matches, "row") + "."));
    manifest.result().text("digest").ifPresent(digest -> facts.code("Result digest", digest));
    facts.end();
  }

  private void inputs(Definitions facts) {
    List<JsonTree> inputs = manifest.inputs();
    if (inputs.isEmpty()) {
      return;
    }
    Map<InputState, Long> states = new EnumMap<>(InputState.class);
    inputs.forEach(input -> states.merge(InputState.of(input), 1L, Long::sum));
    StringJoiner read = new StringJoiner(", ", "Read: ", ".");
    for (InputState state : InputState.values()) {
      long count = states.getOrDefault(state, 0L);
      if (count > 0 || (state == InputState.WHOLE && !states.containsKey(InputState.NOT_TOLD))) {
        read.add(Quantity.count(count) + " " + state.words());
      }
    }
    long notRead = manifest.run().list("not_read").size();
    StringJoiner amount = new StringJoiner(", ", "", ". ");
    amount.add(Quantity.count(inputs.size(), "file"));
    manifest.sum("bytes").ifPresent(bytes -> amount.add(Quantity.count(bytes, "byte")));
    manifest
        .sum("flow_records")
        .ifPresent(records -> amount.add(Quantity.count(records, "flow record")));
    facts.item(
        "Inputs",
        amount.toString() + read,
        notRead > 0 ? Quantity.count(notRead, "name") + " given besides could not be read." : "",
        manifest.corruptShare().orElse(""));
  }

  /** A sentence about the flows that these times are not of; empty if there are none. */
  private String withoutAbsurd() {
    return manifest
        .windows()
        .number("flow_records_with_absurd_time")
        .filter(absurd -> absurd > 0)
        .map(absurd -> Quantity.count(absurd, "record") + " of before 1970 or after 9999 aside.")
        .orElse("");
  }

  private void program(Definitions facts) {
    StringJoiner text = new StringJoiner("; ");
    JsonTree run = manifest.run();
    run.text("tool").ifPresent(text::add);
    // A build outside of a repository does not know what it was made of.
    run.text("commit")
        .filter(commit -> !commit.equals("unknown"))
        .ifPresent(commit -> text.add("source commit " + commit));
    run.text("java").ifPresent(java -> text.add("Java " + java));
    run.text("os").ifPresent(text::add);
    if (text.length() > 0) {
      facts.item("Program", text.toString());
    }
  }
}
