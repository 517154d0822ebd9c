// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every table with a header, shown on one of nfdump. */
class TableTest {

  private static final String HEADER =
      "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes\n";

  private static String row(int port) {
    return "2026-05-02 14:00:00.251,1.500,TCP,10.20.0.11," + port + ",192.0.2.20,3333,180,17480\n";
  }

  @Test
  void aBadLineCostsItselfAndIsNamedWithItsOffset() throws IOException {
    TextFile read = TextFile.of(HEADER + row(1) + row(70000) + row(2) + "what,is,this\n" + row(3));
    assertThat(read.column("source_transport_port")).containsExactly("1", "2", "3");
    assertThat(read.tally(Reason.BAD_RECORD))
        .isEqualTo(
            "2 × "
                + (HEADER + row(1)).length()
                + ": srcPort: '70000' (expected: a port, 0..65535)");
  }

  @Test
  void theOrdinalIsTheLineCountedFromZero() throws IOException {
    TextFile read = TextFile.of("# a comment\n" + HEADER + row(1) + "\n" + row(2));
    assertThat(read.column("record_ordinal"))
        .containsExactly(Long.toString(2L << 24), Long.toString(4L << 24));
  }

  @Test
  void aMarkCarriageReturnsAndBlankLinesAreNoData() throws IOException {
    String windows = ("\ufeff" + HEADER + row(1) + "\n   \n" + row(2)).replace("\n", "\r\n");
    TextFile read = TextFile.of(windows + "\ufeff" + HEADER + row(3));
    assertThat(read.column("source_transport_port")).containsExactly("1", "2", "3");
    assertThat(read.report().orElseThrow().tallies()).isEmpty();
  }

  @Test
  void aHeaderInTheMiddleMayChangeTheColumns() throws IOException {
    TextFile read =
        TextFile.of(
            HEADER
                + row(1)
                + HEADER
                + row(2)
                + "dstAddr,srcAddr,flags,firstSeen\n192.0.2.20,10.20.0.12,....S.,1777730400\n");
    assertThat(read.column("source_ip_address"))
        .containsExactly("10.20.0.11", "10.20.0.11", "10.20.0.12");
    assertThat(read.column("destination_transport_port")).containsExactly("3333", "3333", "");
  }

  @Test
  void theSummaryOfNfdumpIsNoTableAndWhatFollowsItIsReadAgain() throws IOException {
    String summary = "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n1,17480,180,1,1,1\n";
    TextFile read = TextFile.of(HEADER + row(1) + summary + row(2) + summary + HEADER + row(3));
    assertThat(read.column("source_transport_port")).containsExactly("1", "2", "3");
    assertThat(read.report().orElseThrow().tallies()).isEmpty();
  }

  @Test
  void quotedCellsAreReadWithoutTheirQuotes() throws IOException {
    TextFile read =
        TextFile.of(
            "\"firstSeen\",\"label\",srcAddr,dstAddr\n"
                + "\"2026-05-02 14:00:00\",\"a, \"\"b\"\"\",\"10.20.0.11\",192.0.2.20\n");
    assertThat(read.column("source_ip_address")).containsExactly("10.20.0.11");
    assertThat(read.column("flow_start")).containsExactly("2026-05-02T14:00:00.000Z");
  }

  @Test
  void aLastLineThatMayBeCutIsNotGivenAndOneThatCannotBeIs() throws IOException {
    String cut = row(2).substring(0, row(2).length() - 1);
    TextFile read = TextFile.of(HEADER + row(1) + cut);
    assertThat(read.column("source_transport_port")).containsExactly("1");
    assertThat(read.tally(Reason.TRUNCATED))
        .isEqualTo(
            "1 × "
                + (HEADER + row(1)).length()
                + ": the input ends in the middle of a record, or may do so");
    String unread = HEADER.replace("\n", ",flows\n") + row(1).replace("\n", ",1");
    assertThat(TextFile.of(unread).column("source_transport_port")).containsExactly("1");
  }

