// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What holds of JSON objects of every dialect, shown on those of pmacct. */
class JsonObjectsTest {

  private static String object(int port) {
    return "{\"ip_src\": \"10.20.0.11\", \"ip_dst\": \"192.0.2.20\", \"port_src\": "
        + port
        + ", \"packets\": 2}";
  }

  @Test
  void objectsAreReadFromLinesArraysAndIndentedText() throws IOException {
    String indented = object(3).replace("{", "{\n  ").replace(", ", ",\n  ").replace("}", "\n}");
    for (String text :
        new String[] {
          object(1) + "\n" + object(2) + "\n" + object(3) + "\n",
          "[" + object(1) + "," + object(2) + "," + object(3) + "]",
          "[\n" + object(1) + ",\n" + object(2) + ",\n" + indented + "]",
          object(1) + object(2) + indented
        }) {
      TextFile read = TextFile.of(text);
      assertThat(read.column("source_transport_port")).as(text).containsExactly("1", "2", "3");
      assertThat(read.report().orElseThrow().tallies()).isEmpty();
    }
  }

  @Test
  void damageCostsItsObjectAndTheNextLineIsRead() throws IOException {
    String unclosed = object(2).replace("}", "") + "\n";
    String openString = object(3).replace("10.20.0.11\"", "10.20.0.11") + "\n";
    String unbalanced = object(4).replace("}", "}}") + "\n";
    TextFile read =
        TextFile.of(object(1) + "\n" + unclosed + openString + unbalanced + object(5) + "\n");
    assertThat(read.column("source_transport_port")).containsExactly("1", "4", "5");
    assertThat(read.tally(Reason.BAD_RECORD)).startsWith("3 × " + (object(1).length() + 1) + ": ");
  }

  @Test
  void anObjectThatIsCutIsNotGivenAndOneWithoutALineEndIs() throws IOException {
    String cut = object(2).substring(0, object(2).length() - 1);
    TextFile read = TextFile.of(object(1) + "\n" + cut);
    assertThat(read.column("source_transport_port")).containsExactly("1");
    assertThat(read.tally(Reason.TRUNCATED)).startsWith("1 × " + (object(1).length() + 1));
    assertThat(TextFile.of(object(1)).column("source_transport_port")).containsExactly("1");
  }

  @Test
  void aKeyThatIsGivenTwiceMakesTheRecordBad() throws IOException {
    TextFile read =
        TextFile.of(object(1) + "\n" + object(2).replace("}", ", \"port_src\": 3}") + "\n");
    assertThat(read.column("source_transport_port")).containsExactly("1");
    assertThat(read.tally(Reason.BAD_RECORD)).endsWith("port_src: given twice (expected: once)");
  }

  @Test
  void hugeValuesAndDeepNestingEndWithTheirObject() throws IOException {
    String huge = object(2).replace("}", ", \"note\": \"" + "x".repeat(200_000) + "\"}");
    String deep =
        object(3).replace("}", ", \"note\": " + "[".repeat(5000) + "]".repeat(5000) + "}");
    String endless = object(4).replace("}", ", \"note\": \"" + "x".repeat(3 << 20) + "\"}");
    TextFile read =
        TextFile.of(
            object(1) + "\n" + huge + "\n" + deep + "\n" + endless + "\n" + object(5) + "\n");
    assertThat(read.column("source_transport_port")).startsWith("1").endsWith("5");
    assertThat(read.tally(Reason.CORRUPT)).contains("object: more than 1048576 bytes");
    assertThat(read.tally(Reason.BAD_RECORD)).contains("not a JSON object");
  }

  @Test
  void flagsMayBeAListOfNames() throws IOException {
    TextFile read =
        TextFile.of(
            object(1).replace("}", ", \"ip_proto\": \"tcp\", \"tcp_flags\": [\"SYN\", \"ACK\"]}")
                + "\n");
    assertThat(read.column("tcp_control_bits")).containsExactly("18");
  }

