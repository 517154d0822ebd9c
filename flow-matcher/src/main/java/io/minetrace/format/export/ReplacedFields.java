// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The fields that an exporter says it does not export as they were, by the options of RFC 6235
 * §6.2: element and technique. Used by one thread.
 */
final class ReplacedFields {

  private static final Set<Integer> ADDRESSES = Set.of(8, 12, 27, 28, 225, 226, 281, 282);

  /** By their numbers, which the registry of anonymizationTechnique gives; 0 and 1 are none. */
  private static final List<String> TECHNIQUES =
      List.of(
          "undefined",
          "none",
          "truncation",
          "binning",
          "enumeration",
          "permutation",
          "structured permutation",
          "reverse truncation",
          "noise",
          "offset");

  /** More than any template has that one would anonymise: an input with more plays with memory. */
  private static final int MOST_FIELDS = 64;

  private final Map<Integer, String> techniques = new TreeMap<>();

  /** Takes what was said of an element. */
  void said(long element, long technique) {
    boolean replaces = technique > 1 && technique < TECHNIQUES.size();
    if (replaces && element > 0 && element <= 0x7fff && techniques.size() < MOST_FIELDS) {
      techniques.put((int) element, TECHNIQUES.get((int) technique));
    }
  }

  /** {@code sourceIPv4Address (permutation)}; empty if no address is replaced. */
  String ofAddresses() {
    return describe(ADDRESSES::contains);
  }

  /** The same of all fields that are no addresses. */
  String ofOthers() {
    return describe(element -> !ADDRESSES.contains(element));
  }

  private String describe(IntPredicate wanted) {
    return techniques.entrySet().stream()
        .filter(field -> wanted.test(field.getKey()))
        .map(field -> name(field.getKey()) + " (" + field.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String name(int element) {
    return switch (element) {
      case 7 -> "sourceTransportPort";
      case 8 -> "sourceIPv4Address";
      case 11 -> "destinationTransportPort";
      case 12 -> "destinationIPv4Address";
      case 27 -> "sourceIPv6Address";
      case 28 -> "destinationIPv6Address";
      default -> "element " + element;
    };
  }
}
