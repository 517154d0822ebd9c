// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.evaluation.ClaimCounts;
import io.minetrace.evaluation.Confusion;
import io.minetrace.evaluation.Control;
import io.minetrace.evaluation.Evaluation;
import io.minetrace.evaluation.Label;
import io.minetrace.evaluation.Share;
import io.minetrace.hash.Sha256;
import io.minetrace.match.Confidence;
import io.minetrace.report.InputSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An evaluation as one JSON object. Shares without a denominator are null. */
final class EvaluationJson {

  private static final int GREATEST_SCORE = 100;

  private EvaluationJson() {}

  static String of(
      Evaluation evaluation,
      String snapshotId,
      Path truth,
      List<InputSummary> inputs,
      double coverage,
      long seed)
      throws IOException {
    String truthSha256 = Sha256.hex(truth);
    return JsonLine.of(
        json -> {
          json.writeStringField("tool", "flow-matcher " + ProgramVersion.version());
          json.writeStringField("snapshot_id", snapshotId);
          json.writeStringField("truth", truth.toString());
          json.writeStringField("truth_sha256", truthSha256);
          json.writeNumberField("coverage", coverage);
          json.writeArrayFieldStart("inputs");
          for (InputSummary input : inputs) {
            json.writeStartObject();
            json.writeStringField("path", input.path());
            json.writeStringField("input_file", input.inputFile());
            json.writeNumberField("records", input.records());
            json.writeEndObject();
          }
          json.writeEndArray();
          write(json, evaluation);
          json.writeNumberField("seed", seed);
        });
  }

  private static void write(JsonGenerator json, Evaluation evaluation) throws IOException {
    json.writeNumberField("flows", evaluation.flows());
    json.writeNumberField("flows_without_truth", evaluation.unfitted());
    json.writeNumberField("flows_without_truth_matched", evaluation.unfittedMatched());
    json.writeNumberField("flows_without_times", evaluation.timeless());
    counts(json, "judged_flows", evaluation.judged());
    counts(json, "contacts", evaluation.contacts());
    counts(json, "hosts", evaluation.hosts());
    counts(json, "judged_flows_without_shared_address", evaluation.unshared());
    counts(json, "hosts_without_shared_address", evaluation.unsharedHosts());
    JsonLine.object(
        json,
        "by_score_at_least",
        scores -> {
          Confusion before = new Confusion(0, 0, 0);
          for (int score = GREATEST_SCORE; score >= 0; score--) {
            Confusion counts = evaluation.judged().atLeast(score);
            if (counts.right() + counts.wrong() != before.right() + before.wrong()) {
              confusion(scores, Integer.toString(score), counts);
              before = counts;
            }
          }
        });
    names(json, "by_pool", evaluation.byPool());
    names(json, "by_coin", evaluation.byCoin());
    names(json, "by_port", evaluation.byPort());
    share(json, "pools_exactly", evaluation.poolsExactly());
    share(json, "pools_among", evaluation.poolsAmong());
    share(json, "coins_exactly", evaluation.coinsExactly());
    share(json, "coins_among", evaluation.coinsAmong());
    JsonLine.object(
        json,
        "matches",
        matches -> {
          for (Confidence confidence : Confidence.values()) {
            matches.writeNumberField(confidence.name(), evaluation.matches(confidence));
          }
        });
    JsonLine.object(
        json,
        "negative_controls",
        controls -> {
          for (Control control : evaluation.controls()) {
            JsonLine.object(
                controls,
                control.name(),
                matches -> {
                  for (Confidence confidence : Confidence.values()) {
                    matches.writeNumberField(
                        confidence.name(), evaluation.matches(control, confidence));
                  }
                });
          }
        });
  }

  private static void counts(JsonGenerator json, String name, ClaimCounts counts)
      throws IOException {
    JsonLine.object(
        json,
        name,
        fields -> {
          for (Label label : Label.values()) {
            fields.writeNumberField(label.word(), counts.all(label));
          }
          fields.writeNumberField(
              "apart_matched", counts.claimed(Label.APART, Confidence.POSSIBLE));
          for (Confidence confidence : Confidence.values()) {
            confusion(fields, "at_least_" + confidence, counts.atLeast(confidence));
            confusion(fields, confidence.name(), counts.of(confidence));
          }
        });
  }

  private static void names(JsonGenerator json, String name, Map<String, Confusion> counts)
      throws IOException {
    JsonLine.object(
        json,
        name,
        fields ->
            counts.forEach(
                (key, confusion) -> {
                  try {
                    confusion(fields, key, confusion);
                  } catch (IOException e) {
                    throw new UncheckedIOException("writing to memory", e);
                  }
                }));
  }

  private static void confusion(JsonGenerator json, String name, Confusion counts)
      throws IOException {
    JsonLine.object(
        json,
        name,
        fields -> {
          fields.writeNumberField("right", counts.right());
          fields.writeNumberField("wrong", counts.wrong());
          fields.writeNumberField("missed", counts.missed());
          share(fields, "precision", counts.precision());
          share(fields, "recall", counts.recall());
        });
  }

  /** Null, or the share, its 95 % interval and of how many it is. */
  private static void share(JsonGenerator json, String name, Share share) throws IOException {
    if (share.all() == 0) {
      json.writeNullField(name);
      return;
    }
    JsonLine.object(
        json,
        name,
        fields -> {
          fields.writeNumberField("share", share.value());
          fields.writeNumberField("lower", share.lower());
          fields.writeNumberField("upper", share.upper());
          fields.writeNumberField("of", share.all());
        });
  }
}
