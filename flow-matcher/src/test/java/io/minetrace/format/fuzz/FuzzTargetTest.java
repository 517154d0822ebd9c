// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.FlowFormat;
import io.minetrace.format.compression.Compression;
import io.minetrace.format.export.ExportProtocol;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FuzzTargetTest {

  @Test
  void everyFileFormatIsFuzzed() {
    assertTargets(FlowFormatFuzzTest.class, FlowFormat.values());
  }

  @Test
  void everyExportProtocolIsFuzzed() {
    assertTargets(ExportProtocolFuzzTest.class, ExportProtocol.values());
  }

  @Test
  void everyCompressionIsFuzzed() {
    assertTargets(CompressionFuzzTest.class, Compression.values());
  }

  private static void assertTargets(Class<?> fuzzTest, Enum<?>[] registry) {
    assertThat(FuzzTarget.in(fuzzTest))
        .as("targets of " + fuzzTest.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(registry).map(FuzzTarget::of).toList());
  }
}