  @Test
  void aLineWithoutAnEndIsPassedOverInBoundedMemory() throws IOException {
    byte[] endless = new byte[3 << 20];
    Arrays.fill(endless, (byte) 'x');
    InputStream stream =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream((HEADER + row(1)).getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayInputStream(endless),
                    new ByteArrayInputStream(("\n" + row(2)).getBytes(StandardCharsets.UTF_8)))));
    TextFile read = TextFile.of(stream, TextFile.UTC);
    assertThat(read.column("source_transport_port")).containsExactly("1", "2");
    assertThat(read.tally(Reason.CORRUPT))
        .isEqualTo(
            "1 × "
                + (HEADER + row(1)).length()
                + ": line: 3145729 bytes (expected: at most 1048576)");
  }

  @Test
  void abbreviatedCountersAreReadAndSaid() throws IOException {
    TextFile read =
        TextFile.of(HEADER + "2026-05-02 14:00:00,0,TCP,10.20.0.11,1,192.0.2.20,2,180,1.2 M\n");
    assertThat(read.column("octet_delta_count")).containsExactly("1200000");
    assertThat(read.fact("abbreviated counters")).startsWith("1 ");
  }

  @Test
  void aTimeWithoutAZoneIsRefusedByAnErrorThatNamesTheOption() throws IOException {
    TextFile read = TextFile.of(HEADER + row(1), ReadOptions.DEFAULT);
    assertThat(read.lines()).isEmpty();
    assertThat(read.failure())
        .contains(
            "input, offset "
                + HEADER.length()
                + ": time without a zone: '2026-05-02 14:00:00.251' (expected: --source-timezone"
                + " ZONE, the zone of the machine that wrote it, as UTC or Europe/Prague)");
  }

  @Test
  void timesThatCarryTheirZoneNeedNone() throws IOException {
    String header = "firstSeen,lastSeen,srcAddr,dstAddr\n";
    String addresses = ",10.20.0.11,192.0.2.20\n";
    TextFile read =
        TextFile.of(
            header
                + "1777730400.251,1777730401"
                + addresses
                + "2026-05-02T14:00:00.251Z,2026-05-02T16:00:01+02:00"
                + addresses
                + "2026-05-02 19:45:00.251999+0545,2026-05-02 09:00:01-05"
                + addresses,
            ReadOptions.DEFAULT);
    assertThat(read.column("flow_start")).containsOnly("2026-05-02T14:00:00.251Z").hasSize(3);
    assertThat(read.column("flow_end")).containsOnly("2026-05-02T14:00:01.000Z").hasSize(3);
    assertThat(read.fact("time zone")).isEmpty();
  }

  @Test
  void amongTimesWithAZoneOneWithoutIsDamage() throws IOException {
    String header = "firstSeen,srcAddr,dstAddr\n";
    TextFile read =
        TextFile.of(
            header
                + "1777730400,10.20.0.11,192.0.2.20\n"
                + "2026-05-02 14:00:00,10.20.0.12,192.0.2.20\n"
                + "1777730402,10.20.0.13,192.0.2.20\n",
            ReadOptions.DEFAULT);
    assertThat(read.failure()).isEmpty();
    assertThat(read.column("source_ip_address")).containsExactly("10.20.0.11", "10.20.0.13");
    assertThat(read.tally(Reason.BAD_RECORD)).contains("time without a zone");
  }

  @Test
  void anHourThatComesTwiceIsTakenAsItsFirstAndAMissingOneByTheClockBefore() throws IOException {
    String header = "firstSeen,srcAddr,dstAddr\n";
    TextFile read =
        TextFile.of(
            header
                + "2026-10-25 01:59:59,10.20.0.11,192.0.2.20\n"
                + "2026-10-25 02:30:00,10.20.0.12,192.0.2.20\n"
                + "2026-10-25 03:00:00,10.20.0.13,192.0.2.20\n"
                + "2026-03-29 02:30:00,10.20.0.14,192.0.2.20\n",
            ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of("Europe/Prague")));
    assertThat(read.column("flow_start"))
        .containsExactly(
            "2026-10-24T23:59:59.000Z",
            "2026-10-25T00:30:00.000Z",
            "2026-10-25T02:00:00.000Z",
            "2026-03-29T01:30:00.000Z");
    assertThat(read.fact("time zone")).isEqualTo("Europe/Prague, as was told");
    assertThat(read.fact("times at clock changes"))
        .isEqualTo(
            "1 of an hour that came twice, taken as its first; 1 of an hour that was left out,"
                + " taken by the clock before it");
  }

  @Test
  void theDurationThatNfdumpGetsWrongIsLeftOut() throws IOException {
    TextFile read =
        TextFile.of(
            """
            ts,te,td,sa,da
            2026-05-02 14:00:49,2026-05-02 14:00:30,18446744073709532.000,10.20.0.11,192.0.2.20
            """);
    assertThat(read.column("flow_start")).containsExactly("2026-05-02T14:00:49.000Z");
    assertThat(read.column("flow_end")).containsExactly("2026-05-02T14:00:30.000Z");
    assertThat(read.fact("durations")).startsWith("1 ");
  }

  @Test
  void aProtocolThatNobodyKnowsIsSaidAndTheFlowKept() throws IOException {
    TextFile read = TextFile.of(HEADER + row(1).replace("TCP", "XYZ"));
    assertThat(read.column("protocol_identifier")).containsExactly("");
    assertThat(read.fact("unknown protocols")).isEqualTo("{XYZ=1}");
  }

  @Test
  void aCondensedAddressIsNotGuessed() throws IOException {
    TextFile read = TextFile.of(HEADER + row(1).replace("10.20.0.11", "2001:db..0:11"));
    assertThat(read.tally(Reason.BAD_RECORD))
        .contains("srcAddr: '2001:db..0:11' (expected: an IPv4 or IPv6 address in full)");
  }

  @Test
  void columnsThatAreNotReadArePassedOverWhateverStandsInThem() throws IOException {
    String header = "ts,te,sa,da,a,b,c,d,e,f,g,h,sp\n";
    String start = "1777730400,1777730400,10.20.0.11,192.0.2.20,";
    TextFile read =
        TextFile.of(
            header
                + (start + ",-,,-,,,-,,1\n")
                + (start + "a,\"b,,\",c,d,e,f,g,h,2\n")
                + (start + "some text,that is,longer,than,eight,bytes,in a,cell,3\n")
                + (start + "one,cell,too,few,here,is,what\n"));
    assertThat(read.column("source_transport_port")).containsExactly("1", "2", "3");
    assertThat(read.tally(Reason.BAD_RECORD)).contains("line of 11 cells (expected: 13)");
  }

  @Test
  void whereNfdumpPrintsThatThereIsNoTimeThereIsNone() throws IOException {
    String header = "firstSeen,lastSeen,srcAddr,dstAddr\n";
    String addresses = ",10.20.0.11,192.0.2.20\n";
    String seen = "2026-05-02 14:00:00.000,";
    assertNoTimes(
        header + "1970-01-01 00:00:00.000,1970-01-01 00:00:00.000" + addresses, "Etc/UTC");
    assertNoTimes(
        header + "1969-12-31 19:00:00.000,1969-12-31 19:00:00" + addresses, "America/New_York");
    assertNoTimes(
        header + "1970-01-01 01:00:00.000,1970-01-01 01:00:00" + addresses, "Europe/Prague");
    assertNoTimes(header + "1970-01-01T00:00:00Z,1970-01-01T01:00:00+01" + addresses, "Etc/UTC");
    TextFile one =
        TextFile.of(
            header + seen + "1969-12-31 19:00:00.000" + addresses,
            ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of("America/New_York")));
    assertThat(one.column("flow_end")).containsExactly("2026-05-02T18:00:00.000Z");
  }

  private static void assertNoTimes(String text, String zone) throws IOException {
    TextFile read = TextFile.of(text, ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of(zone)));
    assertThat(read.column("flow_start")).as(zone + ": " + text).containsExactly("");
    assertThat(read.column("flow_end")).as(zone + ": " + text).containsExactly("");
  }

  @Test
  void aTimeBefore1970IsNone() throws IOException {
    String header = "firstSeen,srcAddr,dstAddr\n";
    for (String time : List.of("1969-12-31 18:59:59", "1969-12-30 19:00:00")) {
      TextFile read =
          TextFile.of(
              header + time + ",10.20.0.11,192.0.2.20\n",
              ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of("America/New_York")));
      assertThat(read.tally(Reason.BAD_RECORD)).contains("firstSeen: '" + time + "'");
    }
  }

  @Test
  void aSentenceOrAScriptThatNamesTheColumnsIsNoTable() {
    assertThat(SilkRwcut.recognises(bytes("sIP dIP sPort dPort\n"))).isTrue();
    assertThat(SilkRwcut.recognises(bytes("sIP|dIP|sPort|a-map|\n"))).isTrue();
    assertThat(SilkRwcut.recognises(bytes("The columns sIP and dIP are read\n"))).isFalse();
    assertThat(SilkRwcut.recognises(bytes("sIP dIP sPort sIP\n"))).isFalse();
    assertThat(SilkRwcut.recognises(bytes("sIP|dIP|sPort|sIP\n"))).isFalse();
    assertThat(SilkRwcut.recognises(bytes("#!/bin/sh\nsIP dIP sPort dPort\n"))).isFalse();
    assertThat(SilkRwcut.recognises(bytes("# a remark\nsIP dIP sPort dPort\n"))).isTrue();
    assertThat(AwsVpc.recognises(bytes("srcaddr dstaddr log-status\n"))).isTrue();
    assertThat(AwsVpc.recognises(bytes("of srcaddr dstaddr and log-status\n"))).isFalse();
    assertThat(AwsVpc.recognises(bytes("srcaddr dstaddr log-status srcaddr\n"))).isFalse();
    assertThat(AwsVpc.recognises(bytes("#!/bin/sh\nsrcaddr dstaddr log-status\n"))).isFalse();
  }

  @Test
  void ourOwnTableHasNoOtherColumns() {
    String own = "flow_start,source_ip_address,destination_ip_address";
    assertThat(MinetraceCsv.recognises(bytes(own + "\n"))).isTrue();
    assertThat(MinetraceCsv.recognises(bytes(own + ",record_ordinal,input_file\n"))).isTrue();
    assertThat(MinetraceCsv.recognises(bytes(own + ",colour\n"))).isFalse();
    assertThat(MinetraceCsv.recognises(bytes(own + ",flow_start\n"))).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
