// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.minetrace.format.FlowFile;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.contract.GuardedReading;
import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayInputStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Whole files of any bytes, by format. */
@Timeout(20)
class FlowFormatFuzzTest {

  private static final int BATCH_ROWS = 16;

  /** What a user may tell, so that no reader ends where it would have to be told. */
  private static final ReadOptions TOLD =
      ReadOptions.DEFAULT
          .withSourceTimezone(ZoneId.of("Europe/Prague"))
          .withMapping(
              MappingFile.parse(
                  "fuzzed",
                  """
                  delimiter = ;
                  time.format = dd.MM.yyyy HH:mm:ss.SSS
                  duration = len ms
                  duration.unit = milliseconds
                  flow_start = begin
                  source_ip_address = from
                  destination_ip_address = to
                  octet_delta_count = octs
                  """));

  private static void read(FlowFormat format, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FlowInput.HEAD_BYTES));
    if (FlowFormat.of(head, TOLD).equals(Optional.of(format))) {
      GuardedReading.of(
          stream -> FlowFile.open("input", stream, TOLD),
          new ByteArrayInputStream(bytes),
          BATCH_ROWS);
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
}
