// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.ForeignTables;
import io.minetrace.format.SampleFlows;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every flow of the nfcapd samples against what {@code nfdump -o pipe} prints of the same file. */
class SampleNfcapdTest {

  @TestFactory
  Stream<DynamicTest> everyFlowIsAsNfdumpPrintsIt() throws IOException {
    return SampleFlows.captures("nfcapd").stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    SampleFlows.root().relativize(sample).toString(), () -> compare(sample)));
  }

  /** The files of a folder differ in compression only, and share what nfdump prints. */
  private static Path pipeOf(Path sample) {
    return SampleFlows.expected(sample.resolveSibling("flows.nfcapd"), "pipe");
  }

  private static void compare(Path sample) throws IOException {
    List<String> flows;
    try (FlowReader reader = FlowFile.open(sample)) {
      flows = FlowRows.of(reader).stream().map(SampleNfcapdTest::line).toList();
      assertThat(reader.report().isPartial()).isFalse();
    }
    assertThat(flows)
        .isNotEmpty()
        .containsExactlyElementsOf(
            ForeignTables.pipe(pipeOf(sample)).stream().map(SampleNfcapdTest::line).toList());
  }

  private static String line(FlowRows.Row row) {
    return ForeignTables.PIPE_COLUMNS.stream()
        .map(column -> column + "=" + row.cell(column))
        .collect(Collectors.joining(" "));
  }

  @Test
  void allCompressionsOfLayout2ThatNfdumpWritesHaveASample() throws IOException {
    List<Path> samples = new ArrayList<>(SampleFlows.captures("nfcapd"));
    SampleFlows.conversions().stream()
        .filter(file -> file.toString().endsWith(".nfcapd"))
        .forEach(samples::add);
    List<String> formats = new ArrayList<>();
    for (Path sample : samples) {
      try (FlowReader reader = FlowFile.open(sample)) {
        formats.add(reader.report().format());
      }
    }
    assertThat(Set.copyOf(formats))
        .containsExactlyInAnyOrder(
            "nfcapd layout 2, uncompressed",
            "nfcapd layout 2, LZ4",
            "nfcapd layout 2, LZO",
            "nfcapd layout 2, BZ2");
  }
}
