// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.format.contract.GuardedReading;
import io.minetrace.format.export.ExportProtocol;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Export datagrams of any bytes, by protocol: all get its version word, without a capture around.
 */
@Timeout(20)
class ExportProtocolFuzzTest {

  private static final int BATCH_ROWS = 16;

  private static void read(ExportProtocol protocol, byte[] bytes) {
    GuardedReading.of(
        stream -> new DatagramReader(protocol, stream.readAllBytes()),
        new ByteArrayInputStream(bytes),
        BATCH_ROWS);
  }

  @ArgumentsSource(DatagramSeeds.class)
  @FuzzTest
  void netflowV1(byte[] bytes) {
    read(ExportProtocol.NETFLOW_V1, bytes);
  }

  @ArgumentsSource(DatagramSeeds.class)
  @FuzzTest
  void netflowV5(byte[] bytes) {
    read(ExportProtocol.NETFLOW_V5, bytes);
  }

  @ArgumentsSource(DatagramSeeds.class)
  @FuzzTest
  void netflowV7(byte[] bytes) {
    read(ExportProtocol.NETFLOW_V7, bytes);
  }

  @ArgumentsSource(DatagramSeeds.class)
  @FuzzTest
  void netflowV9(byte[] bytes) {
    read(ExportProtocol.NETFLOW_V9, bytes);
  }

  @ArgumentsSource(DatagramSeeds.class)
  @FuzzTest
  void ipfix(byte[] bytes) {
    read(ExportProtocol.IPFIX, bytes);
  }
}