  @Test
  void textBetweenObjectsIsCounted() throws IOException {
    TextFile read = TextFile.of(object(1) + "\nnonsense\n" + object(2) + "\n");
    assertThat(read.column("source_transport_port")).containsExactly("1", "2");
    assertThat(read.tally(Reason.BAD_RECORD))
        .isEqualTo(
            "1 × "
                + (object(1).length() + 1)
                + ": text between JSON objects (expected: an object)");
  }

  @Test
  void otherEventsOfSuricataArePassedOverAndCounted() throws IOException {
    TextFile read =
        TextFile.of(
            "{\"timestamp\":\"2026-05-02T16:00:00+0200\",\"event_type\":\"stats\",\"stats\":{}}\n"
                + "{\"timestamp\":\"2026-05-02T16:00:00+0200\",\"event_type\":\"flow\",\"src_ip\":"
                + "\"10.20.0.11\",\"dest_ip\":\"192.0.2.20\",\"flow\":{\"start\":"
                + "\"2026-05-02T16:00:00+0200\"}}\n");
    assertThat(read.lines()).hasSize(1);
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT)).isEqualTo("1 × 0: no flow record (stats)");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  private static String zeek(String log, int port, String more) {
    return "{"
        + log
        + "\"ts\":1777730400.5,\"uid\":\"C1\",\"id.orig_h\":\"10.20.0.11\",\"id.orig_p\":"
        + port
        + ",\"id.resp_h\":\"192.0.2.20\",\"id.resp_p\":3333"
        + more
        + "}\n";
  }

  @Test
  void ofZeekOnlyTheRecordsOfConnectionsAreFlows() throws IOException {
    String http = zeek("\"_path\":\"http\",", 1, ",\"method\":\"GET\"");
    TextFile read =
        TextFile.of(
            http
                + zeek("\"_path\":\"conn\",", 2, ",\"proto\":\"tcp\",\"conn_state\":\"S0\"")
                + zeek("", 3, ",\"proto\":\"udp\",\"query\":\"pool.example\"")
                + zeek("", 4, ",\"proto\":\"udp\",\"orig_pkts\":0")
                + zeek("\"_path\":\"conn_long\",", 5, ",\"conn_state\":\"S1\""));
    assertThat(read.column("source_transport_port")).containsExactly("2", "4");
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT)).isEqualTo("3 × 0: no flow record (http)");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
    TextFile without = TextFile.of(zeek("", 2, ",\"conn_state\":\"S0\"") + zeek("", 3, ""));
    assertThat(without.column("source_transport_port")).containsExactly("2");
    assertThat(without.tally(Reason.NOT_FLOW_EXPORT))
        .endsWith(": no flow record (not of conn.log)");
  }

  @Test
  void whatMakesALogOfZeekStandsInOneObject() {
    String http = zeek("", 1, ",\"method\":\"GET\"");
    String other = "{\"conn_state\":\"SF\"}\n";
    assertThat(ZeekJson.recognises(bytes(http + other))).isFalse();
    assertThat(ZeekJson.recognises(bytes(http + zeek("", 2, ",\"conn_state\":\"S0\"")))).isTrue();
    assertThat(ZeekJson.recognises(bytes("[" + http + "," + other + "]"))).isFalse();
  }

  @Test
  void theLogOfAnyApplicationIsNoneOfSuricata() {
    String event = "{\"timestamp\":\"2026-05-02T16:00:00+0200\",\"event_type\":";
    String addresses = ",\"src_ip\":\"10.20.0.11\",\"dest_ip\":\"192.0.2.20\"";
    assertThat(SuricataEve.recognises(bytes(event + "\"login\",\"user\":\"a\"}\n"))).isFalse();
    assertThat(SuricataEve.recognises(bytes(event + "\"login\"" + addresses + "}\n"))).isFalse();
    assertThat(SuricataEve.recognises(bytes(event + "\"x\",\"flow_id\":1}\n"))).isFalse();
    assertThat(SuricataEve.recognises(bytes(event + "\"dns\",\"flow_id\":1" + addresses + "}\n")))
        .isTrue();
    assertThat(SuricataEve.recognises(bytes(event + "\"stats\",\"stats\":{}}\n"))).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
