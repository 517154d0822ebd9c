// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import java.util.Locale;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What the data source does about input that gives no rows: a damaged block, a file that is no flow
 * file. The option {@code onCorrupt}.
 */
enum OnCorrupt {
  /**
   * The query fails, naming file, offset and reason: the default, for a count must not be short.
   */
  STOP,
  /**
   * The readable rows are given; what is missing is counted in the metrics of the scan and logged.
   */
  SKIP;

  static final String OPTION = "onCorrupt";

  static OnCorrupt of(CaseInsensitiveStringMap options) {
    String word = options.getOrDefault(OPTION, "stop");
    try {
      return valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "option " + OPTION + ": '" + word + "' (expected: stop or skip)", e);
    }
  }
}
