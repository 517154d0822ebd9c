// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.ReadFlows;
import io.minetrace.format.nfcapd.NfcapdBytes.Extension;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The same file in both byte orders, of every layout. */
class WriterOrderTest {

  private static void assertSameFlows(Function<NfcapdBytes, byte[]> file) throws IOException {
    ReadFlows little = ReadFlows.of(file.apply(new NfcapdBytes(ByteOrder.LITTLE_ENDIAN)));
    ReadFlows big = ReadFlows.of(file.apply(new NfcapdBytes(ByteOrder.BIG_ENDIAN)));
    assertThat(big.report().orElseThrow().format())
        .isEqualTo(little.report().orElseThrow().format() + ", big-endian");
    assertThat(big.report().orElseThrow().isPartial()).isFalse();
    assertThat(big.flows()).isNotEmpty().isEqualTo(little.flows());
    assertThat(big.report().orElseThrow().facts()).isEqualTo(little.report().orElseThrow().facts());
    assertThat(big.report().orElseThrow().exporters())
        .isEqualTo(little.report().orElseThrow().exporters());
  }

  @Test
  void layout1() throws IOException {
    assertSameFlows(
        in ->
            in.layout1(
                in.block(
                    2,
                    in.exporter(),
                    in.map(0, 14, 4),
                    in.common(1, 0, 0, 1, new byte[8]),
                    in.common(10, 64, 0, 2, new byte[8]))));
  }

  @Test
  void layout2() throws IOException {
    assertSameFlows(
        in -> {
          NfcapdBytes ports = in.fresh().u16(0x0102, 0x0201);
          return in.layout2(in.block(3, in.exporter(), in.flow(1, in.element(22, ports))));
        });
  }

  @Test
  void layout3() throws IOException {
    assertSameFlows(
        in ->
            in.layout3(
                0,
                in.exporterBlock(-1, 1, 9),
                in.flowBlock(in.offsetFlow(1, List.<Extension>of()))));
  }

  /** Of type 10 the flags were a u16 once, so that in this order they lie in the other byte. */
  @Test
  void flagsOfBothWidthsAreUnderstood() throws IOException {
    NfcapdBytes in = new NfcapdBytes(ByteOrder.BIG_ENDIAN);
    byte[] narrow = in.common(10, 0, 0, 1, new byte[24]);
    byte[] wide = in.record(10, in.commonHeader(10, 0, 1, 2).u64(1, 2, 3, 4).u32(7, 700).toArray());
    wide[5] = 1;
    ReadFlows read = ReadFlows.of(in.layout1(in.block(2, in.map(0, 45), in.map(1), narrow, wide)));
    assertThat(read.flows().get(0)).contains("source_ip_address=10.0.0.1 ");
    assertThat(read.flows().get(1)).contains("source_ip_address=::1:0:0:0:2 ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }
}
