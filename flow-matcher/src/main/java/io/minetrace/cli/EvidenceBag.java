// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.bag.BagInfo;
import io.minetrace.bag.BagManifest;
import io.minetrace.hash.Sha256;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultFile;
import io.minetrace.report.exchange.ColumnView;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Adds to a result what makes it evidence: a copy of what it rests on, words that say how to check
 * and repeat it, and the lists of checksums. Nothing in it depends on the time but the date of
 * bagging. Used by one thread.
 */
final class EvidenceBag {

  /** Names of the windows in a bag, without their extension. */
  static final String WINDOWS = "windows";

  /** The layout of the text files that were read. */
  static final String MAPPING = "mapping.txt";

  private static final String ABOUT = "ABOUT.txt";

  /** What only evidence carries beside the files of a result, but for copies of inputs. */
  static boolean isOwn(String name) {
    return name.equals(MAPPING)
        || name.equals(ABOUT)
        || name.matches(WINDOWS + "\\.(zip|csv)(\\.sig)?");
  }

  /** Where the inputs are, if they were copied. */
  static final String INPUTS = "inputs/";

  private final OutputPlace place;
  private final EvidenceChoices choices;
  private final InstantSource clock;

  EvidenceBag(OutputPlace place, EvidenceChoices choices, InstantSource clock) {
    this.place = place;
    this.choices = choices;
    this.clock = clock;
  }

  /** Copies the windows that were used, and their signature where there is one. */
  void addWindows(WindowSnapshot snapshot) throws IOException {
    Path used = snapshot.file();
    String name = WINDOWS + (snapshot.hasObservations() ? ".zip" : ".csv");
    copy(used, name);
    // Whoever replaced the file in the meantime must not have the bag say what was not so.
    try (WindowSnapshot copied = WindowSnapshot.open(place.inProgress(name))) {
      if (!copied.id().equals(snapshot.id())) {
        throw new CommandFailure(
            ExitCode.NO_WINDOWS, snapshot.source() + ": changed while it was used");
      }
    }
    Path signature = SnapshotSignature.beside(used);
    if (Files.isRegularFile(signature)) {
      copy(signature, name + ".sig");
    }
  }

  /** Adds the layout of the text files that were read. */
  void addMapping(String text) throws IOException {
    write(place.file(MAPPING), text);
  }

  /** Copies the inputs, if that was asked for; those that could not be read are left. */
  void addInputs(List<InputSummary> inputs) throws IOException {
    if (!choices.copiesInputs()) {
      return;
    }
    for (int i = 0; i < inputs.size(); i++) {
      InputSummary input = inputs.get(i);
      if (input.sha256().isEmpty()) {
        continue;
      }
      String name = inputName(i, input.inputFile());
      ResultFile copy = copy(Path.of(input.path()), name);
      if (!copy.sha256().equals(input.sha256().get())) {
        throw new CommandFailure(
            ExitCode.UNREADABLE_INPUT,
            TextTable.printable(input.path())
                + ": changed while it was read (SHA-256 "
                + input.sha256().get()
                + ", then "
                + copy.sha256()
                + "); nothing was written");
      }
    }
  }

  /**
   * What the copy of an input is called.
   *
   * @param index of the input in the manifest, from 0
   */
  static String inputName(int index, String inputFile) {
    return INPUTS + String.format("%06d-%s", index + 1, inputFile);
  }

  private ResultFile copy(Path source, String name) throws IOException {
    try (InputStream in = Files.newInputStream(source);
        OutputStream out = place.file(name)) {
      in.transferTo(out);
    }
    return place.written(name);
  }

  /**
   * Closes the payload: words for whoever opens it, and the lists.
   *
   * @param about what is told of the result
   * @return the checksum of the list that all others hang from
   */
  String seal(About about) throws IOException {
    write(place.file(ABOUT), about.text(choices, place.files()));
    Map<String, String> payload = new TreeMap<>();
    long bytes = 0;
    for (ResultFile file : place.written()) {
      payload.put(file.name(), file.sha256());
      bytes += file.bytes();
    }
    BagInfo info =
        new BagInfo()
            .with("Bagging-Date", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString())
            .with("Bag-Software-Agent", about.tool())
            .with("External-Description", about.description());
    choices.caseName().ifPresent(name -> info.with("External-Identifier", name));
    choices.examiner().ifPresent(name -> info.with("Contact-Name", name));
    info.with("Payload-Oxum", BagInfo.oxum(bytes, payload.size()))
        .with("Minetrace-Snapshot", about.snapshotId())
        .with("Minetrace-Result-Digest", about.digest());
    Map<String, String> tags = new TreeMap<>();
    tag(BagInfo.DECLARATION_FILE, BagInfo.DECLARATION, tags);
    tag(BagInfo.FILE, info.text(), tags);
    tag(BagManifest.PAYLOAD, new BagManifest(payload).text(), tags);
    String list = new BagManifest(tags).text();
    write(place.tagFile(BagManifest.TAGS), list);
    return Sha256.hex(list.getBytes(StandardCharsets.UTF_8));
  }

