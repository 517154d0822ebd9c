// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;
import io.minetrace.report.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whose flow records they are: the exporters with the most of them first, and at the end how many
 * are of others or of nobody known, so that they add up. Nothing where run.json does not tell.
 */
final class Exporters implements Limit {

  private static final int SHOWN = 6;

  /** The exporter of formats that do not name it. */
  private static final String UNNAMED = "::";

  private final JsonTree totals;
  private final List<JsonTree> exporters;

  Exporters(Manifest manifest) {
    this.totals = manifest.run().at("totals");
    this.exporters =
        totals.list("exporters").stream()
            .sorted(Comparator.comparing(Exporters::records).reversed())
            .toList();
  }

  private static long records(JsonTree exporter) {
    return exporter.number("flow_records").orElse(0L);
  }

  @Override
  public void addTo(Definitions box) {
    Optional<Long> others = totals.number("flow_records_of_other_exporters");
    if (exporters.isEmpty() && others.isEmpty()) {
      return;
    }
    List<String> items = new ArrayList<>();
    int shown = Math.min(SHOWN, exporters.size());
    exporters.subList(0, shown).forEach(exporter -> items.add(name(exporter) + told(exporter)));
    if (exporters.size() > shown) {
      items.add(
          Quantity.count(exporters.size() - (long) shown)
              + " more (run.json): "
              + flowRecords(sum(exporters.subList(shown, exporters.size()))));
    }
    others
        .filter(records -> records > 0)
        .ifPresent(records -> items.add("others, too many to name: " + flowRecords(records)));
    long unknown = totals.number("flow_records").orElse(0L) - sum(exporters) - others.orElse(0L);
    if (unknown > 0) {
      items.add("no exporter known: " + flowRecords(unknown));
    }
    if (!items.isEmpty()) {
      box.item("Exporters", String.join("; ", items) + ".");
    }
  }

  private static long sum(List<JsonTree> some) {
    return some.stream().mapToLong(Exporters::records).sum();
  }

  private static String name(JsonTree exporter) {
    String address = exporter.text("address").orElse(UNNAMED);
    return (address.equals(UNNAMED) ? "address not told" : address)
        + exporter.number("domain").map(domain -> ", domain " + domain).orElse("");
  }

  private static String told(JsonTree exporter) {
    return exporter.number("flow_records").map(records -> ": " + flowRecords(records)).orElse("");
  }

  private static String flowRecords(long records) {
    return Quantity.count(records, "flow record");
  }
}
