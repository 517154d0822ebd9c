// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.flow.DecodeReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One way in which an input, or a part of it, is not in the result: a line of {@code
 * errors.ndjson}.
 *
 * @param file as the user named it
 * @param inputFile its id in the rows; empty if it was not even opened
 * @param offset bytes from its start to the first place concerned, if that is known
 * @param reason a {@link DecodeReport.Reason}, an {@link InputFailure.Kind} or {@code NOT_READ}
 * @param done what was done about it
 * @param count how many places
 * @param bytes how many bytes that concerns, if that is known
 * @param detail what was expected and found at the first place
 */
public record InputProblem(
    String file,
    Optional<String> inputFile,
    OptionalLong offset,
    String reason,
    Done done,
    long count,
    OptionalLong bytes,
    String detail) {

  /** What became of the part that could not be read. */
  public enum Done {
    /** The block, message or datagram was passed over; the rest was read. */
    UNIT_SKIPPED,
    /** The record was passed over; the rest was read. */
    RECORD_SKIPPED,
    /** The template was not used, nor what was sent by it. */
    TEMPLATE_IGNORED,
    /** The set was passed over; the rest was read. */
    SET_SKIPPED,
    /** The packet was passed over; the rest was read. */
    PACKET_SKIPPED,
    /** The part was passed over; the rest was read. */
    PART_SKIPPED,
    /** What stands before it was read. */
    READ_UP_TO_IT,
    /** Nothing of the file was read. */
    FILE_SKIPPED,
    /** What was read of the file was left out as well, as was asked. */
    FILE_LEFT_OUT,
    /** The flows were read and not matched. */
    FLOWS_NOT_MATCHED
  }

  private static final Comparator<InputProblem> ORDER =
      Comparator.comparing(InputProblem::file)
          .thenComparing(problem -> problem.inputFile.orElse(""))
          .thenComparingLong(problem -> problem.offset.orElse(Long.MAX_VALUE))
          .thenComparing(InputProblem::reason)
          .thenComparing(InputProblem::detail);

  /** All problems of a run, sorted by file, whoever came across them first. */
  public static List<InputProblem> of(List<InputSummary> inputs, List<NotRead> notRead) {
    List<InputProblem> problems = new ArrayList<>();
    for (NotRead name : notRead) {
      problems.add(
          new InputProblem(
              name.name(),
              Optional.empty(),
              OptionalLong.empty(),
              "NOT_READ",
              Done.FILE_SKIPPED,
              1,
              OptionalLong.empty(),
              name.message()));
    }
    for (InputSummary input : inputs) {
      input.report().ifPresent(report -> addLosses(input, report, problems));
      for (InputFailure failure : input.failures()) {
        problems.add(of(input, failure));
      }
    }
    problems.sort(ORDER);
    return problems;
  }

  private static void addLosses(
      InputSummary input, DecodeReport report, List<InputProblem> problems) {
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      if (entry.getKey().isLoss()) {
        DecodeReport.Tally tally = entry.getValue();
        problems.add(
            new InputProblem(
                input.path(),
                id(input),
                OptionalLong.of(tally.firstOffset()),
                entry.getKey().name(),
                input.isLeftOut() ? Done.FILE_LEFT_OUT : done(entry.getKey()),
                tally.count(),
                OptionalLong.of(tally.bytes()),
                tally.firstDetail()));
      }
    }
  }

  private static InputProblem of(InputSummary input, InputFailure failure) {
    return new InputProblem(
        input.path(),
        id(input),
        failure.offset(),
        failure.kind().name(),
        done(input, failure.kind()),
        failure.count(),
        OptionalLong.empty(),
        failure.detail());
  }

  private static Optional<String> id(InputSummary input) {
    return Optional.of(input.inputFile()).filter(id -> !id.isEmpty());
  }

  private static Done done(DecodeReport.Reason reason) {
    return switch (reason) {
      case TRUNCATED -> Done.READ_UP_TO_IT;
      case CORRUPT -> Done.UNIT_SKIPPED;
      case BAD_RECORD -> Done.RECORD_SKIPPED;
      case BAD_TEMPLATE -> Done.TEMPLATE_IGNORED;
      case NO_TEMPLATE -> Done.SET_SKIPPED;
      case CUT_PACKET -> Done.PACKET_SKIPPED;
      case NOT_SUPPORTED, NOT_FLOW_EXPORT -> Done.PART_SKIPPED;
    };
  }

  private static Done done(InputSummary input, InputFailure.Kind kind) {
    if (input.isLeftOut()) {
      return Done.FILE_LEFT_OUT;
    }
    return switch (kind) {
      case UNREADABLE, MALFORMED -> input.isUnread() ? Done.FILE_SKIPPED : Done.READ_UP_TO_IT;
      case NO_FLOW_TIME, NO_PROTOCOL, NO_PORT -> Done.FLOWS_NOT_MATCHED;
      case LEFT_OUT -> Done.FILE_LEFT_OUT;
    };
  }

  /** Writes problems, one object a line; the stream is closed. */
  public static void write(List<InputProblem> problems, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (InputProblem problem : problems) {
        problem.write(json);
        json.writeRaw('\n');
      }
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("input_file", inputFile.orElse(null));
    writeNumber(json, "offset", offset);
    json.writeStringField("reason", reason);
    json.writeStringField("done", done.name());
    json.writeNumberField("count", count);
    writeNumber(json, "bytes", bytes);
    json.writeStringField("detail", detail);
    json.writeEndObject();
  }

  private static void writeNumber(JsonGenerator json, String name, OptionalLong number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }
}
