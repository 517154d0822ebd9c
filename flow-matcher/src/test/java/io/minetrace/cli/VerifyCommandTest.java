// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.bag.BagManifest;
import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

  @TempDir private Path directory;

  private Path sample;
  private Path other;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd");
    other = SampleFlows.root().resolve("pmacct-ipfix/flows.pcap");
    Files.copy(sample, directory.resolve("a.nfcapd"));
    Files.copy(other, directory.resolve("b.pcap"));
    CenturyWindows.write(directory.resolve("pools.zip"));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private void match(String... more) {
    Program program =
        run(
            Stream.concat(
                    Stream.of("match", "a.nfcapd", "b.pcap", "-w", "pools.zip"), Stream.of(more))
                .toArray(String[]::new));
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
  }

  private void change(String file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(file));
    bytes[offset < 0 ? bytes.length + offset : offset] ^= 1;
    Files.write(directory.resolve(file), bytes);
  }

  private void replace(String file, String what, String by) throws IOException {
    Path path = directory.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(what);
    Files.writeString(path, text.replace(what, by));
  }

  /** The lists as they would be if they had been made of what lies there now. */
  private void forgeLists(String bag) throws IOException {
    Path root = directory.resolve(bag);
    for (String list : List.of(BagManifest.PAYLOAD, BagManifest.TAGS)) {
      Map<String, String> sha256 = new TreeMap<>();
      for (String file : BagManifest.read(root.resolve(list)).sha256().keySet()) {
        sha256.put(file, Sha256.hex(root.resolve(file)));
      }
      Files.writeString(root.resolve(list), new BagManifest(sha256).text());
    }
  }

  @Test
  void aResultOfAnyKindIsGoodAsItWasWritten() {
    match("--evidence", "bag");
    match("-o", "r", "--sessions");
    match("-o", "one.csv", "--sessions");
    run("report", "r");
    for (String result : List.of("bag", "r", "r/run.json", "one.csv")) {
      Program program = run("verify", result);
      assertThat(program.exit()).as(result + program.err()).isEqualTo(0);
      assertThat(program.out())
          .contains("with the digest and the counts of run.json", "the counts add up")
          .contains("with the SHA-256 that run.json tells");
    }
    assertThat(run("verify", "bag").out())
        .contains("files, ", "all as listed", "report ", "snapshot ", "seal ");
    assertThat(run("verify", ".").exit()).isEqualTo(4);
    assertThat(run("verify", "r", "--seal", "00").exit()).isEqualTo(2);
    assertThat(run("verify", "r", "--inputs", ".").exit()).isEqualTo(2);
  }

  @Test
  void oneChangedByteOfABagIsFoundWhereverItIs() throws IOException {
    match("--evidence", "bag");
    for (String file :
        List.of("data/matches.ndjson", "data/windows.zip", "data/run.json", "bag-info.txt")) {
      byte[] whole = Files.readAllBytes(directory.resolve("bag").resolve(file));
      change("bag/" + file, whole.length / 2);
      Program program = run("verify", "bag");
      assertThat(program.exit()).as(file).isEqualTo(6);
      assertThat(program.err()).contains("error: bag/" + file + ": SHA-256 ");
      assertThat(run("verify", "bag", "--rerun").exit()).isEqualTo(6);
      Files.write(directory.resolve("bag").resolve(file), whole);
    }
    Files.delete(directory.resolve("bag/data/report.html"));
    Files.writeString(directory.resolve("bag/data/more.csv"), "x");
    assertThat(run("verify", "bag").err())
        .contains("bag/data/report.html: missing", "bag/data/more.csv: in no list");
    Files.delete(directory.resolve("bag/data/run.json"));
    Program without = run("verify", "bag");
    assertThat(without.exit()).isEqualTo(6);
    assertThat(without.err()).contains("bag/data/run.json: missing");
    Files.delete(directory.resolve("bag/bagit.txt"));
    assertThat(run("verify", "bag").err()).contains("bag/bagit.txt: missing");
  }

  @Test
  void aWordThatIsNoneIsToldWithItsRowAndColumn() throws IOException {
    match("-o", "r");
    replace("r/matches.csv", "ESTABLISHED", "DSTABLISHED");
    Program program = run("verify", "r");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err())
        .containsPattern(
            "matches\\.csv: row \\d+: mining_activity: 'DSTABLISHED' \\(expected: one of \\[EST")
        .doesNotContain("enum");
  }

  @Test
  void noReportIsMadeOfAResultOfWhichAnyFileWasChanged() throws IOException {
    match("-o", "r");
    replace("r/matches.csv", "10.20.0.11", "10.20.0.99");
    Program program = run("report", "r");
    assertThat(program.exit()).as(program.err()).isEqualTo(6);
    assertThat(program.err()).contains("r/matches.csv: is not as run.json lists it");
  }

  @Test
  void listsThatWereForgedWithTheRowsDoNotHideThem() throws IOException {
    match("--evidence", "bag");
    String seal = Sha256.hex(directory.resolve("bag/tagmanifest-sha256.txt"));
    assertThat(run("verify", "bag", "--seal", seal).exit()).isEqualTo(0);
    Program mistyped = run("verify", "bag", "--seal", seal.substring(1));
    assertThat(mistyped.exit()).as("of a seal that is none").isEqualTo(2);
    assertThat(mistyped.err()).contains("(expected: 64 hexadecimal digits)");
    replace("bag/data/matches.ndjson", "10.20.0.11", "10.20.0.99");
    forgeLists("bag");
    Program forged = run("verify", "bag");
    assertThat(forged.exit()).isEqualTo(6);
    assertThat(forged.err())
        .contains("bag/data/matches.ndjson: SHA-256", "(expected by run.json: ")
        .contains("bag/data/matches.ndjson, 20")
        .doesNotContain("bag/manifest-sha256.txt");
    Program sealed = run("verify", "bag", "--seal", seal);
    assertThat(sealed.err())
        .contains("bag/tagmanifest-sha256.txt: SHA-256 ", "(expected by --seal: " + seal);
  }

  @Test
  void aForgeryOfTheWholeManifestIsFoundByRepeatingTheRun() throws IOException {
    match("--evidence", "bag");
    // A result of less, which is whole in itself.
    match("--evidence", "less", "--to", "2020-01-01");
    replace("less/data/run.json", ",\n    \"to\" : \"2020-01-01T00:00:00Z\"", "");
    forgeLists("less");
    Program without = run("verify", "less");
    assertThat(without.err()).contains("less/data/report.html, offset ");
    Files.copy(directory.resolve("less/data/run.json"), directory.resolve("run.json.forged"));
    Files.createDirectory(directory.resolve("plain"));
    for (String file :
        List.of(
            "run.json",
            "matches.csv",
            "matches.ndjson",
            "sessions.csv",
            "sessions.ndjson",
            "errors.ndjson",
            "windows.zip")) {
      Files.copy(
          directory.resolve("less/data").resolve(file), directory.resolve("plain").resolve(file));
    }
    assertThat(run("verify", "plain").exit()).isEqualTo(0);
    Program again = run("verify", "plain", "--rerun");
    assertThat(again.exit()).isEqualTo(6);
    assertThat(again.err())
        .containsPattern("repeated, 20..-..-..: \\d+ rows, SHA-256 [0-9a-f]+ \\(expected: no rows");
  }

  @Test
  void aPlainResultNamesWhatWasChangedInIt() throws IOException {
    match("-o", "r", "--sessions", "--report", "r/report.html");
    replace("r/matches.csv", "10.20.0.11", "10.20.0.99");
    change("r/sessions.csv", -2);
    replace("r/report.html", "consistent with", "proof of");
    Files.delete(directory.resolve("r/errors.ndjson"));
    Program program = run("verify", "r");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err())
        .contains("r/matches.csv: SHA-256 ", "r/matches.csv, digest: ")
        .contains("r/sessions.csv: SHA-256 ", "r/errors.ndjson: missing")
        .contains("r/report.html, offset ")
        .contains("are not as written");
  }

  @Test
  void countsThatDoNotAddUpAreNamed() throws IOException {
    match("-o", "r");
    replace("r/run.json", "\"units_skipped\" : 0,", "\"units_skipped\" : 7,");
    replace("r/run.json", "\"CONFIRMED\" : ", "\"CONFIRMED\" : 1");
    Program program = run("verify", "r");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err())
        .contains(" units, read and skipped are ", "sum of units_skipped: 14 (expected")
        .contains("r/matches.csv, CONFIRMED: ");
  }

  @Test
  void aRunIsRepeatedOnAnotherDirectoryUnderOtherNames() throws IOException {
    match(
        "--evidence",
        "bag",
        "--slack",
        "1s",
        "--session-gap",
        "5m",
        "--min-confidence",
        "LIKELY",
        "--from",
        "2026-01-01",
        "--to",
        "2098-01-01",
        "--on-corrupt",
        "skip-file",
        "--max-corrupt",
        "1%",
        "--source-timezone",
        "Europe/Prague",
        "--case",
        "x");
    Files.createDirectories(directory.resolve("else/deep"));
    Files.move(directory.resolve("a.nfcapd"), directory.resolve("else/deep/b.pcap"));
    Files.move(directory.resolve("b.pcap"), directory.resolve("else/first.bin"));
    Program gone = run("verify", "bag", "--rerun");
    assertThat(gone.exit()).isEqualTo(4);
    assertThat(gone.err()).contains("2 inputs are not there: a.nfcapd (", "SHA-256 ", "--inputs");
    Program again =
        Program.run(
            directory,
            Map.of("TZ", "Asia/Kathmandu"),
            List.of("-Duser.language=ar", "-Duser.timezone=Asia/Kathmandu"),
            "verify",
            "bag",
            "--rerun",
            "--inputs",
            "else");
    assertThat(again.exit()).as(again.err()).isEqualTo(0);
    assertThat(again.out()).contains("rerun", "2 inputs, the same digest on every day");
  }

  @Test
  void whatIsInsideAndWhatIsContextIsRepeatedToo() throws IOException {
    match("--evidence", "bag", "--context", "--inside", "10.20.0.0/24,2001:db8:20::/48");
    assertThat(directory.resolve("bag/data/context.csv")).exists();
    assertThat(run("verify", "bag").out()).contains("report", "is the one of run.json");
    Program again = run("verify", "bag", "--rerun");
    assertThat(again.exit()).as(again.err()).isEqualTo(0);
    assertThat(again.out()).contains("2 inputs, the same digest on every day");
  }

  @Test
  void anInputWithOneChangedByteIsNamedWithTheDayThatDiffers() throws IOException {
    match("--evidence", "bag", "--copy-inputs");
    assertThat(run("verify", "bag", "--rerun", "--threads", "1").exit()).isEqualTo(0);
    Files.createDirectory(directory.resolve("else"));
    Files.copy(other, directory.resolve("else/b"));
    byte[] bytes = Files.readAllBytes(sample);
    // The last byte of the source address of a flow to the pool, where there is one.
    int address = indexOf(bytes, new byte[] {11, 0, 20, 10, 10, 100, 51, (byte) 198});
    assertThat(address).isPositive();
    bytes[address] ^= 64;
    Files.write(directory.resolve("else/a.nfcapd"), bytes);
    Program program = run("verify", "bag", "--rerun", "--inputs", "else");
    assertThat(program.exit()).as(program.err()).isEqualTo(6);
    assertThat(program.err())
        .contains("repeated, input else/a.nfcapd, SHA-256: ", Sha256.hex(sample))
        .containsPattern("repeated, 20..-..-..: \\d+ rows, SHA-256 ")
        .contains("repeated, digest: ");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void standardInputIsRepeatedFromTheFileThatHadItsBytes() throws Exception {
    Process process =
        Program.builder(
                directory,
                Map.of(),
                List.of(),
                "match",
                "-",
                "-w",
                "pools.zip",
                "--evidence",
                "bag",
                "--no-summary")
            .redirectInput(sample.toFile())
            .start();
    assertThat(Program.text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isEqualTo(0);
    assertThat(run("verify", "bag", "--rerun").exit()).isEqualTo(4);
    Program again = run("verify", "bag", "--rerun", "--inputs", ".");
    assertThat(again.exit()).as(again.err()).isEqualTo(0);
  }

  @Test
  void aDamagedInputIsRepeatedWithItsDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(sample);
    Files.write(directory.resolve("a.nfcapd"), java.util.Arrays.copyOf(bytes, bytes.length - 50));
    Files.writeString(directory.resolve("b.pcap"), "junk");
    Program program =
        run("match", "a.nfcapd", "b.pcap", "gone", "-w", "pools.zip", "--evidence", "bag");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    Program again = run("verify", "bag", "--rerun", "--inputs", ".");
    assertThat(again.exit()).as(again.err()).isEqualTo(0);
  }

  @Test
  void otherWindowsAreToldApart() throws IOException {
    match("-o", "r");
    Path csv = directory.resolve("w.csv");
    try (var zip = new java.util.zip.ZipFile(directory.resolve("pools.zip").toFile());
        var in = zip.getInputStream(zip.getEntry("windows.csv"))) {
      Files.write(csv, in.readAllBytes());
    }
    Program program = run("verify", "r", "--rerun", "-w", "w.csv");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err()).contains("repeated, snapshot: ");
    Files.delete(directory.resolve("pools.zip"));
    Program without = run("verify", "r", "--rerun");
    assertThat(without.exit()).isEqualTo(5);
    assertThat(without.err()).contains("pools.zip: the windows are not there any more");
  }

  @Test
  void aManifestOfALaterVersionIsNotRepeatedByHalf() throws IOException {
    match("-o", "r");
    replace("r/run.json", "\"slack\" : ", "\"aura\" : \"high\",\n    \"slack\" : ");
    Program program = run("verify", "r", "--rerun");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err()).contains("parameter aura is not known to this version");
  }

  /** A manifest comes from others: it must not have the program that checks it write anywhere. */
  @Test
  void aManifestCannotNameFilesToWrite() throws IOException {
    match("-o", "r");
    replace("r/run.json", "\"min_confidence\"", "\"report\" : \"stolen.html\", \"min_confidence\"");
    Program program = run("verify", "r", "--rerun");
    assertThat(program.exit()).as(program.err()).isEqualTo(6);
    assertThat(program.err()).contains("parameter report is not known to this version");
    assertThat(directory.resolve("stolen.html")).doesNotExist();
  }

  @Test
  void aResultIsAsGoodFromWhereverItIsNamed() throws IOException {
    match("-o", "r", "--sessions");
    match("--evidence", "bag");
    Files.createDirectory(directory.resolve("r/below"));
    for (String from : List.of("r", "bag", "bag/data")) {
      for (String name : List.of(".", "./")) {
        Program program = Program.run(directory.resolve(from), "verify", name);
        assertThat(program.exit()).as(from + " " + name + program.err()).isEqualTo(0);
      }
    }
    Program above = Program.run(directory.resolve("r/below"), "verify", "..");
    assertThat(above.exit()).as(above.err()).isEqualTo(0);
    replace("r/run.json", "\"matches.csv\"", "\"../a.nfcapd\"");
    assertThat(Program.run(directory.resolve("r"), "verify", ".").err())
        .contains("./run.json: lists '../a.nfcapd', which is not beside it");
  }

  @Test
  void aLinkToABagIsTheBag() throws IOException {
    match("--evidence", "bag");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("bag"));
    Program program = run("verify", "link");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    change("bag/data/matches.csv", -2);
    assertThat(run("verify", "link").err()).contains("error: link/data/matches.csv: SHA-256 ");
  }

  @Test
  void ofASingleFileForOthersAllButTheRowsIsChecked() throws IOException {
    for (String choice : List.of("--excel", "--columns nfdump", "-f stix")) {
      String name = choice.endsWith("stix") ? "x.json" : "matches.csv";
      match(
          Stream.concat(Stream.of("-o", name, "--overwrite"), Stream.of(choice.split(" ")))
              .toArray(String[]::new));
      Program program = run("verify", name);
      assertThat(program.exit()).as(choice + program.err()).isEqualTo(0);
      assertThat(program.out())
          .contains("not compared (written with " + choice + ")")
          .contains("with the SHA-256 that run.json tells", "the counts add up");
      Program again = run("verify", name, "--rerun");
      assertThat(again.exit()).as(choice + again.err()).isEqualTo(0);
      assertThat(again.out()).contains("the same digest on every day");
      change(name, -2);
      Program changed = run("verify", name);
      assertThat(changed.exit()).isEqualTo(6);
      assertThat(changed.err()).contains(name + ": SHA-256 ");
      change(name, -2);
    }
  }

  @Test
  void exportersThatDoNotAddUpAreNamed() throws IOException {
    match("-o", "r");
    Path run = directory.resolve("r/run.json");
    String text = Files.readString(run);
    int totals = text.indexOf("\"totals\"");
    Files.writeString(
        run,
        text.substring(0, totals)
            + text.substring(totals)
                .replaceFirst("(\"domain\" : \\d+,\\s+\"flow_records\" : )", "$19"));
    Program program = run("verify", "r");
    assertThat(program.exit()).isEqualTo(6);
    assertThat(program.err()).contains("r/run.json, sum of exporters: ", "more than all");
  }
}
