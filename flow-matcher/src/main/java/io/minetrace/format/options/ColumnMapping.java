// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.options;

import io.minetrace.flow.FlowColumn;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a text file of the user's own: which of its columns or keys feed which columns of a
 * flow record. Immutable; threads may share it.
 *
 * @param source the mapping's own name, for messages and reports
 * @param syntax lines of cells, or JSON objects
 * @param delimiter between cells; a space stands for any run of spaces
 * @param header the names of the columns where the file has no header line; empty where it has one
 * @param columns for each flow column the name of the file's column, or the path of the JSON key
 *     with {@code /} between the levels
 * @param duration the column of the flow's duration, for a file that has only one of start and end
 * @param timeFormat the pattern of {@link java.time.format.DateTimeFormatter} of its times, where
 *     they are neither numbers nor ISO 8601
 * @param timeUnit what times written as numbers count since 1970
 * @param durationUnit what durations count
 * @param zone of times that are written without one
 */
public record ColumnMapping(
    String source,
    Syntax syntax,
    char delimiter,
    List<String> header,
    Map<FlowColumn, String> columns,
    Optional<String> duration,
    Optional<String> timeFormat,
    Unit timeUnit,
    Unit durationUnit,
    Optional<ZoneId> zone) {

  /** How the records are written. */
  public enum Syntax {
    CSV,
    JSON
  }

  /** What a number of time counts. */
  public enum Unit {
    SECONDS,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS
  }

  public ColumnMapping {
    header = List.copyOf(header);
    if (!columns.containsKey(FlowColumn.SOURCE_IP_ADDRESS)
        || !columns.containsKey(FlowColumn.DESTINATION_IP_ADDRESS)) {
      throw new IllegalArgumentException(
          source + ": source_ip_address and destination_ip_address have to be mapped");
    }
    if (columns
        .get(FlowColumn.SOURCE_IP_ADDRESS)
        .equals(columns.get(FlowColumn.DESTINATION_IP_ADDRESS))) {
      throw new IllegalArgumentException(
          source
              + ": source_ip_address and destination_ip_address are the same column '"
              + columns.get(FlowColumn.SOURCE_IP_ADDRESS)
              + "'");
    }
    if (columns.containsKey(FlowColumn.RECORD_ORDINAL)) {
      throw new IllegalArgumentException(
          source + ": record_ordinal is the place in the file and cannot be mapped");
    }
    for (String name : header.isEmpty() ? List.<String>of() : columns.values()) {
      if (!header.contains(name)) {
        throw new IllegalArgumentException(
            source
                + ": column '"
                + name
                + "' is not in the header"
                + NearestWord.of(name, header)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse(""));
      }
    }
    columns = Collections.unmodifiableMap(new EnumMap<>(columns));
  }
}
