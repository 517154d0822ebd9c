// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.hash.Sha256;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a result against its manifest: the checksums of its files, digest and counts of its rows,
 * the sums of its inputs, its windows, its report. What is wrong is named, all of it.
 */
public final class ResultCheck {

  private static final List<String> SUMS =
      List.of("bytes", "flow_records", "units", "units_read", "units_skipped");

  private final Path manifest;
  private final JsonTree run;
  private final RunFacts facts;
  private final String program;
  private final ReportPage page;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> findings = new LinkedHashMap<>();

  private ResultCheck(Path manifest, JsonTree run, String program, ReportPage page) {
    this.manifest = manifest;
    this.run = run;
    this.facts = new RunFacts(run);
    this.program = program;
    this.page = page;
  }

  /**
   * Checks a result.
   *
   * @param manifest its run.json
   * @param rows its matches, in each of their formats
   * @param report where its report is, if it has one
   * @param program name, version and commit of the one that checks: a report that another version
   *     made may differ in its words
   * @param page how that one makes a report
   */
  public static ResultCheck of(
      Path manifest, List<Path> rows, Path report, String program, ReportPage page)
      throws IOException {
    ResultCheck check = new ResultCheck(manifest, JsonTree.read(manifest), program, page);
    check.files();
    for (Path file : rows) {
      check.rows(file, report);
    }
    check.inputs();
    check.windows();
    return check;
  }

  /** What is wrong, each with the name of its file. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** What was looked at and how it was found, by topic, for a person. */
  public Map<String, String> findings() {
    return new LinkedHashMap<>(findings);
  }

