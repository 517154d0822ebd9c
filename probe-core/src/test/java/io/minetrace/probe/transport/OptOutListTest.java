// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptOutListTest {

  private static final IpAddress ELSEWHERE = IpAddress.parse("203.0.113.9");

  @TempDir private Path directory;

  private static Optional<String> byAddress(OptOutList list, String address) {
    return list.entryFor(IpAddress.parse(address), Optional.empty(), List.of());
  }

  private static Optional<String> byName(OptOutList list, String fqdn) {
    return list.entryFor(ELSEWHERE, Optional.of(fqdn), List.of());
  }

  @Test
  void anAddressABlockANameADomainAndAPoolOptOut() {
    OptOutList list =
        OptOutList.parse(
            List.of(
                "# asked by mail",
                "",
                "192.0.2.7",
                "2001:db8::/32",
                "198.51.100.0/24",
                "EU.pool.example.",
                "*.shy.example",
                "pool: Shy Pool"));

    assertThat(byAddress(list, "192.0.2.7")).contains("192.0.2.7/32");
    assertThat(byAddress(list, "::ffff:192.0.2.7")).contains("192.0.2.7/32");
    assertThat(byAddress(list, "192.0.2.8")).isEmpty();
    assertThat(byAddress(list, "198.51.100.200")).contains("198.51.100.0/24");
    assertThat(byAddress(list, "2001:db8:1::1")).contains("2001:db8::/32");
    assertThat(byName(list, "eu.pool.example")).contains("eu.pool.example");
    assertThat(byName(list, "us.pool.example")).isEmpty();
    assertThat(byName(list, "a.b.shy.example.")).contains("*.shy.example");
    assertThat(byName(list, "shy.example")).contains("*.shy.example");
    assertThat(byName(list, "notshy.example")).isEmpty();
    assertThat(list.entryFor(ELSEWHERE, Optional.empty(), List.of("Other", "Shy Pool")))
        .contains("pool:shy pool");
  }

  @Test
  void aLineThatIsNotUnderstoodIsNotPassedOver() {
    assertThatThrownBy(() -> OptOutList.parse(List.of("192.0.2.1", "what is this?")))
        .hasMessage(
            "line 2: 'what is this?' (expected: an address, a block, a host name, *.DOMAIN, or"
                + " pool:NAME)");
    assertThatThrownBy(() -> OptOutList.parse(List.of("10.0.0.1/8")))
        .hasMessageStartingWith("line 1: block: 10.0.0.1/8 has bits set");
  }

  @Test
  void theFileIsReadAgainWhenItChangedAndTheLastReadableVersionHolds() throws IOException {
    Path file = Files.writeString(directory.resolve("opt-out"), "192.0.2.7\n");
    List<String> complaints = new ArrayList<>();
    OptOutFile optOut = new OptOutFile(file, complaints::add);
    assertThat(byAddress(optOut.get(), "192.0.2.7")).isPresent();

    Files.writeString(file, "192.0.2.7\n192.0.2.8\n");
    optOut.refresh();
    assertThat(byAddress(optOut.get(), "192.0.2.8")).isPresent();
    assertThat(complaints).isEmpty();

    Files.writeString(file, "!!\n");
    optOut.refresh();
    assertThat(byAddress(optOut.get(), "192.0.2.8")).as("the last one holds").isPresent();
    assertThat(complaints).singleElement().asString().contains("line 1: '!!'");
  }

  @Test
  void aFileThatCannotBeReadAtTheStartIsRefused() {
    Path file = directory.resolve("absent");
    assertThatThrownBy(() -> new OptOutFile(file, complaint -> {})).isInstanceOf(IOException.class);
  }

  @Test
  void twoListsAreOne() {
    OptOutList both =
        OptOutList.parse(List.of("192.0.2.7")).and(OptOutList.parse(List.of("a.example")));

    assertThat(byAddress(both, "192.0.2.7")).isPresent();
    assertThat(byName(both, "a.example")).isPresent();
  }
}
