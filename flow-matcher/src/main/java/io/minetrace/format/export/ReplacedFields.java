// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fields that an exporter says it does not export as they were, by the options of RFC 6235
 * §6.2: element and technique, of one template or of all. The last word on a field counts. Used by
 * one thread.
 */
final class ReplacedFields {

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

  /** More than any exporter has fields to anonymise: an input with more plays with memory. */
  private static final int MOST_FIELDS = 4096;

  /** What a match loses with a field. */
  enum Part {
    /** By which flows are matched. */
    ADDRESSES,
    /** By which those are told apart that are at the same address, and what translation made. */
    PORTS_AND_TIMES,
    /** Nothing. */
    OTHERS;

    private static Part of(int element) {
      Optional<FlowColumn> column =
          InformationElement.of(new FieldSpecifier(Enterprise.IANA, element, 0))
              .map(InformationElement::column);
      if (column.isEmpty()) {
        return OTHERS;
      }
      return switch (column.get()) {
        case SOURCE_IP_ADDRESS, DESTINATION_IP_ADDRESS -> ADDRESSES;
        case SOURCE_TRANSPORT_PORT,
            DESTINATION_TRANSPORT_PORT,
            POST_NAT_SOURCE_IP_ADDRESS,
            POST_NAT_DESTINATION_IP_ADDRESS,
            POST_NAPT_SOURCE_TRANSPORT_PORT,
            POST_NAPT_DESTINATION_TRANSPORT_PORT,
            FLOW_START,
            FLOW_END ->
            PORTS_AND_TIMES;
        default -> OTHERS;
      };
    }
  }

  /**
   * @param template whose records are meant; 0 for all
   */
  private record Field(int element, int template) implements Comparable<Field> {
    @Override
    public int compareTo(Field other) {
      return Comparator.comparingInt(Field::element)
          .thenComparingInt(Field::template)
          .compare(this, other);
    }
  }

  private final Map<Field, String> techniques = new TreeMap<>();
  private final Set<Integer> usedTemplates = new HashSet<>();

  /**
   * Takes what was said of a registered element.
   *
   * @param template whose records are meant; 0 for all
   */
  void said(long template, long element, long technique) {
    if (element <= 0 || element > 0x7fff || template < 0 || template > 0xffff) {
      return;
    }
    Field field = new Field((int) element, (int) template);
    if (technique == 0 || technique == 1) {
      techniques.remove(field);
    } else if (technique > 1
        && technique < TECHNIQUES.size()
        && (techniques.size() < MOST_FIELDS || techniques.containsKey(field))) {
      techniques.put(field, TECHNIQUES.get((int) technique));
    }
  }

  /** Takes note that records came by a template. */
  void used(int template) {
    usedTemplates.add(template);
  }

  /**
   * {@code sourceIPv4Address (permutation)}; empty if nothing of this part is replaced in records
   * that came.
   */
  String of(Part part) {
    return techniques.entrySet().stream()
        .filter(said -> Part.of(said.getKey().element()) == part)
        .filter(
            said ->
                said.getKey().template() == 0 || usedTemplates.contains(said.getKey().template()))
        .map(said -> name(said.getKey().element()) + " (" + said.getValue() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String name(int element) {
    return InformationElement.of(new FieldSpecifier(Enterprise.IANA, element, 0))
        .map(InformationElement::registeredName)
        .orElse("element " + element);
  }
}
