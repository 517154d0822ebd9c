// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.format.FlowFile;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.contract.GuardedReading;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Whole files of any bytes, by format. */
@Timeout(20)
class FlowFormatFuzzTest {

  private static final int BATCH_ROWS = 16;

  private static void read(FlowFormat format, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FlowInput.HEAD_BYTES));
    if (FlowFormat.of(head).equals(Optional.of(format))) {
      GuardedReading.of(
          stream -> FlowFile.open("input", stream), new ByteArrayInputStream(bytes), BATCH_ROWS);
    }
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void nfcapd(byte[] bytes) {
    read(FlowFormat.NFCAPD, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void pcap(byte[] bytes) {
    read(FlowFormat.PCAP, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void pcapng(byte[] bytes) {
    read(FlowFormat.PCAPNG, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void ipfixFile(byte[] bytes) {
    read(FlowFormat.IPFIX_FILE, bytes);
  }
}
