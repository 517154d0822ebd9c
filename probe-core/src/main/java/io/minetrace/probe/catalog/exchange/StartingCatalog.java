// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoinDescription;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.NameIndicator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/** The catalog that comes with the program: what public sources say of pools, without any probe. */
public final class StartingCatalog {

  private static final String SERVICES = "/catalog/pools.csv.gz";
  private static final String COINS = "/catalog/coins.csv";
  private static final String NAMES = "/catalog/dns-names.csv";

  /** Which rows are wanted. */
  public enum Sources {
    /** Those that a source under a permissive licence states. */
    PERMISSIVE,
    /** All of them. */
    ALL
  }

  /**
   * What came of it.
   *
   * @param services chosen
   * @param added of these, new in the catalog
   * @param names for DNS and TLS only, chosen
   * @param namesAdded of these, new in the catalog
   * @param coins described
   * @param coinsAdded of these, new in the catalog
   */
  public record Report(
      int services, int added, int names, int namesAdded, int coins, int coinsAdded) {}

  private StartingCatalog() {}

  /** Loads it; what is in the catalog already stays. */
  public static Report load(Catalog catalog, Sources sources) throws IOException {
    List<CoinDescription> coins = coins(sources);
    List<NameIndicator> names = names(sources);
    List<DeclaredService> services = services(sources);
    int coinsAdded = catalog.describe(coins);
    int namesAdded = catalog.indicate(names);
    return new Report(
        services.size(),
        catalog.declare(services),
        names.size(),
        namesAdded,
        coins.size(),
        coinsAdded);
  }

  static List<DeclaredService> services(Sources sources) throws IOException {
    List<DeclaredService> services = new ArrayList<>();
    try (CsvRows rows = open(SERVICES)) {
      for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
        DeclaredService service = DeclaredRow.parse(row.get(), SERVICES, "");
        boolean wanted =
            switch (sources) {
              case ALL -> true;
              case PERMISSIVE -> service.isPermissive();
            };
        if (wanted) {
          services.add(service);
        }
      }
    }
    return services;
  }

  static List<NameIndicator> names(Sources sources) throws IOException {
    List<NameIndicator> names = new ArrayList<>();
    try (CsvRows rows = open(NAMES)) {
      for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
        CSVRecord name = row.get();
        NameIndicator indicator =
            new NameIndicator(
                name.get("fqdn"),
                NameIndicator.Scope.EXACT,
                NameIndicator.Why.ofWord(name.get("kind")),
                name.get("pool"),
                name.get("source"),
                name.get("licence_classes"),
                "");
        if (sources == Sources.ALL || indicator.isPermissive()) {
          names.add(indicator);
        }
      }
    }
    return names;
  }

  /** Their rows do not say which source stated what, and some of these state no licence. */
  private static List<CoinDescription> coins(Sources sources) throws IOException {
    List<CoinDescription> coins = new ArrayList<>();
    if (sources == Sources.PERMISSIVE) {
      return coins;
    }
    try (CsvRows rows = open(COINS)) {
      for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
        CSVRecord coin = row.get();
        coins.add(
            new CoinDescription(
                coin.get("symbol"),
                coin.get("name"),
                coin.get("algorithm"),
                coin.get("explorer_url"),
                coin.get("website")));
      }
    }
    return coins;
  }

  private static CsvRows open(String resource) throws IOException {
    InputStream stream = StartingCatalog.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException("the program lacks its resource " + resource);
    }
    return CsvRows.open(
        resource,
        stream,
        row -> {
          throw new IllegalStateException("the starting catalog is damaged: " + row);
        });
  }
}
