// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.Confidence;
import io.minetrace.match.ContextFlow;
import io.minetrace.match.FlowRecord;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextSorterTest {

  @TempDir private Path directory;

  private static ContextFlow flow(int client, int port, long start, long octets, String service) {
    IpAddress host = IpAddress.ofIpv4(0x0a000000 + client);
    IpAddress pool = IpAddress.parse("192.0.2.20");
    return new ContextFlow(
        new FlowRecord(
            start,
            start + 10,
            host,
            pool,
            40000,
            port,
            6,
            OptionalInt.empty(),
            OptionalLong.of(octets),
            OptionalLong.of(1),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            0),
        host,
        pool,
        port,
        List.of(service),
        List.of("Pool"),
        start % 2 == 0 ? Confidence.POSSIBLE : Confidence.LIKELY);
  }

  private List<ContextLine> lines(List<ContextFlow> flows, int runLines) throws IOException {
    List<ContextLine> lines = new ArrayList<>();
    try (ContextSorter sorter = new ContextSorter(directory, runLines)) {
      for (ContextFlow flow : flows) {
        sorter.add(flow);
      }
      sorter.drainTo(lines::add);
      assertThat(sorter.lines()).isEqualTo(lines.size());
      assertThat(sorter.flows()).isEqualTo(flows.size());
    }
    assertThat(directory).isEmptyDirectory();
    return lines;
  }

  @Test
  void flowsOfOneClientAndPortAreOneLine() throws IOException {
    List<ContextLine> lines =
        lines(
            List.of(
                flow(1, 443, 1000, 5, "3333/tcp"),
                flow(1, 443, 3001, 6, "4444/tcp"),
                flow(1, 22, 2000, 7, "3333/tcp")),
            10);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).key().port()).isEqualTo(22);
    ContextLine web = lines.get(1);
    assertThat(web.flows()).isEqualTo(2);
    assertThat(web.octets()).isEqualTo(11);
    assertThat(web.packets()).isEqualTo(2);
    assertThat(web.first()).isEqualTo(1000);
    assertThat(web.last()).isEqualTo(3011);
    assertThat(web.services()).containsExactly("3333/tcp", "4444/tcp");
    assertThat(web.confidence()).isEqualTo(Confidence.LIKELY);
  }

  @Test
  void howManyRunsWereSpilledAndInWhichOrderFlowsCameDoesNotShow() throws IOException {
    Random random = new Random(5);
    List<ContextFlow> flows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      flows.add(
          flow(
              random.nextInt(40),
              random.nextInt(3) - 1,
              random.nextInt(10_000),
              random.nextInt(100),
              random.nextInt(5) + "/tcp"));
    }
    List<ContextLine> whole = lines(flows, 1_000_000);
    assertThat(whole).hasSize(120);
    for (int runLines : List.of(1, 7, 50)) {
      Collections.shuffle(flows, random);
      assertThat(lines(flows, runLines)).isEqualTo(whole);
    }
  }

  @Test
  void absurdCountersDoNotTurnNegative() throws IOException {
    List<ContextLine> lines =
        lines(
            List.of(
                flow(1, 443, 1, Long.MAX_VALUE, "3333/tcp"),
                flow(1, 443, 2, Long.MAX_VALUE, "3333/tcp")),
            1);
    assertThat(lines).extracting(ContextLine::octets).containsExactly(Long.MAX_VALUE);
  }
}