  private void tag(String name, String text, Map<String, String> tags) throws IOException {
    write(place.tagFile(name), text);
    tags.put(name, Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void write(OutputStream stream, String text) throws IOException {
    try (OutputStream out = stream) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * What is told of the result in words.
   *
   * @param tool name, version and commit
   * @param commandLine as given
   * @param inputs how many were read
   * @param matches how many there are
   * @param anonymised whether addresses are replaced
   */
  record About(
      String tool,
      List<String> commandLine,
      int inputs,
      long matches,
      String snapshotId,
      String digest,
      boolean anonymised) {

    String description() {
      return "Flow records consistent with cryptocurrency mining: "
          + matches
          + " in "
          + inputs
          + (inputs == 1 ? " input" : " inputs");
    }

    String text(EvidenceChoices choices, List<ResultFile> files) {
      StringBuilder text = new StringBuilder();
      text.append(description()).append(".\n\n");
      choices.caseName().ifPresent(name -> line(text, "Case", name));
      choices.examiner().ifPresent(name -> line(text, "Examiner", name));
      line(text, "Made by", tool);
      line(
          text,
          "Called as",
          "flow-matcher "
              + commandLine.stream().map(About::quoted).collect(Collectors.joining(" ")));
      line(text, "Windows", "snapshot " + snapshotId);
      line(text, "Digest", digest);
      if (anonymised) {
        text.append(
            """

            Addresses of clients, of the sides that are no service, and of exporters are replaced ones
            (Crypto-PAn), and so are the blocks of --inside in "Called as". To repeat the run needs the
            key, which is not in this bag.
            """);
      }
      text.append(
          """

          The directory above this one is a bag of RFC 8493. In it, this checks every file:

              sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt

          flow-matcher checks also that there is no further file, that the rows have the digest that
          run.json tells, that its counts add up, and that the report is the report of these rows:

              flow-matcher verify DIRECTORY

          The lists can be forged together with the files. The SHA-256 of tagmanifest-sha256.txt, which
          both programs can be held against, was printed when the bag was made: it belongs into the
          record of the examination, apart from the bag.

          The run is repeated, with the windows in this bag, and compared day by day:

              flow-matcher verify DIRECTORY --rerun --inputs WHERE_THE_INPUTS_ARE

          report.html       for people: the verdict, its limits, hosts, sessions, inputs
          matches.*         the flow records that match, one a line; same content in each format
          sessions.*        the same by host, service and stretch of time
          run.json          program, parameters, inputs (path, size, SHA-256), counts, digests
          errors.ndjson     what could not be read of the inputs, where, and what was done about it
          windows.*         when the services were observed to be up: what the matches rest on
          inputs/           the inputs, if they were copied, in the order of run.json
          """);
      contents()
          .forEach(
              (name, what) -> {
                if (files.stream().anyMatch(file -> file.name().startsWith(name))) {
                  text.append(
                      String.format("%-17s %s", name.endsWith(".") ? name + "*" : name, what));
                  text.append('\n');
                }
              });
      return text.toString();
    }

    /** What is only there if it was asked for, by how its name begins. */
    private static Map<String, String> contents() {
      Map<String, String> contents = new LinkedHashMap<>();
      contents.put(
          "context.", "flows on other ports of services' addresses, never counted as mining");
      contents.put(OutputFormat.STIX.fileName(), "the sessions as a STIX 2.1 bundle");
      contents.put(OutputFormat.MISP.fileName(), "the sessions as a MISP event");
      contents.put(OutputFormat.TIMESKETCH.fileName(), "the matches as a Timesketch timeline");
      ColumnView.suffixes().stream()
          .map(suffix -> suffix.substring(0, suffix.indexOf('.') + 1))
          .filter(word -> !word.isEmpty())
          .distinct()
          .forEach(
              word ->
                  contents.put(
                      "matches." + word, "the matches with other columns or guarded cells"));
      contents.put(MAPPING, "the layout of the text files that were read (--mapping)");
      return contents;
    }

    /** As a shell takes it for one word. */
    private static String quoted(String argument) {
      String shown = TextTable.printable(argument);
      return shown.matches("[\\p{L}\\p{N}_./:=,@%+-]+")
          ? shown
          : "'" + shown.replace("'", "'\\''") + "'";
    }

    private static void line(StringBuilder text, String what, String value) {
      text.append(String.format("%-10s %s", what, value)).append('\n');
    }
  }
}
