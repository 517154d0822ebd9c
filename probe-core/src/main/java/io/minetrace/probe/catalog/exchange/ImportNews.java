// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.PassiveName;

/** Told what of an import was not in the catalog. */
@FunctionalInterface
public interface ImportNews {

  /** A service. */
  void service(DeclaredService service);

  /** A name, or a pattern, for DNS and TLS only. */
  default void indicator(NameIndicator indicator) {}

  /** What a passive sensor saw. */
  default void passive(PassiveName name) {}
}
