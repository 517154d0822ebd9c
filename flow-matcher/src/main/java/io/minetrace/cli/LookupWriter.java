// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.net.Endpoint;
import io.minetrace.report.UtcTime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes answers as they come. Used by one thread. */
interface LookupWriter {

  /** How answers are written. */
  enum Format {
    TABLE,
    CSV,
    NDJSON;

    LookupWriter start(OutputStream out, Charset terminal) {
      return switch (this) {
        case TABLE -> new Table(buffered(out, terminal));
        case CSV -> new Csv(buffered(out, StandardCharsets.UTF_8));
        case NDJSON -> new Ndjson(buffered(out, StandardCharsets.UTF_8));
      };
    }

    private static Writer buffered(OutputStream out, Charset charset) {
      return new BufferedWriter(new OutputStreamWriter(out, charset), 1 << 16);
    }
  }

  void write(LookupAnswer answer) throws IOException;

  /** Writes out what is held, for whoever waits for it. */
  void flush() throws IOException;

  private static String time(OptionalLong time) {
    return time.isPresent() ? UtcTime.format(time.getAsLong()) : "";
  }

  private static String joined(List<String> words) {
    return String.join("|", words);
  }

  /** For people: columns are as wide as what stands in so many lines. */
  final class Table implements LookupWriter {

    private static final int LINES = 200;

    private final Writer out;
    private TextTable table = new TextTable();
    private int held;

    private Table(Writer out) {
      this.out = out;
      table.row(
          "target", "at", "endpoint", "answer", "score", "pool", "coin", "first up", "last up");
    }

    @Override
    public void write(LookupAnswer answer) throws IOException {
      table.row(
          answer.target().text(),
          answer.at().isPresent() ? UtcTime.toMinute(answer.at().getAsLong()) : "-",
          answer.endpoint().map(Endpoint::toString).orElse("-"),
          answer.answer() + answer.situation().map(s -> ", " + s).orElse(""),
          answer.score().map(String::valueOf).orElse("-"),
          orDash(joined(answer.pools())),
          orDash(joined(answer.coins())),
          answer.firstUp().isPresent() ? UtcTime.toMinute(answer.firstUp().getAsLong()) : "-",
          answer.lastUp().isPresent() ? UtcTime.toMinute(answer.lastUp().getAsLong()) : "-");
      held++;
      if (held >= LINES) {
        print();
      }
    }

    private static String orDash(String text) {
      return text.isEmpty() ? "-" : text;
    }

    private void print() throws IOException {
      if (held > 0) {
        for (String line : table.lines()) {
          out.write(line);
          out.write('\n');
        }
        table = new TextTable();
        held = 0;
      }
    }

    @Override
    public void flush() throws IOException {
      print();
      out.flush();
    }
  }

  /** A header, then a line an answer; lists by bars, nothing for what there is not. */
  final class Csv implements LookupWriter {

    private static final String[] HEADER = {
      "line",
      "target",
      "at",
      "endpoint",
      "answer",
      "situation",
      "score",
      "pools",
      "coins",
      "fqdns",
      "windows",
      "first_up",
      "last_up",
      "window_id"
    };

    private final Writer out;
    private Optional<CSVPrinter> csv = Optional.empty();

    private Csv(Writer out) {
      this.out = out;
    }

    private CSVPrinter started() throws IOException {
      if (csv.isEmpty()) {
        csv =
            Optional.of(
                new CSVPrinter(
                    out,
                    CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(HEADER).get()));
      }
      return csv.get();
    }

    @Override
    public void write(LookupAnswer answer) throws IOException {
      started()
          .printRecord(
              answer.target().number(),
              answer.target().text(),
              time(answer.at()),
              answer.endpoint().map(Endpoint::toString).orElse(""),
              answer.answer(),
              answer.situation().orElse(""),
              answer.score().map(String::valueOf).orElse(""),
              joined(answer.pools()),
              joined(answer.coins()),
              joined(answer.fqdns()),
              answer.windows(),
              time(answer.firstUp()),
              time(answer.lastUp()),
              answer.windowId().orElse(""));
    }

    @Override
    public void flush() throws IOException {
      started().flush();
    }
  }

  /** An object a line with the names of the CSV; null for what there is not. */
  final class Ndjson implements LookupWriter {

    private final Writer out;

    private Ndjson(Writer out) {
      this.out = out;
    }

    @Override
    public void write(LookupAnswer answer) throws IOException {
      out.write(JsonLine.of(json -> fields(json, answer)));
      out.write('\n');
    }

    private static void fields(JsonGenerator json, LookupAnswer answer) throws IOException {
      json.writeNumberField("line", answer.target().number());
      json.writeStringField("target", answer.target().text());
      JsonLine.time(json, "at", answer.at());
      json.writeStringField("endpoint", answer.endpoint().map(Endpoint::toString).orElse(null));
      json.writeStringField("answer", answer.answer());
      json.writeStringField("situation", answer.situation().orElse(null));
      if (answer.score().isPresent()) {
        json.writeNumberField("score", answer.score().get());
      } else {
        json.writeNullField("score");
      }
      JsonLine.texts(json, "pools", answer.pools());
      JsonLine.texts(json, "coins", answer.coins());
      JsonLine.texts(json, "fqdns", answer.fqdns());
      json.writeNumberField("windows", answer.windows());
      JsonLine.time(json, "first_up", answer.firstUp());
      JsonLine.time(json, "last_up", answer.lastUp());
      json.writeStringField("window_id", answer.windowId().orElse(null));
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
