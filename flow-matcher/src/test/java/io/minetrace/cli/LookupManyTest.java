// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.segment;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many targets, one a line. */
class LookupManyTest {

  private static final String POOL = "192.0.2.20:3333";

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    List<AvailabilityWindow> windows =
        List.of(
            up(POOL, "2026-05-01T00:00", "2026-05-02T00:00")
                .notBefore("2026-04-30T21:00")
                .notAfter("2026-05-02T03:00")
                .window(),
            up("192.0.2.20:4444", "2026-05-01T00:00", "2026-05-03T00:00")
                .segment("2026-05-01T00:00", "2026-05-03T00:00", "Other", "ZEC")
                .window(),
            up("192.0.2.21:8332", "2026-05-01T00:00", "2026-05-03T00:00")
                .segment(
                    segment(
                        at("2026-05-01T00:00"),
                        at("2026-05-03T00:00"),
                        "Said",
                        CoinBasis.OBSERVED,
                        "getblocktemplate",
                        "BTC"))
                .window(),
            up("[2001:db8::20]:3333", "2026-05-01T00:00", "2026-05-03T00:00").window());
    Endpoint pool = Endpoint.parse(POOL);
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink -> {
              sink.accept(proof(pool, "2026-04-30T18:00", Verdict.DOWN));
              sink.accept(proof(pool, "2026-04-30T21:00", Verdict.DOWN));
              sink.accept(proof(pool, "2026-05-01T00:00", Verdict.UP));
              sink.accept(proof(pool, "2026-05-02T00:00", Verdict.UP));
              sink.accept(proof(pool, "2026-05-02T03:00", Verdict.DOWN));
            }),
        directory.resolve("pools.zip"));
  }

  private static ObservationProof proof(Endpoint endpoint, String time, Verdict verdict) {
    return new ObservationProof(endpoint, at(time), "v", verdict, Evidence.E4, "stratum1");
  }

  private Program lookup(String lines, String... more) throws IOException {
    Files.writeString(directory.resolve("targets.txt"), lines);
    String[] all = new String[5 + more.length];
    System.arraycopy(
        new String[] {"lookup", "--from", "targets.txt", "-w", "pools.zip"}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return Program.run(directory, all);
  }

  @Test
  void everyLineIsAnsweredInItsPlace() throws IOException {
    Program program =
        lookup(
            """
            # asked by the desk
            192.0.2.20:3333 2026-05-01T12:00Z
            192.0.2.20:3333,2026-04-30T19:00Z

            192.0.2.20:3333\t2026-06-01
              192.0.2.99:1 , 2026-05-01T12:00Z\s
            [2001:db8::20]:3333/tcp 2026-05-01T12:00Z
            192.0.2.20
            192.0.2.99
            """,
            "-f",
            "csv");
    assertThat(program.exit()).as(program.err()).isZero();
    List<String> lines = program.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "line,target,at,endpoint,answer,situation,score,pools,coins,fqdns,windows,first_up,"
                + "last_up,window_id");
    assertThat(lines.subList(1, lines.size()))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("2,192.0.2.20:3333,2026-05-01T12:00:00.000Z,192.0.2.20:3333/tcp,")
                    .contains(",CONFIRMED,IN_WINDOW,99,Pool,XMR,pool.example,1,2026-05-01T00:00"),
            line -> assertThat(line).contains("3,192.0.2.20:3333,", ",NOT_MINING,,,"),
            line -> assertThat(line).contains("5,192.0.2.20:3333,", ",NOT_OBSERVED,,,"),
            line -> assertThat(line).contains("6,192.0.2.99:1,", ",NOT_OBSERVED,,,"),
            line -> assertThat(line).contains("7,[2001:db8::20]:3333/tcp,", ",CONFIRMED,"),
            line -> assertThat(line).contains("8,192.0.2.20,,192.0.2.20:3333/tcp,WINDOWS,,,Pool"),
            line -> assertThat(line).contains("8,192.0.2.20,,192.0.2.20:4444/tcp,WINDOWS,,,Other"),
            line -> assertThat(line).isEqualTo("9,192.0.2.99,,,NO_WINDOW,,,,,,0,,,"));
  }

  /** One at a time and many at once are answered by the same rule. */
  @Test
  void theAnswerIsThatOfExplain() throws IOException {
    for (String time :
        List.of("2026-04-30T19:00Z", "2026-05-01T12:00Z", "2026-05-02T02:00Z", "2026-05-09")) {
      String many = lookup(POOL + " " + time, "-f", "ndjson").out();
      Program one = Program.run(directory, "explain", POOL, "--at", time, "-w", "pools.zip");
      String word = one.out().replaceFirst("(?s).*answer +(\\w+).*", "$1");
      assertThat(many).as(one.out()).contains("\"answer\":\"" + word + "\"");
    }
  }

  @Test
  void linesThatAreNoTargetsAreNamedAndTheRestIsAnswered() throws IOException {
    Program program =
        lookup(
            "ip,time\n192.0.2.20:3333\n192.0.2.20:99999\n192.0.2.20:3333 noon\n"
                + "x".repeat(100_000)
                + "\n192.0.2.20:3333 2026-05-01 more\nevil\u001b[2J.test\n192.0.2.20:4444",
            "--at",
            "2026-05-01T12:00Z",
            "-f",
            "ndjson");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"answer\":\"CONFIRMED\""));
    assertThat(program.err())
        .contains(
            "targets.txt, line 1: ",
            "line 3: port: 99999 (expected: 1..65535)",
            "line 4: time: 'noon'",
            "line 5: 100000 characters",
            "line 6: 'more' behind the time",
            "line 7: ")
        .doesNotContain("\u001b", "Exception");
    Program nothing = lookup("\n# none\n");
    assertThat(nothing.exit()).isEqualTo(4);
    assertThat(nothing.err()).contains("targets.txt: no target in it");
    assertThat(Program.run(directory, "lookup", "--from", "gone", "-w", "pools.zip").err())
        .contains("gone: no such file");
  }

  /** Each line with the words that tell what is wrong with it. */
  private static final List<String[]> MISTYPED =
      List.of(
          new String[] {"999.1.1.1", "address: '999.1.1.1' (expected: IPv4 or IPv6 literal)"},
          new String[] {"192.0.2", "address: '192.0.2' (expected: IPv4 or IPv6 literal)"},
          new String[] {"192.0.2.020", "address: '192.0.2.020' (expected: IPv4 or IPv6 literal)"},
          new String[] {"999.0.0.0/8", "address: '999.0.0.0' (expected: IPv4 or IPv6 literal)"},
          new String[] {"2001:db8::x", "address: '2001:db8::x' (expected: IPv4 or IPv6 literal)"},
          new String[] {"::x", "address: '::x' (expected: IPv4 or IPv6 literal)"},
          new String[] {"192.0.2.20:99999", "port: 99999 (expected: 1..65535)"},
          new String[] {"192.0.2.20:", "target: '192.0.2.20:' (expected: host:port, or"},
          new String[] {"exmple..com", "name: 'exmple..com' (expected: 1 to 63 letters, digits,"},
          new String[] {
            "exa!mple.com", "name: 'exa!mple.com' (expected: 1 to 63 letters, digits,"
          });

  @Test
  void aMistypedTargetIsNotSaidToHaveNoWindow() {
    for (String[] mistyped : MISTYPED) {
      Program program = Program.run(directory, "lookup", mistyped[0], "-w", "pools.zip");
      assertThat(program.exit()).as(mistyped[0]).isEqualTo(2);
      assertThat(program.err()).contains("error: " + mistyped[1]).doesNotContain("no window");
      assertThat(program.out()).isEmpty();
    }
    for (String[] mistyped :
        new String[][] {
          {"10.0.0.0/33", "prefix length: 33 (expected: 0..32)"},
          {"10.0.0.1/8", "(expected: 10.0.0.0/8"},
          {"99999", "port: 99999 (expected: 1..65535)"},
          {"0", "port: 0 (expected: 1..65535)"},
          {"3333333", "port: 3333333 (expected: 1..65535)"},
          {"3333/tcp", "port: '3333/tcp' (expected: 1..65535)"},
          {" 999.1.1.1\u00a0", "address: '999.1.1.1' (expected: IPv4 or IPv6 literal)"},
          {"1,2,3,4", "address: '1,2,3,4' (expected: IPv4 or IPv6 literal)"},
          {"1. 2.3.4", "address: '1. 2.3.4' (expected: IPv4 or IPv6 literal)"},
          {"1.2.3.4x", "address: '1.2.3.4x' (expected: IPv4 or IPv6 literal)"},
          {"", "target: '' (expected: IP, IP:PORT, CIDR, port, host name, pool or coin)"},
          {" ", "target: '' (expected: IP, IP:PORT, CIDR, port, host name, pool or coin)"}
        }) {
      Program program = Program.run(directory, "lookup", mistyped[0], "-w", "pools.zip");
      assertThat(program.exit()).as(mistyped[0]).isEqualTo(2);
      assertThat(program.err()).contains(mistyped[1]);
    }
  }

  @Test
  void whatCouldBeANameHasNoWindow() {
    for (String target :
        List.of(
            "pool.test",
            "pool-2.example.test.",
            "1.2.3.example",
            "4.3.2.1.in-addr.arpa",
            "Foo Inc. 2",
            "p2pool.1",
            "v1.2",
            "Pool/1",
            "nopool")) {
      Program program = Program.run(directory, "lookup", target, "-w", "pools.zip");
      assertThat(program.exit()).as(program.err()).isZero();
      assertThat(program.err()).isEqualTo(target + ": no window\n");
    }
    Program root = Program.run(directory, "lookup", "Pool.Example.", "-w", "pools.zip");
    assertThat(root.out()).contains("192.0.2.20:3333/tcp");
  }

  @Test
  void targetsBesideMistypedOnesAreAnswered() {
    Program program =
        Program.run(
            directory, "lookup", "999.1.1.1", "192.0.2.20\u00a0", "10.0.0.0/33", "-w", "pools.zip");

    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.out()).contains("192.0.2.20:3333/tcp");
    assertThat(program.err().lines())
        .containsExactly(
            "error: address: '999.1.1.1' (expected: IPv4 or IPv6 literal)",
            "error: prefix length: 33 (expected: 0..32)");
  }

  @Test
  void mistypedLinesAreNamedByNumberAndTheOthersAnswered() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String[] mistyped : MISTYPED) {
      lines.append(mistyped[0]).append('\n');
    }
    lines.append("10.0.0.0/33\nPool\n").append(POOL).append('\n');
    Program program = lookup(lines.toString(), "-f", "ndjson");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.out().lines()).hasSize(1).allMatch(line -> line.contains("\"line\":13,"));
    for (int i = 0; i < MISTYPED.size(); i++) {
      assertThat(program.err()).contains("line " + (i + 1) + ": " + MISTYPED.get(i)[1]);
    }
    assertThat(program.err())
        .contains("line 11: target: '10.0.0.0/33' is a block (expected: IP or IP:PORT on a line)")
        .contains("line 12: target: 'Pool' (expected: IP, IP:PORT or [IPv6]:PORT on a line)");
  }

  @Test
  void targetsAndAFileOfThemDoNotGoTogether() {
    for (String[] arguments :
        new String[][] {{"lookup", "-w", "pools.zip"}, {"lookup", "x", "--from", "y", "-w", "z"}}) {
      Program program = Program.run(directory, arguments);
      assertThat(program.exit()).isEqualTo(2);
      assertThat(program.err()).contains("--from FILE");
    }
    Program format = Program.run(directory, "lookup", "x", "-f", "csv", "-w", "pools.zip");
    assertThat(format.err()).contains("--format is for many targets");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstTarget() throws IOException {
    Program program = lookup("\ufeff" + POOL + "\n\ufeff" + POOL + "\n", "-f", "ndjson");
    assertThat(program.out().lines()).hasSize(1).allMatch(line -> line.contains("\"line\":1,"));
    assertThat(program.err()).contains("line 2: ").doesNotContain("line 1: ");
  }

  @Test
  void standardInputIsNoTargetAmongOthers() {
    Program program = Program.run(directory, "lookup", POOL, "-", "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains("give targets, or --from FILE");
  }

  @Test
  void aNodeIsCalledWhatItIsInTheResults() throws IOException {
    String node = "192.0.2.21:8332";
    for (String time : List.of("", " 2026-05-01T12:00Z")) {
      assertThat(lookup(node + time).out()).contains(" node with getblocktemplate ", " BTC ");
      assertThat(lookup(node + time, "-f", "csv").out()).contains(",node with getblocktemplate,");
    }
    Program one =
        Program.run(directory, "lookup", node, "-w", "pools.zip", "--at", "2026-05-01T12:00Z");
    assertThat(one.out()).contains(" node with getblocktemplate ").doesNotContain("Said ");
  }

  /** Whoever asks line by line gets each answer before asking on. */
  @Test
  void answersComeAsLinesDo() throws IOException, InterruptedException {
    Process process = Program.start(directory, "lookup", "-", "-w", "pools.zip", "-f", "ndjson");
    try (OutputStream in = process.getOutputStream();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 3; i++) {
        in.write((POOL + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        assertThat(out.readLine()).contains("\"line\":" + (i + 1) + ",", "\"answer\":\"WINDOWS\"");
      }
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aTableHasItsTitlesOnce() throws IOException {
    String lines = IntStream.range(0, 1000).mapToObj(i -> POOL).collect(Collectors.joining("\r\n"));
    Program program = lookup(lines);
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.out().lines())
        .hasSize(1001)
        .filteredOn(l -> l.startsWith("target"))
        .hasSize(1);
  }
}
