// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.match.Scores;
import io.minetrace.report.UtcTime;
import io.minetrace.snapshot.CoverageDays;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.SnapshotManifest;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flow-matcher snapshot info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a snapshot is: id, source, counts, members, coverage, signature.",
      "The counts are those of its manifest; snapshot verify checks them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:internal error", "2:wrong usage", "5:windows missing or damaged"})
final class SnapshotInfoCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE.zip", description = "The snapshot.")
  private Path file;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  private List<CoverageSpan> coverage = List.of();
  private List<CalibrationCell> calibration = List.of();

  @Override
  public Integer call() throws IOException {
    try (SnapshotFile snapshot = SnapshotCommand.open(file)) {
      coverage = snapshot.coverage();
      calibration = snapshot.calibration();
      if (json) {
        System.out.println(JsonLine.of(out -> write(out, snapshot)));
      } else {
        print(snapshot);
      }
    }
    return ExitCode.OK.code();
  }

  private void print(SnapshotFile snapshot) throws IOException {
    SnapshotManifest manifest = snapshot.manifest();
    TextTable facts = new TextTable();
    facts.row("snapshot", snapshot.id());
    facts.row("format", "version " + SnapshotManifest.FORMAT_VERSION);
    facts.row(
        "as of",
        manifest.asOf().isPresent()
            ? UtcTime.format(manifest.asOf().getAsLong())
            : "no observations");
    facts.row("source", manifest.source());
    facts.row("builder", builder(manifest.builder()));
    facts.row("windows", manifest.windows() + " of " + manifest.endpoints() + " endpoints");
    facts.row("observations", Long.toString(manifest.observations()));
    facts.row("coverage", coverage());
    facts.row("calibration", calibration());
    facts.row("signature", signature(snapshot.id()));
    facts.printTo(System.out);
    System.out.println();
    TextTable members = new TextTable();
    members.row("member", "bytes", "in the zip", "SHA-256");
    for (SnapshotFile.Member member : snapshot.members()) {
      members.row(
          member.name(),
          Long.toString(member.bytes()),
          Long.toString(member.storedBytes()),
          member.sha256());
    }
    members.printTo(System.out);
  }

  private static String builder(Map<String, String> builder) {
    return builder.isEmpty()
        ? "parameters not told"
        : new TreeMap<>(builder)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
  }

  private String coverage() {
    Optional<TimeSpan> extent = CoverageDays.extent(coverage);
    if (extent.isEmpty()) {
      return "none";
    }
    CoverageDays days = new CoverageDays(coverage, extent.get());
    return String.format(
        Locale.ROOT,
        "%s … %s by %s: %.1f %%",
        UtcTime.toMinute(extent.get().from()),
        UtcTime.toMinute(extent.get().to()),
        days.vantages().size() == 1 ? days.vantages().get(0) : days.vantages().size() + " vantages",
        100 * days.share(days.stretches()));
  }

  private String calibration() {
    if (calibration.isEmpty()) {
      return "none: the built-in scores apply";
    }
    long used = calibration.stream().filter(cell -> cell.heldOut() >= Scores.MIN_HELD_OUT).count();
    return String.format(
        Locale.ROOT,
        "%d cells of %d held-out observations, %d of them with the %d that give a score",
        calibration.size(),
        calibration.stream().mapToLong(CalibrationCell::heldOut).sum(),
        used,
        Scores.MIN_HELD_OUT);
  }

  /** What lies beside the snapshot; only a key can tell what it is worth. */
  private String signature(String id) throws IOException {
    Path beside = SnapshotSignature.beside(file);
    Optional<SnapshotSignature> signature;
    try {
      signature = SnapshotSignature.read(beside);
    } catch (NoSuchFileException e) {
      return "none (no " + beside.getFileName() + ")";
    }
    if (signature.isEmpty()) {
      return beside.getFileName() + " is not a signature, or a damaged one";
    }
    Optional<String> ofSnapshot = signature.get().snapshotId();
    return beside.getFileName()
        + (ofSnapshot.isEmpty()
            ? ", a bare one"
            : ofSnapshot.get().equals(id)
                ? " by key " + signature.get().keyId().orElseThrow()
                : " of another snapshot, " + ofSnapshot.get())
        + " (snapshot verify --key PUBLIC checks it)";
  }

  private void write(JsonGenerator out, SnapshotFile snapshot) throws IOException {
    SnapshotManifest manifest = snapshot.manifest();
    out.writeStringField("file", snapshot.name());
    out.writeStringField("snapshot_id", snapshot.id());
    out.writeNumberField("format_version", SnapshotManifest.FORMAT_VERSION);
    JsonLine.time(out, "as_of", manifest.asOf());
    out.writeStringField("source", manifest.source());
    JsonLine.object(
        out,
        "builder",
        o -> {
          for (Map.Entry<String, String> entry : new TreeMap<>(manifest.builder()).entrySet()) {
            o.writeStringField(entry.getKey(), entry.getValue());
          }
        });
    out.writeNumberField("windows", manifest.windows());
    out.writeNumberField("endpoints", manifest.endpoints());
    out.writeNumberField("observations", manifest.observations());
    out.writeArrayFieldStart("members");
    for (SnapshotFile.Member member : snapshot.members()) {
      out.writeStartObject();
      out.writeStringField("name", member.name());
      out.writeNumberField("bytes", member.bytes());
      out.writeNumberField("stored_bytes", member.storedBytes());
      out.writeStringField("sha256", member.sha256());
      out.writeEndObject();
    }
    out.writeEndArray();
    Optional<TimeSpan> extent = CoverageDays.extent(coverage);
    JsonLine.object(
        out,
        "coverage",
        o -> {
          o.writeStringField("from", extent.map(e -> UtcTime.format(e.from())).orElse(null));
          o.writeStringField("to", extent.map(e -> UtcTime.format(e.to())).orElse(null));
          JsonLine.texts(
              o,
              "vantages",
              coverage.stream().map(CoverageSpan::vantage).distinct().sorted().toList());
        });
    out.writeArrayFieldStart("calibration");
    for (CalibrationCell cell : calibration) {
      out.writeStartObject();
      out.writeStringField("situation", cell.situation());
      out.writeNumberField("bucket", cell.bucket());
      out.writeNumberField("held_out", cell.heldOut());
      out.writeNumberField("up_share", cell.upShare());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("signature", signature(snapshot.id()));
  }
}
