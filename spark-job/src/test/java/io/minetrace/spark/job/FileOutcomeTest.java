// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.match.UnmatchableFlows;
import io.minetrace.report.FlowClock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileOutcomeTest {

  @Test
  void whatWasReplacedBeforeIsWarnedOfAndNothingLost() {
    DecodeReport report = new DecodeReport("anon.nfcapd", "nfcapd");
    report.addFact("anonymised", "written by nfanon");

    FileOutcome outcome =
        FileOutcome.of(
            "anon.nfcapd",
            "id",
            Optional.of(report),
            0,
            new UnmatchableFlows(),
            Optional.empty(),
            new FlowClock());

    assertThat(outcome.warnings())
        .containsExactly(
            "addresses were replaced before it was written: written by nfanon; of those that"
                + " were, none is a service but by chance");
    assertThat(outcome.isPartial()).isFalse();
  }
}
