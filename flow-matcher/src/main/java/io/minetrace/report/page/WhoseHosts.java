// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.OutsideClients;
import io.minetrace.report.Quantity;
import java.util.List;
import java.util.Optional;

/** Whom the page calls a host, and whom the result has rows of besides. */
final class WhoseHosts implements Limit {

  private static final int SHOWN_SERVICES = 6;

  private final OutsideClients outside;

  WhoseHosts(OutsideClients outside) {
    this.outside = outside;
  }

  /** A sentence about the others; empty if there are none. */
  static Optional<String> countedApart(OutsideClients outside) {
    return outside.matches() == 0
        ? Optional.empty()
        : Optional.of(
            "Counted apart: "
                + Quantity.count(outside.matches(), "record")
                + " of "
                + Quantity.count(outside.clients(), "client")
                + " outside of the networks given as ours. They are in the rows of the result, not"
                + " among the hosts, sessions, charts and tables of this report.");
  }

  /** A sentence for where rows of the others count too; empty if there are none. */
  static String ofAllClients(OutsideClients outside) {
    return outside.matches() == 0
        ? ""
        : "Counted of all clients, those outside of the networks given as ours too.";
  }

  @Override
  public void addTo(Definitions box) {
    if (!outside.inside().isSaid()) {
      box.item(
          "Whose hosts",
          "No networks were given as ours (--inside): each client counts as a host, whoever it"
              + " belongs to.");
      return;
    }
    List<String> services = outside.servicesInside();
    box.item(
        "Whose hosts",
        "A host is a client in "
            + outside.inside().toString().replace(",", ", ")
            + " (--inside), by its address before translation where a flow tells it.",
        countedApart(outside).orElse("There were no clients elsewhere."),
        services.isEmpty()
            ? ""
            : Quantity.count(services.size(), "service is", "services are")
                + " in these networks themselves: "
                + String.join(", ", services.subList(0, Math.min(SHOWN_SERVICES, services.size())))
                + (services.size() > SHOWN_SERVICES ? " and more." : "."));
  }
}
