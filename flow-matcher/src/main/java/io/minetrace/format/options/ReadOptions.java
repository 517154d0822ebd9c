// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.options;

import java.time.ZoneId;
import java.util.Optional;

/**
 * How to read inputs that do not say everything themselves. Immutable; threads may share it.
 *
 * @param sourceTimezone the zone of times that are written without one; where it is absent such
 *     times are refused, never guessed
 * @param mapping the layout of text files of one's own
 */
public record ReadOptions(Optional<ZoneId> sourceTimezone, Optional<ColumnMapping> mapping) {

  /** Nothing is told. */
  public static final ReadOptions DEFAULT = new ReadOptions(Optional.empty(), Optional.empty());

  /** These options with times without a zone taken in this one. */
  public ReadOptions withSourceTimezone(ZoneId zone) {
    return new ReadOptions(Optional.of(zone), mapping);
  }

  /** These options with files of this layout read too. */
  public ReadOptions withMapping(ColumnMapping layout) {
    return new ReadOptions(sourceTimezone, Optional.of(layout));
  }
}
