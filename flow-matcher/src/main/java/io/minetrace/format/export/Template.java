// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.ByteCursor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One definition of a template, compiled. Never changes: a redefinition is another template. */
final class Template {

  private final int id;
  private final byte[] definition;
  private final long definedAt;
  private final RecordLayout layout;
  private final Optional<RecordPlan> records;
  private final Optional<OptionsPlan> facts;

  private Template(
      int id,
      byte[] definition,
      long definedAt,
      RecordLayout layout,
      Optional<RecordPlan> records,
      Optional<OptionsPlan> facts) {
    this.id = id;
    this.definition = definition;
    this.definedAt = definedAt;
    this.layout = layout;
    this.records = records;
    this.facts = facts;
  }

  /**
   * A template of flow records.
   *
   * @param definition its bytes in the template set, to tell a refresh from a redefinition
   * @param definedAt the decoder's count of sets, to tell which data came before it
   */
  static Template ofRecords(
      int id, byte[] definition, long definedAt, List<FieldSpecifier> fields) {
    RecordLayout layout = new RecordLayout(fields);
    return new Template(
        id,
        definition,
        definedAt,
        layout,
        Optional.of(new RecordPlan(fields, layout)),
        Optional.empty());
  }

  /** An options template, whose records tell of the exporter. */
  static Template ofOptions(
      int id, byte[] definition, long definedAt, List<FieldSpecifier> fields) {
    RecordLayout layout = new RecordLayout(fields);
    return new Template(
        id,
        definition,
        definedAt,
        layout,
        Optional.empty(),
        Optional.of(new OptionsPlan(fields, layout)));
  }

  int id() {
    return id;
  }

  long definedAt() {
    return definedAt;
  }

  RecordLayout layout() {
    return layout;
  }

  /** How to read flow records; empty for an options template. */
  Optional<RecordPlan> records() {
    return records;
  }

  /** How to read options records; empty for a template of flow records. */
  Optional<OptionsPlan> facts() {
    return facts;
  }

  /** Whether these bytes define the same again. */
  boolean isDefinedBy(byte[] bytes) {
    return Arrays.equals(definition, bytes);
  }

  /**
   * Whether a set of data that came before this template can be meant by it: whole records, and
   * padding as exporters write it. Anything else was made with another definition, and reading it
   * with this one would invent flows.
   */
  boolean fits(ByteCursor set) {
    if (layout.minimumLength() == 0) {
      return false;
    }
    RecordLayout.Extent extent = layout.extent(set);
    return extent.records() > 0 && DataSet.isPadding(set, extent.length());
  }
}
