// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of flows that an exporter cannot have meant. */
class StrangeFlowsTest {

  private static final String HEAD = "begin;end;from;fp;to;tp;proto;octets;packets\n";

  /** 2026-05-02T14:00:00Z, in the middle of what the windows cover. */
  private static final long NOON = 1_777_730_400L;

  private static final long DAY = 86_400L;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    PlantedWindows.write(directory.resolve("pools.zip"), "2026-05-01T00:00", "2026-05-03T00:00");
    Files.writeString(
        directory.resolve("own.mapping"),
        """
        delimiter = ;
        flow_start = begin
        flow_end = end
        source_ip_address = from
        source_transport_port = fp
        destination_ip_address = to
        destination_transport_port = tp
        protocol_identifier = proto
        octet_delta_count = octets
        packet_delta_count = packets
        """);
  }

  private static String flow(long begin, long end, String octets, String packets) {
    return begin
        + ";"
        + end
        + ";10.20.0.11;40000;198.51.100.10;3333;6;"
        + octets
        + ";"
        + packets
        + "\n";
  }

  private static String flow(long begin) {
    return flow(begin, begin + 60, "100", "2");
  }

  private Program match(String flows, String... more) throws IOException {
    Files.writeString(directory.resolve("flows.txt"), HEAD + flows);
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("match", "flows.txt", "--mapping", "own.mapping", "-w", "pools.zip"));
    arguments.addAll(List.of("-o", "r", "--overwrite", "--sessions", "--report", "r.html"));
    arguments.addAll(List.of(more));
    return Program.run(directory, arguments.toArray(String[]::new));
  }

  private String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  @Test
  void aCaptureOfTheFutureIsRefusedWithBothTimes() throws IOException {
    Program program = match(flow(NOON + 1_000_000_000L));
    assertThat(program.exit()).isEqualTo(5);
    assertThat(program.err())
        .contains(
            "error: the windows were observed 2026-05-01T00:00Z … 2026-05-03T00:00Z, the flows span"
                + " 2058-01-08T15:46Z … 2058-01-08T15:47Z: 0 % covered")
        .contains("hint: give windows that cover the capture, or --min-coverage 0");
    assertThat(directory.resolve("r")).doesNotExist();
    Program forced = match(flow(NOON + 1_000_000_000L), "--min-coverage", "0");
    assertThat(forced.exit()).isEqualTo(0);
    assertThat(forced.err()).containsPattern("matches +0 \\(");
  }

  @Test
  void flowsAfterTheNewestObservationAreLessSureFromDayToDay() throws IOException {
    // The last UP is the midnight 10 hours after NOON, the interval 3 hours.
    long lastUp = NOON + 10 * 3600;
    Program program =
        match(
            flow(NOON) + flow(lastUp + 3 * DAY) + flow(lastUp + 13 * DAY) + flow(lastUp + 15 * DAY),
            "--min-coverage",
            "0");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).containsPattern("matches +3 \\(1 CONFIRMED, 2 LIKELY, 0 POSSIBLE\\)");
    assertThat(program.err()).contains("25 % of the capture's hours were observed");
    assertThat(
            read("r/matches.ndjson")
                .lines()
                .map(
                    line ->
                        line.replaceAll(
                            ".*mining_reasons\":\\[\"([A-Z_]+)\"\\],\"mining_score\":(\\d+),.*",
                            "$1 $2")))
        .containsExactly("IN_WINDOW 99", "OPEN_END 96", "OPEN_END 87");
  }

  @Test
  void oneWrongClockIsToldByItsHoursAndCostsOnlyItsOwnFlows() throws IOException {
    String good =
        IntStream.range(0, 20)
            .mapToObj(i -> flow(NOON - 3600L * (20 - i)))
            .collect(Collectors.joining());
    Program program = match(good + flow(1) + flow(NOON + 1_000_000_000L));
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).containsPattern("matches +20 \\(20 CONFIRMED");
    assertThat(program.err()).contains("90.9 % of the capture's hours were observed");
    assertThat(read("r/run.json"))
        .contains(
            "\"from\" : \"1970-01-01T00:00:00.000Z\"", "\"from\" : \"2058-01-08T15:00:00.000Z\"");
    assertThat(read("r.html")).contains("Nobody looked in: ");
  }

  @Test
  void endsBeforeStartsAreSwappedAndStitchedAsTheyWere() throws IOException {
    Program program =
        match(
            flow(NOON)
                + flow(NOON + 3600, NOON + 70, "100", "2")
                + flow(NOON + 3600 + 60)
                + flow(NOON + 20_000));
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(read("r/matches.ndjson"))
        .contains("{\"flow_start\":" + (NOON + 70) + "000,\"flow_end\":" + (NOON + 3600) + "000,")
        .contains("\"TIMES_SWAPPED\"");
    assertThat(read("r/sessions.csv").lines().skip(1))
        .as("the swapped flow fills the hour between the first and the third")
        .hasSize(2)
        .first()
        .asString()
        .contains(",2026-05-02T14:00:00.000Z,2026-05-02T15:02:00.000Z,3650000,3,300,6,");
    assertThat(read("r.html")).contains("1 matched record ended before the start, as exported");
  }

  @Test
  void countersBeyondMeasureStayTheGreatestNumber() throws IOException {
    String most = Long.toString(Long.MAX_VALUE);
    Program program =
        match(
            flow(NOON, NOON + 60, most, most)
                + flow(NOON + 1, NOON + 60, most, most)
                + flow(NOON + 2, NOON + 60, "18446744073709551615", "1")
                + flow(NOON + 3, NOON + 60, "-7", "1"));
    assertThat(program.exit()).as("what is no counter was not read").isEqualTo(3);
    assertThat(program.err())
        .contains(
            "octets: '18446744073709551615' (expected: a number from 0 to 2^63-1) (2 × BAD_RECORD")
        .contains("9.2 EB")
        .doesNotContain("-9");
    assertThat(read("r/sessions.csv")).contains(",2," + most + "," + most + ",");
    assertThat(read("r.html")).contains("9.2 EB").doesNotContain("-9.2");
  }

  @Test
  void timesThatAreNoneAreDamagedRecords() throws IOException {
    Program program = match(flow(NOON) + flow(99_999_999_999_999L) + flow(-5));
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.err())
        .contains("begin: '99999999999999' (expected: a time, or seconds since 1970)")
        .containsPattern("undecodable +2\n");
  }

  @Test
  void coverageIsOfTheTimeThatWasAskedFor() throws IOException {
    String covered = flow(NOON).repeat(9);
    String both = covered + flow(NOON + 30 * DAY);
    Program none = match(both, "--from", "2026-06-01T00:00Z", "--to", "2026-06-02T00:00Z");
    assertThat(none.exit()).as(none.err()).isEqualTo(5);
    assertThat(none.err()).contains(": 0 % covered");
    Program some = match(both + both, "--from", "2026-05-02T00:00Z", "--to", "2026-05-03T00:00Z");
    assertThat(some.exit()).as(some.err()).isEqualTo(0);
    assertThat(some.err())
        .containsPattern("left out +2 flow records outside of the time asked for")
        .containsPattern("coverage +100 % of its hours were observed")
        .containsPattern("matches +18 ");
    assertThat(read("r/run.json")).contains("\"flow_records_outside_of_time\" : 2");
    assertThat(Program.run(directory, "verify", "r").exit()).isZero();
  }

  @Test
  void aTimeAskedForWithoutAnyFlowIsSaid() throws IOException {
    Program program = match(flow(NOON), "--from", "2025-05-02T00:00Z", "--to", "2025-05-03T00:00Z");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err())
        .contains("warning: no flow record touches the time asked for (--from, --to): the capture")
        .containsPattern("left out +1 flow record outside")
        .containsPattern("coverage +no hour of the capture is of that time");
    assertThat(read("r.html"))
        .contains(
            "No flow is of the time asked for.",
            "1 flow record was outside of the time asked for, and left out.")
        .doesNotContain("0 UTC hours");
  }

  @Test
  void aTimeAskedForOfTimesThatNoClockMeansIsNoError() throws IOException {
    Path sample = SampleFlows.root().resolve("softflowd-v9").resolve("flows.nfcapd");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(sample)).order(ByteOrder.LITTLE_ENDIAN);
    // Element 1 of 52 bytes holds the times of a flow.
    for (int at = 40; at + 52 <= bytes.capacity(); at++) {
      if (bytes.getInt(at) == (52 << 16 | 1)) {
        bytes.putLong(at + 4, Long.MAX_VALUE / 8).putLong(at + 12, Long.MAX_VALUE / 8);
        bytes.putLong(at + 20, Long.MAX_VALUE / 8);
      }
    }
    Files.write(directory.resolve("absurd.nfcapd"), bytes.array());
    Program program =
        Program.run(
            directory,
            "match",
            "absurd.nfcapd",
            "-w",
            "pools.zip",
            "-o",
            "r",
            "--report",
            "r.html",
            "--from",
            "2026-01-01T00:00Z",
            "--to",
            "2026-12-31T00:00Z");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).containsPattern("absurd times +528 records");
    assertThat(read("r.html")).doesNotContain("0 UTC hours");
  }

  @Test
  void timesOfAnHourThatCameTwiceAreWarnedOf() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping") + "time.format = dd.MM.uuuu HH:mm\ntime.zone = Europe/Prague\n");
    String text = "25.10.2026 02:30;25.10.2026 02:30;10.20.0.11;40000;198.51.100.10;3333;6;1;1\n";
    Program program = match(text, "--min-coverage", "0");
    assertThat(program.err())
        .contains(
            "warning: flows.txt: times without zone at a change of the clocks may be an hour off:"
                + " 2 of an hour that came twice, taken as its first");
    assertThat(read("r/run.json")).contains("\"times_at_clock_changes\" : \"2 of an hour");
    assertThat(read("r.html")).contains("lie at a change of the clocks, and may be an hour off");
  }

  @Test
  void aMappingOfBothAddressesToOneColumnIsRefused() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping").replace("_address = to", "_address = from"));
    Program program = match(flow(NOON));
    assertThat(program.exit()).as(program.err()).isEqualTo(2);
    assertThat(program.err())
        .contains("source_ip_address and destination_ip_address are the same column 'from'");
  }

  @Test
  void ofAPortThatIsNotToldNothingIsMadeUp() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping").replace("source_transport_port = fp\n", ""));
    Program program = match(flow(NOON), "--columns", "zeek");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(read("r/matches.zeek.log")).doesNotContain("\t-1\t", "1:").contains("\t3333\t");
  }

  @Test
  void anInputWithoutNameIsAUsageErrorInTwoLines() {
    Program program = Program.run(directory, "match", "", "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains("error: '': no name of an input");
    Program slack = Program.run(directory, "match", "x", "-w", "pools.zip", "--slack", "1");
    assertThat(slack.exit()).isEqualTo(2);
    assertThat(slack.err().lines()).as(slack.err()).hasSize(2);
  }

  @Test
  void flowsWithoutProtocolAreCountedAndNamed() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping").replace("protocol_identifier = proto\n", ""));
    Program program = match(flow(NOON) + flow(NOON + 60) + flow(NOON + 120));
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    String detail = "3 flows without protocol were not matched (expected: its number or name)";
    assertThat(program.err())
        .contains("error: flows.txt: " + detail)
        .containsPattern("files +0 read, 1 partly, 0 skipped\n")
        .containsPattern("not matched +3 flow records lack what a match needs\n")
        .containsPattern("matches +0 \\(");
    assertThat(read("r/errors.ndjson"))
        .contains("\"reason\":\"NO_PROTOCOL\",\"done\":\"FLOWS_NOT_MATCHED\",\"count\":3,")
        .contains(detail);
    String[] inspect = {"inspect", "flows.txt", "--mapping", "own.mapping"};
    assertThat(Program.run(directory, inspect).out())
        .containsPattern("without protocol +3 flows, which match no window\n");
  }

  @Test
  void flowsWithoutPortsAreCountedAndNamed() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping").replaceAll("(source|destination)_transport_port = .*\n", ""));
    String icmp = flow(NOON).replace(";6;", ";1;");
    Program program = match(flow(NOON) + flow(NOON + 60) + icmp + flow(NOON).replace(";6;", ";;"));
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    String detail = "3 flows without ports were not matched (expected: the port of either side";
    assertThat(program.err())
        .contains("error: flows.txt: " + detail)
        .containsPattern("not matched +3 flow records lack what a match needs\n")
        .containsPattern("matches +0 \\(");
    assertThat(read("r/errors.ndjson"))
        .contains("\"reason\":\"NO_PORT\",\"done\":\"FLOWS_NOT_MATCHED\",\"count\":3,")
        .contains(detail);
    assertThat(read("r/run.json")).containsPattern("\"NO_PORT\" : 3");
    String[] inspect = {"inspect", "flows.txt", "--mapping", "own.mapping"};
    assertThat(Program.run(directory, inspect).out())
        .containsPattern("without ports +3 flows, which match no window\n")
        .doesNotContain("without protocol");
  }

  @Test
  void flowsThatLackProtocolAndTimesAreCountedOnce() throws IOException {
    Files.writeString(
        directory.resolve("own.mapping"),
        read("own.mapping")
            .replace("protocol_identifier = proto\n", "")
            .replaceAll("flow_(start|end) = .*\n", ""));
    Program program = match(flow(NOON).repeat(3), "--min-coverage", "0");
    assertThat(program.err())
        .containsPattern("not matched +3 flow records lack what a match needs\n");
  }

  @Test
  void ofSomeFlowsWithoutProtocolTheOthersMatch() throws IOException {
    Program program =
        match(flow(NOON) + flow(NOON + 60).replace(";6;", ";;") + ";;10.20.0.11;;x;;;1;1\n");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(program.err())
        .contains("error: flows.txt: 1 flow without protocol was not matched")
        .containsPattern("matches +1 \\(1 CONFIRMED");
    assertThat(Program.run(directory, "verify", "r").exit()).isZero();
  }

  @Test
  void exportersThatAreTooManyToNameAreCountedAndAddUp() throws IOException {
    StringBuilder flows = new StringBuilder("exporter;");
    flows.append(HEAD);
    for (int i = 0; i < 65_539; i++) {
      flows.append("10.99." + (i >> 8 & 0xff) + "." + (i & 0xff) + (i < 65_536 ? ";" : "x;"));
      flows.append(flow(NOON));
    }
    // The last three have an exporter of IPv6.
    String text = flows.toString().replaceAll("10\\.99\\.0\\.(\\d)x", "2001:db8::$1");
    Files.writeString(directory.resolve("flows.txt"), text);
    Files.writeString(
        directory.resolve("own.mapping"), read("own.mapping") + "exporter_ip_address = exporter\n");
    String[] inspect = {"inspect", "flows.txt", "--mapping", "own.mapping"};
    assertThat(Program.run(directory, inspect).out())
        .contains(" and 65520 more, and others that are too many to name (3 flows)\n");
    Program json = Program.run(directory, "inspect", "--json", inspect[1], inspect[2], inspect[3]);
    assertThat(json.out()).contains("\"flow_records_of_other_exporters\":3,");
    String[] match = {
      "match", "flows.txt", "--mapping", "own.mapping", "-w", "pools.zip", "-o", "r"
    };
    assertThat(Program.run(directory, match).exit()).isEqualTo(0);
    assertThat(read("r/run.json")).contains("\"flow_records_of_other_exporters\" : 3");
    Program verify = Program.run(directory, "verify", "r");
    assertThat(verify.exit()).as(verify.err()).isEqualTo(0);
  }
}
