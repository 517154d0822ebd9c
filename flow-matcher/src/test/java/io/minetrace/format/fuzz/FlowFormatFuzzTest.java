// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.format.FlowFile;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.contract.ContractCase;
import io.minetrace.format.contract.GuardedReading;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayInputStream;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Whole files of any bytes, by format. */
@Timeout(20)
class FlowFormatFuzzTest {

  private static final int BATCH_ROWS = 16;

  /** What the users of a format tell of its files; read once, not for every input. */
  private static final Map<FlowFormat, Collection<ReadOptions>> OPTIONS =
      new EnumMap<>(FlowFormat.class);

  private static void read(FlowFormat format, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FlowInput.HEAD_BYTES));
    for (ReadOptions options : OPTIONS.computeIfAbsent(format, FlowFormatFuzzTest::options)) {
      if (FlowFormat.of(head, options).equals(Optional.of(format))) {
        GuardedReading.of(
            stream -> FlowFile.open("input", stream, options),
            new ByteArrayInputStream(bytes),
            BATCH_ROWS);
      }
    }
  }

  /** Without a zone most text formats would refuse to be read at all. */
  private static Collection<ReadOptions> options(FlowFormat format) {
    return ContractCase.of(format).stream()
        .map(contractCase -> contractCase.readOptions().withSourceTimezone(ZoneOffset.UTC))
        .collect(Collectors.toSet());
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

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void flowTools(byte[] bytes) {
    read(FlowFormat.FLOW_TOOLS, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void mappedText(byte[] bytes) {
    read(FlowFormat.MAPPED_TEXT, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void nfdumpCsv(byte[] bytes) {
    read(FlowFormat.NFDUMP_CSV, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void nfdumpPipe(byte[] bytes) {
    read(FlowFormat.NFDUMP_PIPE, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void nfdumpJson(byte[] bytes) {
    read(FlowFormat.NFDUMP_JSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void silkRwcut(byte[] bytes) {
    read(FlowFormat.SILK_RWCUT, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void zeekTsv(byte[] bytes) {
    read(FlowFormat.ZEEK_TSV, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void zeekJson(byte[] bytes) {
    read(FlowFormat.ZEEK_JSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void goflow2Json(byte[] bytes) {
    read(FlowFormat.GOFLOW2_JSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void pmacctCsv(byte[] bytes) {
    read(FlowFormat.PMACCT_CSV, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void pmacctJson(byte[] bytes) {
    read(FlowFormat.PMACCT_JSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void ipfixcol2Json(byte[] bytes) {
    read(FlowFormat.IPFIXCOL2_JSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void suricataEve(byte[] bytes) {
    read(FlowFormat.SURICATA_EVE, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void argusCsv(byte[] bytes) {
    read(FlowFormat.ARGUS_CSV, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void awsVpc(byte[] bytes) {
    read(FlowFormat.AWS_VPC, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void minetraceCsv(byte[] bytes) {
    read(FlowFormat.MINETRACE_CSV, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void minetraceNdjson(byte[] bytes) {
    read(FlowFormat.MINETRACE_NDJSON, bytes);
  }

  @ArgumentsSource(ContractSeeds.class)
  @FuzzTest
  void nfdumpLine(byte[] bytes) {
    read(FlowFormat.NFDUMP_LINE, bytes);
  }
}
