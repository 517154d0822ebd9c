// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.report.FlowPrinter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What is read of a text: every row as the {@code flows} command prints it.
 *
 * @param csv as printed, with the header
 * @param failure what ended reading early
 */
record TextFile(String csv, Optional<DecodeReport> report, Optional<String> failure) {

  static final ReadOptions UTC = ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of("UTC"));

  static TextFile of(String text) throws IOException {
    return of(text.getBytes(StandardCharsets.UTF_8), UTC);
  }

  static TextFile of(String text, ReadOptions options) throws IOException {
    return of(text.getBytes(StandardCharsets.UTF_8), options);
  }

  static TextFile of(byte[] bytes, ReadOptions options) throws IOException {
    return of(new ByteArrayInputStream(bytes), options);
  }

  static TextFile of(InputStream stream, ReadOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Optional<DecodeReport> report = Optional.empty();
    Optional<String> failure = Optional.empty();
    try (FlowPrinter printer = FlowPrinter.Syntax.CSV.start(out);
        FlowReader reader = FlowFile.open("input", stream, options)) {
      report = Optional.of(reader.report());
      // Small, so that batches end in the middle of things.
      FlowBatch batch = new FlowBatch(3);
      while (reader.next(batch)) {
        printer.print(batch);
      }
    } catch (MalformedFlowFileException e) {
      failure = Optional.of(e.getMessage());
    }
    return new TextFile(out.toString(StandardCharsets.UTF_8), report, failure);
  }

  /** Every row by column name; absent values are empty. */
  List<Map<String, String>> rows() throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      return parser.stream().map(CSVRecord::toMap).toList();
    }
  }

  /** Every row as it is printed. */
  List<String> lines() {
    return csv.lines().skip(1).toList();
  }

  /** One column of all rows. */
  List<String> column(String name) throws IOException {
    return rows().stream().map(row -> row.get(name)).toList();
  }

  /** What was counted under a reason, as {@code 2 × 180: detail}; empty if nothing was. */
  String tally(DecodeReport.Reason reason) {
    DecodeReport.Tally tally = report.orElseThrow().tallies().get(reason);
    return tally == null
        ? ""
        : tally.count() + " × " + tally.firstOffset() + ": " + tally.firstDetail();
  }

  String fact(String topic) {
    return report.orElseThrow().facts().getOrDefault(topic, "");
  }
}
