// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.MiningTally;
import io.minetrace.report.Quantity;
import java.util.List;

/**
 * Names as the page shows them: few of many, and of a long one both ends. Strangers choose them,
 * and nothing bounds their number or length; whole they stand in the files of the result.
 */
final class Names {

  /** Characters that are shown of a name. */
  static final int LONGEST = 64;

  private static final int SHOWN = 6;

  private Names() {}

  /** A name, without its middle if it is long: names of one stranger differ at either end. */
  static String shown(String name) {
    return shown(name, LONGEST);
  }

  /**
   * The same, for a place of its own.
   *
   * @param most characters
   */
  static String shown(String name, int most) {
    if (name.codePointCount(0, name.length()) <= most) {
      return name;
    }
    int end = most / 3;
    return name.substring(0, name.offsetByCodePoints(0, most - 1 - end))
        + "…"
        + name.substring(name.offsetByCodePoints(name.length(), -end));
  }

  /** The first names of any number. */
  static <T> List<T> first(List<T> names) {
    return names.subList(0, Math.min(SHOWN, names.size()));
  }

  /** How many more there are; nothing if there are none. */
  static String more(List<?> names) {
    return names.size() <= SHOWN ? "" : Quantity.count(names.size() - (long) SHOWN) + " more";
  }

  /** The first names of which only one is meant, and nobody knows which. */
  static String oneOf(List<String> names) {
    return joined(first(names).stream().map(Names::shown).toList(), " or ", " or ", more(names));
  }

  /** The first pools of rows; those of which only one is meant as one. */
  static String pools(MiningTally tally) {
    List<List<String>> all = tally.attributions();
    return joined(first(all).stream().map(Names::oneOf).toList(), ", ", " and ", more(all));
  }

  private static String joined(List<String> names, String between, String last, String more) {
    return String.join(between, names) + (more.isEmpty() ? "" : last + more);
  }
}
