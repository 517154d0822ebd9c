// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/** What is done about windows that differ from those recomputed. */
public enum RebuildMode {
  /** Nothing. */
  COMPARE,
  /** The recomputed ones take their place. */
  APPLY
}
