// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSideSignsTest {

  private final FlowBatch batch = new FlowBatch(2048);

  private void flows(int count, String service, int flags) {
    IpAddress address = IpAddress.parse(service);
    IpAddress client = IpAddress.parse("10.0.0.1");
    for (int i = 0; i < count; i++) {
      int row = batch.append();
      boolean there = i % 2 == 0;
      IpAddress source = there ? client : address;
      IpAddress destination = there ? address : client;
      batch.high(FlowColumn.SOURCE_IP_ADDRESS)[row] = source.high();
      batch.low(FlowColumn.SOURCE_IP_ADDRESS)[row] = source.low();
      batch.high(FlowColumn.DESTINATION_IP_ADDRESS)[row] = destination.high();
      batch.low(FlowColumn.DESTINATION_IP_ADDRESS)[row] = destination.low();
      batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = there ? 50000 : 443;
      batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = there ? 443 : 50000;
      batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = 6;
      batch.ints(FlowColumn.TCP_CONTROL_BITS)[row] = flags;
    }
  }

  private boolean anonymised() {
    ServiceSideSigns signs = new ServiceSideSigns();
    signs.look(batch);
    return signs.isAnonymised();
  }

  @ParameterizedTest
  @CsvSource({
    "224.0.0.1, true",
    "239.255.255.255, true",
    "223.255.255.255, false",
    "240.0.0.1, false", // some networks use it inside
    "192.0.2.1, false",
    "2001:db8::1, false",
    "fe80::1, false",
    "fd00::1, false",
    "ff02::1, true",
    "4401:2bc::1, true",
    "df01:2b8::1, true"
  })
  void whereNoServiceCanBe(String service, boolean expected) {
    flows(1000, "198.51.100.1", 0x1b);
    flows(10, service, 0x1b);
    assertThat(anonymised()).as(service).isEqualTo(expected);
  }

  @Test
  void aFewAreNoSign() {
    flows(9, "224.0.0.1", 0x1b);
    assertThat(anonymised()).isFalse();
  }

  @Test
  void neitherAFloodNorAClientIsASign() {
    flows(500, "224.0.0.1", 0x02);
    flows(500, "224.0.0.1", FlowColumn.ABSENT_INT);
    assertThat(anonymised()).isFalse();
  }
}
