// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * IANA's registry of IPFIX information elements, as the resource {@code
 * ipfix-information-elements.csv} has it; its first line tells its date. For names and data types:
 * what an element becomes says {@link InformationElement}. Immutable.
 */
final class ElementRegistry {

  private static final String TABLE = "ipfix-information-elements.csv";

  /** An element of the registry. */
  record Element(int id, String name, ElementType type) {}

  /** Loaded at the first template, once. */
  private static final class Loaded {
    private static final Map<Integer, Element> ELEMENTS = load();
  }

  private ElementRegistry() {}

  /** The registered element of a field; empty for those of enterprises. */
  static Optional<Element> of(FieldSpecifier field) {
    return field.enterprise() == Enterprise.IANA
        ? Optional.ofNullable(Loaded.ELEMENTS.get(field.id()))
        : Optional.empty();
  }

  /** All elements by their numbers. */
  static Map<Integer, Element> elements() {
    return Loaded.ELEMENTS;
  }

  /** A name for messages: that of the registry, else the numbers. */
  static String name(FieldSpecifier field) {
    return of(field)
        .map(Element::name)
        .orElseGet(
            () ->
                field.enterprise() == Enterprise.IANA
                    ? "element " + field.id()
                    : "element " + field.enterprise() + "/" + field.id());
  }

  private static Map<Integer, Element> load() {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (InputStream table = ElementRegistry.class.getResourceAsStream(TABLE);
        InputStreamReader text = new InputStreamReader(table, StandardCharsets.UTF_8);
        CSVParser rows = format.parse(text)) {
      Map<Integer, Element> elements = new TreeMap<>();
      for (CSVRecord row : rows) {
        int id = Integer.parseInt(row.get("element_id"));
        ElementType type =
            ElementType.ofName(row.get("data_type"))
                .orElseThrow(
                    () -> new IllegalStateException(TABLE + ": data type of element " + id));
        elements.put(id, new Element(id, row.get("name"), type));
      }
      return Collections.unmodifiableMap(elements);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
