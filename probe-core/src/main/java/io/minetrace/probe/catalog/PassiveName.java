// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;

/**
 * That a passive sensor saw a host name point to an address. It ends where the sensor saw it last:
 * nobody asked afterwards whether it still does.
 *
 * @param fqdn in lower case, without a last dot
 * @param whose whether it is a pool's, or somebody else's, who shares the address then
 * @param sensor who saw it
 */
public record PassiveName(
    String fqdn, Whose whose, IpAddress address, String sensor, TimeSpan seen, long answers) {

  /** Whose a name is. */
  public enum Whose {
    POOL,
    FOREIGN
  }

  public PassiveName {
    if (answers < 1) {
      throw new IllegalArgumentException("count: " + answers + " (expected: 1 or more)");
    }
  }
}
