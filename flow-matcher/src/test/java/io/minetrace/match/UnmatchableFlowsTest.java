// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps flows from matching, told of each once. */
class UnmatchableFlowsTest {

  @ParameterizedTest
  @CsvSource({
    // protocol, source port, destination port, after translation, timeless; counted for
    "6, 40000, 3333, -1, false, 0, 0, 0",
    "6, -1, 3333, -1, true, 0, 0, 0",
    "6, 40000, -1, -1, true, 0, 0, 0",
    "6, -1, -1, -1, false, 0, 1, 0",
    "6, -1, -1, -1, true, 0, 1, 1",
    "17, -1, -1, -1, true, 0, 1, 1",
    "6, -1, -1, 3333, true, 0, 0, 0",
    "1, -1, -1, -1, true, 0, 0, 0",
    "47, -1, -1, -1, true, 0, 0, 0",
    "-1, -1, -1, -1, false, 0, 1, 0",
    "0, 0, 0, -1, false, 0, 1, 0",
    "6, 0, 0, -1, true, 0, 0, 0",
    "-1, 40000, -1, -1, true, 1, 0, 1",
    "-1, -1, -1, 3333, false, 1, 0, 0",
  })
  void aFlowIsCountedOnceForWhatItLacks(
      int protocol,
      int from,
      int to,
      int nat,
      boolean timeless,
      long noProtocol,
      long noPorts,
      long both) {
    FlowBatch batch = new FlowBatch();
    for (FlowColumn translated :
        new FlowColumn[] {
          FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT,
          FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT
        }) {
      int row = batch.append();
      batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = protocol;
      batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = from;
      batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = to;
      batch.ints(translated)[row] = nat;
      if (!timeless) {
        batch.longs(FlowColumn.FLOW_START)[row] = 1;
        batch.longs(FlowColumn.FLOW_END)[row] = 1;
      }
    }
    UnmatchableFlows flows = new UnmatchableFlows();
    flows.add(batch);
    assertThat(flows.withoutProtocol()).isEqualTo(2 * noProtocol);
    assertThat(flows.withoutPorts()).isEqualTo(2 * noPorts);
    assertThat(flows.timeless()).isEqualTo(2 * both);
  }

  @Test
  void whereOthersTellTheirPortsThoseThatTellNothingAreOfAnotherKind() {
    UnmatchableFlows flows = new UnmatchableFlows();
    FlowBatch batch = new FlowBatch();
    int unused = batch.append();
    flows.add(batch);
    assertThat(flows.withoutPorts()).isEqualTo(1);
    assertThat(flows.timeless()).isEqualTo(1);
    batch.clear();
    int tcp = batch.append();
    batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[tcp] = 6;
    batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[tcp] = 443;
    flows.add(batch);
    assertThat(flows.withoutPorts()).isZero();
    assertThat(flows.timeless()).isZero();
  }
}
