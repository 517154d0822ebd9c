// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {

  private static final String HEADER =
      "client,address,port,protocol,from,to,label,pool,coin,note\n";

  @TempDir private Path directory;

  private Truth truth(String text) throws IOException {
    Path file = directory.resolve("truth");
    Files.writeString(file, text);
    return TruthFile.read(file);
  }

  private static Optional<Truth.Finding> of(
      Truth truth, String source, int port, String destination, int to, String from, String until) {
    return truth.of(
        IpAddress.parse(source),
        port,
        IpAddress.parse(destination),
        to,
        6,
        new TimeSpan(Instant.parse(from).toEpochMilli(), Instant.parse(until).toEpochMilli()));
  }

  private static Optional<Long> numberOf(
      Truth truth, String source, int port, String destination, int to) {
    return of(truth, source, port, destination, to, "2026-05-02T10:00:00Z", "2026-05-02T11:00:00Z")
        .map(finding -> finding.row().number());
  }

  @Test
  void theFirstRowThatFitsCountsWhateverItIsFoundBy() throws IOException {
    Truth truth =
        truth(
            HEADER
                + "10.0.0.0/24,192.0.2.1,3333,tcp,,,mining,,,\n"
                + ",192.0.2.1,,,,,apart,,,\n"
                + "10.0.0.1,192.0.2.1,3333,tcp,,,not,,,\n"
                + "10.0.0.1,192.0.2.2,3333,tcp,,,mining,,,\n"
                + ",,,udp,,,mining,,,\n"
                + ",192.0.2.2,,,,,not,,,\n");
    assertThat(numberOf(truth, "10.0.0.1", 40000, "192.0.2.1", 3333)).contains(1L);
    assertThat(numberOf(truth, "10.0.0.1", 40000, "192.0.2.1", 80)).contains(2L);
    assertThat(numberOf(truth, "10.0.0.1", 40000, "192.0.2.2", 3333)).contains(4L);
    assertThat(numberOf(truth, "10.0.0.1", 40000, "192.0.2.2", 80)).contains(6L);
    assertThat(numberOf(truth, "10.0.0.1", 40000, "192.0.2.3", 3333)).isEmpty();
  }

  @Test
  void theWayBackIsTheSameConnection() throws IOException {
    Truth truth = truth(HEADER + "10.0.0.1,192.0.2.1,3333,6,,,mining,Pool,BTC|LTC,why\n");
    Truth.Finding back =
        of(
                truth,
                "192.0.2.1",
                3333,
                "10.0.0.1",
                40000,
                "2026-05-02T10:00:00Z",
                "2026-05-02T10:00:00Z")
            .orElseThrow();
    assertThat(back.client()).hasToString("10.0.0.1");
    assertThat(back.address()).hasToString("192.0.2.1");
    assertThat(back.port()).isEqualTo(3333);
    assertThat(back.row().coins()).containsExactly("BTC", "LTC");
    // Its client's port is no service.
    assertThat(numberOf(truth, "192.0.2.1", 40000, "10.0.0.1", 3333)).isEmpty();
  }

  @Test
  void aFlowFitsThatOverlapsTheTimesOfARowAndNoOther() throws IOException {
    Truth truth =
        truth(HEADER + ",192.0.2.1,,,2026-05-02T10:00Z,2026-05-02T12:00:00+01:00,mining,,,\n");
    String[][] flows = {
      {"2026-05-02T09:00:00Z", "2026-05-02T09:59:59.999Z", "no"},
      {"2026-05-02T09:00:00Z", "2026-05-02T10:00:00Z", "yes"},
      {"2026-05-02T11:00:00Z", "2026-05-02T12:00:00Z", "yes"},
      {"2026-05-02T11:00:00.001Z", "2026-05-02T12:00:00Z", "no"},
    };
    for (String[] flow : flows) {
      assertThat(of(truth, "10.0.0.1", 40000, "192.0.2.1", 1, flow[0], flow[1]).isPresent())
          .as(flow[0] + " " + flow[1])
          .isEqualTo(flow[2].equals("yes"));
    }
  }

  @Test
  void jsonLinesSayTheSame() throws IOException {
    Truth truth =
        truth(
            "{\"client\":\"10.0.0.1\",\"address\":\"2001:db8::1\",\"port\":3333,\"protocol\":\"tcp\","
                + "\"from\":1777716000000,\"to\":null,\"label\":\"mining\",\"coin\":[\"LTC\",\"BTC\"]}\n\n"
                + "{\"label\":\"not\"}\n");
    assertThat(truth.size()).isEqualTo(2);
    Truth.Finding finding =
        of(
                truth,
                "10.0.0.1",
                1,
                "2001:db8::1",
                3333,
                "2026-05-02T10:00:00Z",
                "2026-05-02T10:00:00Z")
            .orElseThrow();
    assertThat(finding.row().label()).isEqualTo(Label.MINING);
    assertThat(finding.row().coins()).containsExactly("BTC", "LTC");
    assertThat(numberOf(truth, "10.0.0.1", 1, "2001:db8::2", 3333)).contains(2L);
  }

  @Test
  void whatCannotBeMeantIsNamedWithItsLine() {
    String[][] wrong = {
      {"", "line 1: no column label"},
      {HEADER, "no row of truth"},
      {"client,adress,label\n", "line 1: column 'adress' is unknown (expected: client, address,"},
      {"client,address\n", "line 1: no column label"},
      {"client,label\n,mine\n", "line 2: label: 'mine' (expected: mining, not or apart)"},
      {"client,label\n,\n", "line 2: label: '' (expected: mining, not or apart)"},
      {"client,label\n\n10.0.0.0/33,not\n", "line 3: prefix length: 33"},
      {"port,label\n70000,not\n", "line 2: port: '70000' (expected: 0..65535)"},
      {"protocol,label\nsmtp,not\n", "line 2: transport: 'smtp'"},
      {"from,label\nyesterday,not\n", "line 2: from: 'yesterday' (expected: 2026-05-02,"},
      {"from,to,label\n2026-05-02,2026-05-01,not\n", "line 2: time span: "},
      {"client,label\nnot\n", "1 cells (expected: 2)"},
      {"{\"label\":\"not\"\n", "line 1: not JSON ("},
      {"{\"label\":\"not\"}\n[]\n", "line 2: not a JSON object"},
      {
        "{\"label\":\"mining\",\"coin\":[1,\"BTC\"],\"port\":3333}\n", "line 1: coin: 1 (expected: "
      },
      {
        "{\"label\":\"mining\",\"pool\":[\"P\",null],\"port\":1}\n",
        "line 1: pool: null (expected: "
      },
      {"{\"label\":\"mining\",\"coin\":[[\"BTC\"]],\"port\":1}\n", "line 1: coin: [ (expected: "},
      {"{\"label\":\"mining\",\"port\":{\"from\":1}}\n", "line 1: port: { (expected: "},
      {"{\"label\":\"mining\"} {\"label\":\"not\"}\n", "line 1: { behind the object"},
    };
    for (String[] text : wrong) {
      assertThatThrownBy(() -> truth(text[0]))
          .as(text[0])
          .isInstanceOf(IOException.class)
          .hasMessageContaining("truth")
          .hasMessageContaining(text[1]);
    }
  }
}
