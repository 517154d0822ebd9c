// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

/** Which server's programs may be used. */
public enum ServerChoice {
  /** The system's if there are any that can open the data, else the bundled ones. */
  SYSTEM_OR_BUNDLED,
  /** Only those installed on the machine. */
  SYSTEM,
  /** Only those of the library that carries MariaDB's binaries. */
  BUNDLED
}
