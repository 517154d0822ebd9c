// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/** What can be retired. */
public enum RetirementKind {
  /** A pool with all its names. */
  POOL,
  /** A host name with all its ports. */
  NAME,
  /** A port under a host name. */
  SERVICE,
  /** An address and a port. */
  ENDPOINT
}
