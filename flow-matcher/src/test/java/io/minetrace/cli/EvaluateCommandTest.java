// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

  /** A pool that is known, one that is not, and one that is said to be none. */
  private static final List<String[]> TRUTH =
      List.of(
          new String[] {"10.20.0.12", "198.51.100.10", "3333", "apart", ""},
          new String[] {"", "198.51.100.10", "3333", "mining", "BTC"},
          new String[] {"", "203.0.113.20", "3333", "mining", "LTC"},
          new String[] {"", "2001:db8:f0::10", "3333", "not", ""},
          new String[] {"", "192.0.2.0/24", "", "not", ""});

  @TempDir private Path directory;

  private String sample;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (String pool :
        List.of(
            "192.0.2.98:3333",
            "198.51.100.10:80",
            "198.51.100.10:3333",
            "[2001:db8:f0::10]:3333")) {
      windows.add(up(pool, "2020-01-01T00:00", "2099-01-01T00:00").window());
    }
    windows.sort(null);
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink -> {}),
        directory.resolve("pools.zip"));
    StringBuilder truth = new StringBuilder("client,address,port,label,coin\n");
    TRUTH.forEach(row -> truth.append(String.join(",", row)).append('\n'));
    Files.writeString(directory.resolve("truth.csv"), truth);
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  /** One column of CSV without quotes. */
  private static List<String> column(String csv, String name) {
    List<String> lines = csv.lines().toList();
    int place = List.of(lines.get(0).split(",", -1)).indexOf(name);
    return lines.stream().skip(1).map(line -> line.split(",", -1)[place]).toList();
  }

  /** By what the other commands print, with nothing of the code that counts. */
  @Test
  void theNumbersAreThoseOfACountByHand() {
    String flows = run("flows", sample).out();
    String matches = run("match", sample, "-w", "pools.zip", "-o", "-", "-f", "csv").out();
    Set<String> matched = new HashSet<>(column(matches, "record_ordinal"));
    List<String> ordinals = column(flows, "record_ordinal");
    List<String> sources = column(flows, "source_ip_address");
    List<String> destinations = column(flows, "destination_ip_address");
    List<String> sourcePorts = column(flows, "source_transport_port");
    List<String> destinationPorts = column(flows, "destination_transport_port");
    int right = 0;
    int wrong = 0;
    int missed = 0;
    int apart = 0;
    int unfitted = 0;
    Set<String> wrongHosts = new HashSet<>();
    Set<String> miningHosts = new HashSet<>();
    for (int i = 0; i < ordinals.size(); i++) {
      String label = "";
      boolean there = true;
      for (String[] row : TRUTH) {
        boolean to = fits(row, sources.get(i), destinations.get(i), destinationPorts.get(i));
        if (to || fits(row, destinations.get(i), sources.get(i), sourcePorts.get(i))) {
          label = row[3];
          there = to;
          break;
        }
      }
      boolean found = matched.contains(ordinals.get(i));
      right += found && label.equals("mining") ? 1 : 0;
      missed += !found && label.equals("mining") ? 1 : 0;
      apart += found && label.equals("apart") ? 1 : 0;
      unfitted += label.isEmpty() ? 1 : 0;
      String host = there ? sources.get(i) : destinations.get(i);
      if (label.equals("mining")) {
        miningHosts.add(host);
      }
      if (found && label.equals("not")) {
        wrong++;
        wrongHosts.add(host);
      }
    }
    // A host that mined is claimed rightly, whatever else it is claimed for.
    wrongHosts.removeAll(miningHosts);
    assertThat(List.of(right, wrong, missed, apart, unfitted)).doesNotContain(0);
    Program json = run("evaluate", "--truth", "truth.csv", sample, "-w", "pools.zip", "--json");
    assertThat(json.exit()).as(json.err()).isEqualTo(0);
    String all = json.out().replaceFirst(".*\"judged_flows\":", "");
    assertThat(all)
        .contains("\"apart_matched\":" + apart + ",")
        .contains(
            "\"at_least_POSSIBLE\":{\"right\":"
                + right
                + ",\"wrong\":"
                + wrong
                + ",\"missed\":"
                + missed
                + ",");
    assertThat(json.out())
        .contains("\"flows\":" + ordinals.size() + ",\"flows_without_truth\":" + unfitted + ",");
    assertThat(json.out().replaceFirst(".*\"hosts\":", ""))
        .containsPattern("\"at_least_POSSIBLE\":\\{\"right\":\\d+,\"wrong\":" + wrongHosts.size());
  }

  private static boolean fits(String[] row, String client, String address, String port) {
    boolean inBlock = row[1].equals("192.0.2.0/24") && address.startsWith("192.0.2.");
    return (row[0].isEmpty() || row[0].equals(client))
        && (inBlock || row[1].equals(address))
        && (row[2].isEmpty() || row[2].equals(port));
  }

  @Test
  void whatHasNoDenominatorIsADashAndNull() throws IOException {
    Files.writeString(directory.resolve("none.csv"), "address,label\n192.0.2.250,mining\n");
    String[] command = {"evaluate", "--truth", "none.csv", sample, "-w", "pools.zip"};
    Program text = run(command);
    assertThat(text.exit()).as(text.err()).isEqualTo(0);
    assertThat(text.out())
        .containsPattern("flows, all matches +0 +0 +0 +0 +– +–")
        .doesNotContain("NaN")
        .contains("negative controls");
    List<String> asJson = new ArrayList<>(List.of(command));
    asJson.add("--json");
    Program json = run(asJson.toArray(String[]::new));
    assertThat(json.out()).contains("\"precision\":null").doesNotContain("NaN");
  }

  @Test
  void controlsAreTheSameForTheSameSeedInAnyOrderOfFiles() {
    String other = SampleFlows.root().resolve("pmacct-ipfix/flows.pcap").toString();
    String[] first = {"evaluate", "--truth", "truth.csv", sample, other, "-w", "pools.zip"};
    String[] second = {"evaluate", "--truth", "truth.csv", other, sample, "-w", "pools.zip"};
    Program program = run(first);
    assertThat(program.out())
        .contains("times 30 d later", "times 30 d earlier", "times at random", "ports permuted");
    assertThat(run(second).out()).isEqualTo(program.out());
    Program seed =
        Program.run(
            directory,
            "evaluate",
            "--truth",
            "truth.csv",
            sample,
            other,
            "-w",
            "pools.zip",
            "--seed",
            "2");
    assertThat(seed.out()).isNotEqualTo(program.out());
  }

  @Test
  void theHelpNamesTheColumnsOfTheTruth() {
    Program help = run("evaluate", "--help");
    assertThat(help.out()).contains("  coin ", "  apart ", "The first row that fits a flow");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void whatTheTruthDoesNotNameIsNotJudgedByName() throws IOException {
    String header = "address,port,label,pool,coin\n";
    Files.writeString(
        directory.resolve("none.csv"), header + "198.51.100.10,3333,mining,,\n,,not,,\n");
    Program none = run("evaluate", "--truth", "none.csv", sample, "-w", "pools.zip");
    assertThat(none.exit()).as(none.err()).isEqualTo(0);
    assertThat(none.out())
        .contains("flows by port")
        .doesNotContain("flows by pool", "flows by coin");
    Files.writeString(
        directory.resolve("one.csv"),
        header + "10.20.0.12,,mining,,XMR\n198.51.100.10,3333,mining,,\n");
    Program one = run("evaluate", "--truth", "one.csv", sample, "-w", "pools.zip");
    assertThat(one.out()).contains("flows by coin").doesNotContain("flows by pool");
  }

  @Test
  void whatIsWrongWithManyInputsIsToldOfSome() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("evaluate", "--truth", "truth.csv", "-w", "pools.zip", sample));
    for (int i = 0; i < 25; i++) {
      command.add("gone" + i);
    }
    Path broken = Files.createDirectory(directory.resolve("broken"));
    byte[] bytes = Files.readAllBytes(Path.of(sample));
    for (int i = 0; i < 25; i++) {
      Files.write(broken.resolve(i + ".nfcapd"), Arrays.copyOf(bytes, bytes.length / 2 + i));
    }
    command.add("broken");
    Program program = run(command.toArray(String[]::new));
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .contains("… and 5 more names that could not be read\n")
        .contains("… and 5 more inputs that could not be read wholly\n");
    assertThat(program.err().lines().filter(line -> line.contains("gone"))).hasSize(20);
  }

  @Test
  void aTruthThatCannotBeReadIsNamed() throws IOException {
    Program gone = run("evaluate", "--truth", "gone.csv", sample, "-w", "pools.zip");
    assertThat(gone.exit()).isEqualTo(4);
    assertThat(gone.err()).contains("gone.csv");
    Files.writeString(directory.resolve("bad.csv"), "client,lable\n,not\n");
    Program bad = run("evaluate", "--truth", "bad.csv", sample, "-w", "pools.zip");
    assertThat(bad.exit()).isEqualTo(4);
    assertThat(bad.err()).contains("bad.csv, line 1: column 'lable' is unknown");
    String pool = "M\u00fcller";
    for (String text :
        List.of(
            "label,pool\nnot,x\nmining," + pool + "\n",
            "label,pool,more" + pool + "\n",
            "{\"label\":\"mining\",\"pool\":\"" + pool + "\"}\n")) {
      Files.writeString(directory.resolve("latin.csv"), text, StandardCharsets.ISO_8859_1);
      Program latin = run("evaluate", "--truth", "latin.csv", sample, "-w", "pools.zip");
      assertThat(latin.exit()).isEqualTo(4);
      assertThat(latin.err()).contains("latin.csv: not UTF-8").doesNotContain("Input length");
    }
    Files.writeString(directory.resolve("long.csv"), "client,label\n,not\n,not\n,not,much\n");
    Program cells = run("evaluate", "--truth", "long.csv", sample, "-w", "pools.zip");
    assertThat(cells.err()).contains("long.csv, line 4: 3 cells (expected: 2)");
  }
}
