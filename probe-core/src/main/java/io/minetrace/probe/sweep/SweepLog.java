// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import java.util.Map;

/** Is told what happened. */
@FunctionalInterface
public interface SweepLog {

  /**
   * Something happened.
   *
   * @param event a word that stays the same
   */
  void event(String event, Map<String, ?> details);
}
