// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.SampleFlows;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultReader;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RunFacts;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that is handed on without the addresses inside. */
class AnonymiseCommandTest {

  private static final String KEY = "abcdefghijklmnopqrstuvwxyz012345";

  @TempDir private Path directory;

  private String sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (String pool : List.of("198.51.100.10:3333", "[2001:db8:f0::10]:3333")) {
      windows.add(up(pool, "2020-01-01T00:00", "2099-01-01T00:00").window());
    }
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink -> {}),
        directory.resolve("pools.zip"));
    Path key = Files.writeString(directory.resolve("key"), KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private Program match(String input, String output, String... more) {
    List<String> all = new ArrayList<>(List.of("match", input, "-w", "pools.zip", "-o", output));
    all.addAll(List.of(more));
    return Program.run(directory, all.toArray(String[]::new));
  }

  private List<ResultRow> rows(String result) throws IOException {
    List<ResultRow> rows = new ArrayList<>();
    try (ResultReader reader =
        ResultReader.open(directory.resolve(result).resolve("matches.ndjson"))) {
      for (Optional<ResultRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  @Test
  void noAddressInsideIsInAnyFileOfTheResult() throws IOException {
    String[] everything = {
      "--anonymise-key",
      "key",
      "--sessions",
      "--report",
      "r.html",
      "--columns",
      "zeek",
      "-f",
      "csv,ndjson,stix,misp,timesketch"
    };
    Program program = match(sample, "r", everything);
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.err()).doesNotContain("warning");
    try (Stream<Path> files = Files.list(directory.resolve("r"))) {
      List<Path> all = new ArrayList<>(files.toList());
      all.add(directory.resolve("r.html"));
      assertThat(all).hasSizeGreaterThan(10);
      int naming = 0;
      for (Path file : all) {
        assertThat(file).content().doesNotContain("10.20.0.", "10.99.0.1", "2001:db8:20:", KEY);
        naming += Files.readString(file).contains("198.51.100.10") ? 1 : 0;
      }
      assertThat(naming).as("files that name the service").isGreaterThan(9);
    }
    assertThat(directory.resolve("r/run.json"))
        .content()
        .contains("\"anonymise_key_fingerprint\" : \"", "rows with replaced addresses");
    assertThat(directory.resolve("r.html")).content().contains("Crypto-PAn, key ");
    // What is made of the files later is the same, and every row can be explained.
    assertThat(Program.run(directory, "report", "r", "-o", "later.html").exit()).isZero();
    assertThat(directory.resolve("later.html")).hasSameBinaryContentAs(directory.resolve("r.html"));
    Program explained = Program.run(directory, "explain", "--row", "r", "3", "-w", "pools.zip");
    assertThat(explained.out()).as(explained.err()).contains("the row says the same");
  }

  @Test
  void onlyAddressesAndWhatFollowsFromThemDiffer() throws IOException {
    match(sample, "plain");
    match(sample, "a", "--anonymise-key", "key");
    match(sample, "b", "--anonymise-key", "key", "--threads", "1");
    List<ResultRow> plain = rows("plain");
    List<ResultRow> hidden = rows("a");
    assertThat(hidden).hasSameSizeAs(plain).hasSizeGreaterThan(5);
    Map<String, String> sessions = new TreeMap<>();
    for (int i = 0; i < plain.size(); i++) {
      for (ResultColumn column : ResultColumn.values()) {
        Optional<Object> was = plain.get(i).value(column);
        Optional<Object> is = hidden.get(i).value(column);
        switch (column) {
          case CLIENT_IP_ADDRESS, EXPORTER_IP_ADDRESS -> assertThat(is).isNotEqualTo(was);
          case SOURCE_IP_ADDRESS, DESTINATION_IP_ADDRESS -> {
            boolean pool = was.equals(plain.get(i).value(ResultColumn.POOL_IP_ADDRESS));
            assertThat(is.equals(was)).as(column + " " + was).isEqualTo(pool);
          }
          case SESSION_ID ->
              assertThat(
                      sessions.computeIfAbsent(
                          (String) was.orElseThrow(), s -> (String) is.orElseThrow()))
                  .isEqualTo(is.orElseThrow())
                  .isNotEqualTo(was.orElseThrow());
          default -> assertThat(is).as(column.columnName()).isEqualTo(was);
        }
      }
    }
    assertThat(digest("a")).isNotEqualTo(digest("plain")).isEqualTo(digest("b"));
  }

  /** A message without its templates, of which the exporter is told. */
  private void writeMessageWithoutTemplates(String name) throws IOException {
    byte[] pcap = Files.readAllBytes(SampleFlows.root().resolve("softflowd-v9/flows.pcap"));
    ByteBuffer packets = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
    int second = 24 + 16 + packets.getInt(24 + 8);
    int third = second + 16 + packets.getInt(second + 8);
    ByteBuffer one = ByteBuffer.allocate(24 + third - second);
    one.put(pcap, 0, 24).put(pcap, second, third - second);
    Files.write(directory.resolve(name), one.array());
  }

  @Test
  void noExporterIsNamedInWhatIsSaidOfTheRun() throws IOException {
    writeMessageWithoutTemplates("lone.pcap");
    String[][] runs = {{"none"}, {"stop", sample, "--on-corrupt", "stop"}, {"r", sample}};
    for (String[] run : runs) {
      List<String> more = new ArrayList<>(List.of(run).subList(1, run.length));
      Program plain = match("lone.pcap", run[0] + "plain", more.toArray(String[]::new));
      more.addAll(List.of("--anonymise-key", "key"));
      Program hidden = match("lone.pcap", run[0], more.toArray(String[]::new));
      assertThat(plain.err()).contains("lone.pcap, offset ", " of exporter 10.99.0.1");
      assertThat(hidden.err())
          .as(run[0])
          .contains("lone.pcap, offset ", " of exporter ")
          .doesNotContain("10.99.0.1");
      assertThat(hidden.exit()).isEqualTo(plain.exit()).isNotZero();
    }
    assertThat(directory.resolve("r/errors.ndjson")).content().contains(" of exporter ");
  }

  /** A name that is said both ways would tell what a prefix is replaced by. */
  @Test
  void namesThatLookLikeAddressesStayWhereverTheyStand() throws IOException {
    Files.copy(Path.of(sample), directory.resolve("10.20.0.7"));
    Files.writeString(directory.resolve("10.20.0.9"), "junk");
    Program program =
        match("10.20.0.7", "r", "10.20.0.9", "--anonymise-key", "key", "--inside", "10.20.0.0/16");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(program.err()).contains("error: 10.20.0.9, offset 0: not a known flow format");
    String manifest = Files.readString(directory.resolve("r/run.json"));
    assertThat(manifest)
        .contains("\"10.20.0.7\"", "\"10.20.0.9\"", "\"10.20.0.9, offset 0: not a known flow")
        .doesNotContain("10.20.0.0/16");
  }

  private String digest(String result) throws IOException {
    return RunFacts.read(directory.resolve(result).resolve("run.json")).digest().orElseThrow();
  }

  /** nfdump's own tool, with the same key; what it does to IPv6 is no function of the address. */
  @Test
  void replacementsAreThoseOfNfanon() throws IOException {
    tool("nfanon", "-q", "-K", KEY, "-r", sample, "-w", directory.resolve("anon").toString());
    List<String> format = List.of("-q", "-N", "-o", "fmt:%sa %da", "ipv4");
    List<String> before = dumped(sample, format);
    List<String> after = dumped(directory.resolve("anon").toString(), format);
    assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(100);
    Map<String, String> theirs = new TreeMap<>();
    for (int i = 0; i < before.size(); i++) {
      String[] was = before.get(i).trim().split("\\s+", -1);
      String[] is = after.get(i).trim().split("\\s+", -1);
      theirs.put(was[0], is[0]);
      theirs.put(was[1], is[1]);
    }
    match(sample, "plain");
    match(sample, "r", "--anonymise-key", "key");
    List<ResultRow> plain = rows("plain");
    List<ResultRow> hidden = rows("r");
    int compared = 0;
    for (int i = 0; i < plain.size(); i++) {
      String client = plain.get(i).text(ResultColumn.CLIENT_IP_ADDRESS);
      if (theirs.containsKey(client)) {
        assertThat(hidden.get(i).text(ResultColumn.CLIENT_IP_ADDRESS))
            .isEqualTo(theirs.get(client));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(3);
  }

  private List<String> dumped(String file, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of("nfdump", "-r", file));
    command.addAll(options);
    return tool(command.toArray(String[]::new)).lines().toList();
  }

  private static String tool(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = Program.text(process.getInputStream());
      assertThat(process.waitFor()).as(command[0]).isZero();
      return said;
    } catch (IOException e) {
      assumeTrue(false, command[0] + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Test
  void aCaptureWhoseServicesAreHiddenAlreadyIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(sample));
    // Who made the file, as nfdump's later versions of nfanon write it.
    bytes[20] = 5;
    Files.write(directory.resolve("anon.nfcapd"), bytes);
    Program program = match("anon.nfcapd", "r", "--anonymise-key", "key");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err())
        .contains("anon.nfcapd: its addresses are replaced already", "written by nfanon");
    assertThat(directory.resolve("r")).doesNotExist();
    // Without the option it is said, and read like any other.
    assertThat(Program.run(directory, "inspect", "anon.nfcapd").out())
        .contains("written by nfanon");
    assertThat(match("anon.nfcapd", "said").err())
        .contains(
            "warning: anon.nfcapd: addresses were replaced before it was written: written by"
                + " nfanon; of those that were, none is a service but by chance");
    assertThat(directory.resolve("said/run.json"))
        .content()
        .containsPattern("\"replaced\" : \\{\\s*\"addresses\" : \"written by nfanon\"\\s*\\}");
    assertThat(Program.run(directory, "verify", "said", "--rerun").exit()).isZero();
    assertThat(match(sample, "plain").exit()).isZero();
    assertThat(directory.resolve("plain/run.json")).content().doesNotContain("\"replaced\"");
    assertThat(match("anon.nfcapd", "r").exit()).isZero();
  }

  @Test
  void aKeyThatIsNoneIsToldBeforeTheWorkAndOneThatOthersReadIsWarnedOf() throws IOException {
    Files.writeString(directory.resolve("short"), "secret");
    Program none = match(sample, "r", "--anonymise-key", "short");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("short: not an anonymising key").doesNotContain("secret");
    assertThat(match(sample, "r", "--anonymise-key", "gone").err()).contains("gone: no such file");
    assertThat(directory.resolve("r")).doesNotExist();
    Files.setPosixFilePermissions(
        directory.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
    Program open = match(sample, "r", "--anonymise-key", "key");
    assertThat(open.exit()).isZero();
    assertThat(open.err()).contains("warning: key: others can read this key");
  }

  @Test
  void aRunIsRepeatedWithItsKeyOnly() throws IOException {
    assertThat(match(sample, "r", "--anonymise-key", "key", "--inside", "10.0.0.0/8").exit())
        .isZero();
    Program again = Program.run(directory, "verify", "r", "--rerun", "--anonymise-key", "key");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("the same digest on every day");
    Program without = Program.run(directory, "verify", "r", "--rerun");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err())
        .containsPattern("made with --anonymise-key \\(fingerprint [0-9a-f]+\\)")
        .contains("it cannot be repeated without the key");
    Files.writeString(directory.resolve("other"), KEY.replace('a', 'b'));
    Program other = Program.run(directory, "verify", "r", "--rerun", "--anonymise-key", "other");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err())
        .containsPattern("other: fingerprint [0-9a-f]+ \\(expected by r/run.json: [0-9a-f]+\\)");
    assertThat(match(sample, "plain").exit()).isZero();
    Program plain = Program.run(directory, "verify", "plain", "--rerun", "--anonymise-key", "key");
    assertThat(plain.exit()).isEqualTo(2);
    assertThat(plain.err()).contains("plain/run.json: made without --anonymise-key");
    assertThat(Program.run(directory, "verify", "r", "--anonymise-key", "key").exit()).isEqualTo(2);
  }
}
