// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.InputMessages;
import io.minetrace.flow.DecodeReport;
import io.minetrace.match.UnmatchableFlows;
import io.minetrace.report.FlowClock;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What became of one input file; a row of {@code files/}.
 *
 * @param path where it lies
 * @param inputFile its id in the result rows; empty if it could not even be opened
 * @param format as recognised; empty if it was not
 * @param records flow records decoded
 * @param matches rows it gave
 * @param undecodable blocks, records or datagrams that gave none
 * @param losses one line for each reason, with its first offset
 * @param warnings what spoils matches though nothing is lost, a line each
 * @param failure why reading ended early
 * @param clock the times of its flows
 */
record FileOutcome(
    String path,
    String inputFile,
    Optional<String> format,
    long records,
    long matches,
    long undecodable,
    List<String> losses,
    List<String> warnings,
    Optional<String> failure,
    FlowClock clock) {

  static FileOutcome of(
      String path,
      String inputFile,
      Optional<DecodeReport> report,
      long matches,
      UnmatchableFlows unmatchable,
      Optional<String> failure,
      FlowClock clock) {
    List<String> losses = new ArrayList<>();
    report.stream()
        .flatMap(r -> r.tallies().entrySet().stream())
        .filter(tally -> tally.getKey().isLoss())
        .map(InputMessages::describe)
        .forEach(losses::add);
    if (unmatchable.withoutProtocol() > 0) {
      losses.add(InputMessages.withoutProtocol(unmatchable.withoutProtocol()));
    }
    if (unmatchable.withoutPorts() > 0) {
      losses.add(InputMessages.withoutPorts(unmatchable.withoutPorts()));
    }
    return new FileOutcome(
        path,
        inputFile,
        report.map(DecodeReport::format),
        report.map(DecodeReport::records).orElse(0L),
        matches,
        report.map(DecodeReport::undecodable).orElse(0L),
        List.copyOf(losses),
        report.map(InputMessages::doubts).orElse(List.of()),
        failure,
        clock);
  }

  /** Whether anything of it may have been lost. */
  boolean isPartial() {
    return failure.isPresent() || !losses.isEmpty();
  }

  /** Whether nothing of it was read at all. */
  boolean isUnread() {
    return failure.isPresent() && records == 0;
  }

  static StructType schema() {
    DataType strings = DataTypes.createArrayType(DataTypes.StringType, false);
    DataType longs = DataTypes.createArrayType(DataTypes.LongType, false);
    return new StructType()
        .add("path", DataTypes.StringType, false)
        .add("input_file", DataTypes.StringType, false)
        .add("format", DataTypes.StringType, true)
        .add("records", DataTypes.LongType, false)
        .add("records_without_time", DataTypes.LongType, false)
        .add("records_with_absurd_time", DataTypes.LongType, false)
        .add("matches", DataTypes.LongType, false)
        .add("undecodable", DataTypes.LongType, false)
        .add("losses", strings, false)
        .add("failure", DataTypes.StringType, true)
        .add("first_flow_time", DataTypes.LongType, true)
        .add("last_flow_time", DataTypes.LongType, true)
        .add("hours", longs, false)
        .add("warnings", strings, false);
  }

  Row toRow() {
    return RowFactory.create(
        path,
        inputFile,
        format.orElse(null),
        records,
        clock.timeless(),
        clock.absurd(),
        matches,
        undecodable,
        losses.toArray(String[]::new),
        failure.orElse(null),
        clock.span().map(TimeSpan::from).orElse(null),
        clock.span().map(TimeSpan::to).orElse(null),
        clock.hours().toArray(Long[]::new),
        warnings.toArray(String[]::new));
  }

  static FileOutcome ofRow(Row row) {
    Optional<TimeSpan> span =
        row.isNullAt(10)
            ? Optional.empty()
            : Optional.of(new TimeSpan(row.getLong(10), row.getLong(11)));
    return new FileOutcome(
        row.getString(0),
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        row.getLong(3),
        row.getLong(6),
        row.getLong(7),
        List.copyOf(row.<String>getList(8)),
        List.copyOf(row.<String>getList(13)),
        Optional.ofNullable(row.getString(9)),
        FlowClock.of(row.<Long>getList(12), span, row.getLong(4), row.getLong(5)));
  }
}
