// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultFormat;
import io.minetrace.report.exchange.ColumnView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The registry of what {@code match} writes: rows in a syntax, or a file for another program. */
enum OutputFormat {
  CSV(Optional.of(ResultFormat.CSV), "csv"),
  NDJSON(Optional.of(ResultFormat.NDJSON), "ndjson"),
  /** An event a row. */
  TIMESKETCH(Optional.empty(), "jsonl"),
  /** A bundle of what the sessions say. */
  STIX(Optional.empty(), "json"),
  /** An event with an object a session. */
  MISP(Optional.empty(), "json");

  private final Optional<ResultFormat> rows;
  private final String extension;

  OutputFormat(Optional<ResultFormat> rows, String extension) {
    this.rows = rows;
    this.extension = extension;
  }

  /** The syntax, where this is one of rows. */
  Optional<ResultFormat> rows() {
    return rows;
  }

  /** As a user writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its file beside the rows. */
  String fileName() {
    return (rows.isPresent() ? "matches" : word()) + "." + extension;
  }

  /** Those that a file of this name may be. */
  static List<OutputFormat> ofFile(String name) {
    return Arrays.stream(values()).filter(f -> name.endsWith("." + f.extension)).toList();
  }

  /** The table that is guarded for spreadsheets, beside the one as it is. */
  static String guarded(String content) {
    return content + ".excel." + CSV.extension;
  }

  /** All files that a result may have in a directory beside the rows with our own columns. */
  static Set<String> otherFiles() {
    Set<String> names = new TreeSet<>();
    ColumnView.suffixes().forEach(suffix -> names.add("matches." + suffix));
    List.of("sessions", "context").forEach(content -> names.add(guarded(content)));
    Arrays.stream(values()).forEach(format -> names.add(format.fileName()));
    return names;
  }
}
