// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import org.junit.jupiter.api.Test;

class InputMessagesTest {

  @Test
  void replacedPortsAndTimesAreWarnedOfAsAddressesAre() {
    DecodeReport report = new DecodeReport("march.ipfix", "IPFIX");
    assertThat(InputMessages.doubts(report)).isEmpty();

    report.addFact("fields anonymised", "192.0.2.1 domain 7: element 82 (enumeration)");
    assertThat(InputMessages.doubts(report)).isEmpty();

    report.addFact("anonymised", "192.0.2.1 domain 7: sourceIPv4Address (permutation)");
    report.addFact(
        "ports and times anonymised", "192.0.2.1 domain 7: sourceTransportPort (permutation)");
    assertThat(InputMessages.doubts(report))
        .containsExactly(
            "addresses were replaced before it was written: 192.0.2.1 domain 7: sourceIPv4Address"
                + " (permutation); of those that were, none is a service but by chance",
            "ports, times or translated addresses were replaced before it was written: 192.0.2.1 domain 7:"
                + " sourceTransportPort (permutation); by those that were, no flow matches a"
                + " service but by chance");
  }
}
