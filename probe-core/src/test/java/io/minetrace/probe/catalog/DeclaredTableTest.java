// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeclaredTableTest {

  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static DeclaredService service(
      String tls, String region, String source, String licences, String evidence) {
    return new DeclaredService(
        "Pool",
        "",
        "eu.pool.test",
        3333,
        "BTC",
        "",
        "stratum1",
        tls,
        region,
        source,
        licences,
        evidence);
  }

  private String row() {
    return catalog
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT CONCAT_WS(' / ', tls, region, source, licence_classes, evidence)"
                            + " FROM name_service")
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void aServiceKeepsItsSourceItsLicenceAndItsDay() {
    catalog.declare(List.of(service("no", "eu", "a:list", "permissive", "2026-08-17")));

    assertThat(row()).isEqualTo("no / eu / a:list / permissive / 2026-08-17");
  }

  @Test
  void newerEvidenceCorrectsAndOlderOnlyAddsItsSource() {
    catalog.declare(List.of(service("no", "eu", "a:list", "permissive", "2024-01-01")));
    catalog.declare(List.of(service("yes", "", "b:list", "copyleft", "2025-01-01")));
    assertThat(row()).isEqualTo("yes / eu / a:list;b:list / copyleft / 2025-01-01");

    catalog.declare(List.of(service("no", "us", "a:list", "permissive", "2024-01-01")));
    assertThat(row()).isEqualTo("yes / eu / a:list;b:list / copyleft / 2025-01-01");
    catalog.declare(List.of(service("both", "", "", "", "")));
    assertThat(row()).isEqualTo("yes / eu / a:list;b:list / copyleft / 2025-01-01");
  }

  @Test
  void whatWasNotKnownIsTakenFromWhoeverSaysIt() {
    catalog.declare(List.of(service("", "", "a:list", "", "2026-01-01")));
    assertThat(catalog.declare(List.of(service("yes", "eu", "list", "permissive", "2018-05-13"))))
        .isZero();

    assertThat(row()).isEqualTo("yes / eu / a:list;list / permissive / 2026-01-01");
  }

  @Test
  void namesForDnsAndTlsOnlyAreFoundByWhatTheyMean() {
    List<NameIndicator> indicators =
        List.of(
            indicator("pool.test", NameIndicator.Scope.EXACT),
            indicator("pool.test", NameIndicator.Scope.BELOW),
            indicator("eu.pool.test", NameIndicator.Scope.BELOW));
    assertThat(catalog.indicate(indicators)).isEqualTo(3);
    assertThat(catalog.indicate(indicators)).isZero();

    assertThat(covering("pool.test")).containsExactly("pool.test");
    assertThat(covering("eu.pool.test")).containsExactly("*.pool.test");
    assertThat(covering("a.eu.pool.test")).containsExactly("*.eu.pool.test", "*.pool.test");
    assertThat(covering("evilpool.test")).isEmpty();
    assertThat(covering("test")).isEmpty();
  }

  private List<String> covering(String fqdn) {
    return catalog
        .jdbi()
        .withHandle(
            handle ->
                NameIndicatorTable.covering(handle, fqdn).stream()
                    .map(NameIndicator::pattern)
                    .toList());
  }

  private static NameIndicator indicator(String name, NameIndicator.Scope scope) {
    return new NameIndicator(
        name, scope, NameIndicator.Why.PATTERN, "Pool", "a:list", "permissive", "2026-01-01");
  }
}