  private void files() throws IOException {
    List<ResultFile> files = facts.files();
    if (files.isEmpty()) {
      findings.put("files", "run.json has no checksums of them");
      return;
    }
    int before = problems.size();
    for (ResultFile file : files) {
      Path name = Path.of(file.name()).normalize();
      Path path = manifest.resolveSibling(name);
      if (name.isAbsolute() || name.startsWith("..")) {
        problems.add(manifest + ": lists '" + file.name() + "', which is not beside it");
      } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        problems.add(path + ": missing");
      } else {
        String sha256 = Sha256.hex(path);
        if (!sha256.equals(file.sha256())) {
          problems.add(
              path + ": SHA-256 " + sha256 + " (expected by run.json: " + file.sha256() + ")");
        }
      }
    }
    if (problems.size() == before) {
      findings.put("files", files.size() + " with the SHA-256 that run.json tells");
    }
  }

  private void rows(Path file, Path report) throws IOException {
    ResultTotals totals = ResultTotals.forReport(facts.sessionGap(), facts.inside(), session -> {});
    try (ResultReader reader = ResultReader.open(file)) {
      for (Optional<ResultRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        totals.add(row.get());
      }
      totals.finish();
    } catch (IOException e) {
      problems.add(e.getMessage());
      return;
    } catch (IllegalArgumentException e) {
      problems.add(file + ": " + e.getMessage());
      return;
    }
    int before = problems.size();
    days(file, totals.digest());
    expect(file, "digest", totals.digest().hex(), facts.digest().orElse("none"));
    counts(file, totals);
    if (problems.size() == before) {
      findings.put(
          file.getFileName().toString(),
          totals.counts().total() + " rows with the digest and the counts of run.json");
      report(report, totals);
    }
  }

  private void days(Path file, ResultDigest digest) {
    Map<String, String> found = new LinkedHashMap<>();
    digest
        .days()
        .forEach(
            (date, day) ->
                found.put(date.toString(), day.rows() + " rows, SHA-256 " + day.sha256()));
    Map<String, String> expected = facts.days();
    for (String date : union(found, expected)) {
      expect(
          file, date, found.getOrDefault(date, "no rows"), expected.getOrDefault(date, "no rows"));
    }
  }

  private static List<String> union(Map<String, String> some, Map<String, String> others) {
    List<String> all = new ArrayList<>(some.keySet());
    all.addAll(others.keySet());
    return all.stream().distinct().sorted().toList();
  }

  private void counts(Path file, ResultTotals totals) {
    JsonTree result = run.at("result");
    expect(file, "matches", totals.counts().total(), result.number("matches"));
    JsonTree byConfidence = result.at("matches_by_confidence");
    for (Confidence confidence : Confidence.values()) {
      expect(
          file,
          confidence.name(),
          totals.counts().of(confidence),
          byConfidence.number(confidence.name()));
    }
    JsonTree byActivity = result.at("matches_by_activity");
    for (Activity activity : Activity.values()) {
      expect(
          file, activity.name(), totals.counts().of(activity), byActivity.number(activity.name()));
    }
    expect(
        file,
        "reasons",
        totals.counts().byReason().toString(),
        result.at("matches_by_reason").numbers().toString());
    JsonTree sessions = result.at("sessions");
    expect(file, "sessions", totals.sessions().total(), sessions.number("count"));
    expect(
        file,
        "sessions of attempts only",
        totals.sessions().attemptedOnly(),
        sessions.number("attempted_only"));
  }

  private void expect(Path file, String what, long found, Optional<Long> expected) {
    expect(
        file,
        what,
        Long.toString(found),
        expected.map(number -> Long.toString(number)).orElse("none"));
  }

  private void expect(Path file, String what, String found, String expected) {
    if (!found.equals(expected)) {
      problems.add(file + ", " + what + ": " + found + " (expected by run.json: " + expected + ")");
    }
  }

  private void report(Path report, ResultTotals totals) throws IOException {
    if (!Files.isRegularFile(report) || findings.containsKey("report")) {
      return;
    }
    if (!facts.program().equals(program)) {
      findings.put("report", "not compared: made by " + facts.program() + ", this is " + program);
      return;
    }
    byte[] expected = page.of(manifest, totals).getBytes(StandardCharsets.UTF_8);
    int differs = Arrays.mismatch(Files.readAllBytes(report), expected);
    if (differs >= 0) {
      problems.add(
          report + ", offset " + differs + ": not the report of run.json and the rows beside it");
    } else {
      findings.put("report", "is the one of run.json and the rows");
    }
  }

  private void inputs() {
    int before = problems.size();
    Map<String, Long> sums = new LinkedHashMap<>();
    SUMS.forEach(name -> sums.put(name, 0L));
    long exporters = 0;
    for (JsonTree input : run.list("inputs")) {
      boolean leftOut = input.number("flow_records_left_out").isPresent();
      for (String name : leftOut ? List.of("bytes") : SUMS) {
        sums.merge(name, input.number(name).orElse(0L), Long::sum);
      }
      exporters += leftOut ? 0 : ofExporters(input);
      long units = input.number("units").orElse(0L);
      long parts = input.number("units_read").orElse(0L) + input.number("units_skipped").orElse(0L);
      if (input.number("units").isPresent() && units != parts) {
        problems.add(
            manifest
                + ", input "
                + input.text("path").orElse("")
                + ": "
                + units
                + " units, read and skipped are "
                + parts);
      }
    }
    JsonTree totals = run.at("totals");
    if (totals.number("inputs").isEmpty()) {
      findings.put("inputs", "run.json has no totals of them");
      return;
    }
    expect(manifest, "inputs", run.list("inputs").size(), totals.number("inputs"));
    sums.forEach((name, sum) -> expect(manifest, "sum of " + name, sum, totals.number(name)));
    long ofExporters = ofExporters(totals);
    expect(manifest, "sum of exporters", exporters, Optional.of(ofExporters));
    long records = totals.number("flow_records").orElse(0L);
    if (ofExporters > records) {
      problems.add(
          manifest
              + ", exporters: "
              + ofExporters
              + " flow records, more than all (expected by run.json: at most "
              + records
              + ")");
    }
    if (problems.size() == before) {
      findings.put(
          "inputs",
          run.list("inputs").size()
              + ", "
              + totals.number("flow_records").orElse(0L)
              + " flow records: the counts add up");
    }
  }

  /** Flow records of those exporters that are known; not every format tells of them. */
  private static long ofExporters(JsonTree counts) {
    long ofNamed =
        counts.list("exporters").stream()
            .mapToLong(exporter -> exporter.number("flow_records").orElse(0L))
            .sum();
    return ofNamed + counts.number("flow_records_of_other_exporters").orElse(0L);
  }

  private void windows() throws IOException {
    for (ResultFile file : facts.files()) {
      if (!file.name().equals("windows.zip") && !file.name().equals("windows.csv")) {
        continue;
      }
      Path path = manifest.resolveSibling(file.name());
      if (!Files.isRegularFile(path)) {
        continue;
      }
      try (WindowSnapshot snapshot = WindowSnapshot.open(path)) {
        if (snapshot.id().equals(facts.snapshotId())) {
          findings.put("windows", "snapshot " + snapshot.id());
        } else {
          problems.add(
              path
                  + ": snapshot "
                  + snapshot.id()
                  + " (expected by run.json: "
                  + facts.snapshotId()
                  + ")");
        }
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
  }
}
