// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.JsonTree;

/** That the addresses on the page are not the real ones; nothing if they are. */
final class AddressLimit implements Limit {

  private final Manifest manifest;

  AddressLimit(Manifest manifest) {
    this.manifest = manifest;
  }

  @Override
  public void addTo(Definitions box) {
    JsonTree parameters = manifest.parameters();
    if (parameters.text("anonymised").isPresent()) {
      box.item(
          "Addresses",
          "The addresses of clients, of other sides that are no service, and of exporters were"
              + " replaced, each always by the same one that keeps its network (Crypto-PAn, key "
              + parameters.text("anonymise_key_fingerprint").orElse("unknown")
              + "). Those of the services are as observed.");
    }
  }
}
