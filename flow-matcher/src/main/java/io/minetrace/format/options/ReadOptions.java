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
 * @param readAhead whether readers may use threads of their own
 */
public record ReadOptions(
    Optional<ZoneId> sourceTimezone, Optional<ColumnMapping> mapping, ReadAhead readAhead) {

  /** Nothing is told. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), Optional.empty(), ReadAhead.ON);

  /** These options with times without a zone taken in this one. */
  public ReadOptions withSourceTimezone(ZoneId zone) {
    return new ReadOptions(Optional.of(zone), mapping, readAhead);
  }

  /** These options with files of this layout read too. */
  public ReadOptions withMapping(ColumnMapping layout) {
    return new ReadOptions(sourceTimezone, Optional.of(layout), readAhead);
  }

  /** These options with readers that use threads of their own or do not. */
  public ReadOptions withReadAhead(ReadAhead ahead) {
    return new ReadOptions(sourceTimezone, mapping, ahead);
  }
}
