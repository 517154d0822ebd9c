// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ControlTest {

  /** Every second one on the way back, every third UDP, the last without ports and times. */
  private static FlowBatch batch() {
    FlowBatch batch = new FlowBatch(100);
    for (int row = 0; row < 100; row++) {
      batch.append();
      boolean back = row % 2 == 1;
      int service = 1000 + row;
      int client = 40000 + row;
      batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = back ? service : client;
      batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = back ? client : service;
      batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = row % 3 == 0 ? 17 : 6;
      batch.longs(FlowColumn.FLOW_START)[row] = 1_000_000L + row;
      batch.longs(FlowColumn.FLOW_END)[row] = 1_000_000L + 3L * row;
    }
    batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[99] = FlowColumn.ABSENT_INT;
    batch.longs(FlowColumn.FLOW_END)[99] = FlowColumn.ABSENT_LONG;
    return batch;
  }

  @Test
  void portsChangePlacesWithinTheirProtocolAndStayOnTheServicesSide() {
    FlowBatch batch = batch();
    Control.permutedPorts().apply(batch, new SplittableRandom(1));
    for (int protocol : new int[] {6, 17}) {
      List<Integer> before = new ArrayList<>();
      List<Integer> after = new ArrayList<>();
      for (int row = 0; row < 99; row++) {
        boolean back = row % 2 == 1;
        FlowColumn service =
            back ? FlowColumn.SOURCE_TRANSPORT_PORT : FlowColumn.DESTINATION_TRANSPORT_PORT;
        FlowColumn client =
            back ? FlowColumn.DESTINATION_TRANSPORT_PORT : FlowColumn.SOURCE_TRANSPORT_PORT;
        assertThat(batch.ints(client)[row]).isEqualTo(40000 + row);
        if (batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] == protocol) {
          before.add(1000 + row);
          after.add(batch.ints(service)[row]);
        }
      }
      assertThat(after).isNotEqualTo(before);
      Collections.sort(after);
      assertThat(after).isEqualTo(before);
    }
    assertThat(batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[99]).isEqualTo(40099);
  }

  @Test
  void timesMoveTogether() {
    FlowBatch batch = batch();
    Control shift = Control.shifted(Duration.ofDays(-2));
    assertThat(shift.name()).isEqualTo("times 2 d earlier");
    shift.apply(batch, new SplittableRandom(1));
    assertThat(batch.longs(FlowColumn.FLOW_START)[7]).isEqualTo(1_000_007 - 172_800_000L);
    assertThat(batch.longs(FlowColumn.FLOW_END)[7]).isEqualTo(1_000_021 - 172_800_000L);
    assertThat(batch.longs(FlowColumn.FLOW_END)[99]).isEqualTo(FlowColumn.ABSENT_LONG);
    assertThat(batch.longs(FlowColumn.FLOW_START)[99]).isEqualTo(1_000_099);
  }

  @Test
  void timesAtRandomLieInTheSpanAndDependOnTheSeedOnly() {
    FlowBatch one = batch();
    FlowBatch two = batch();
    Control control = Control.atRandomTimes(new TimeSpan(500, 599));
    control.apply(one, new SplittableRandom(5));
    control.apply(two, new SplittableRandom(5));
    for (int row = 0; row < 99; row++) {
      long start = one.longs(FlowColumn.FLOW_START)[row];
      assertThat(start).isBetween(500L, 599L).isEqualTo(two.longs(FlowColumn.FLOW_START)[row]);
      assertThat(one.longs(FlowColumn.FLOW_END)[row] - start).isEqualTo(2L * row);
    }
  }
}
