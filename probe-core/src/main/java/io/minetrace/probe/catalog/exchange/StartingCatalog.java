// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoinDescription;
import io.minetrace.probe.catalog.DeclaredService;
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
   */
  public record Report(int services, int added) {}

  private StartingCatalog() {}

  /** Loads it; what is in the catalog already stays. */
  public static Report load(Catalog catalog, Sources sources) throws IOException {
    catalog.describe(coins());
    List<DeclaredService> services = services(sources);
    return new Report(services.size(), catalog.declare(services));
  }

  static List<DeclaredService> services(Sources sources) throws IOException {
    List<DeclaredService> services = new ArrayList<>();
    try (CsvRows rows = open(SERVICES)) {
      for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
        DeclaredService service = DeclaredRow.parse(row.get(), SERVICES);
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

  private static List<CoinDescription> coins() throws IOException {
    List<CoinDescription> coins = new ArrayList<>();
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
