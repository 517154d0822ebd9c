// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads template sets and options template sets.
 *
 * <pre>
 * template (both):          id, field count, fields
 * options template, v9:     id, bytes of scope fields, bytes of other fields, fields
 * options template, IPFIX:  id, field count, scope field count, fields
 * field:                    element, length [, enterprise number if the element's top bit is set]
 * </pre>
 */
final class TemplateSetReader {

  /** What a set of templates holds. */
  enum Kind {
    TEMPLATES,
    /** Options templates whose header counts bytes: NetFlow v9. */
    OPTIONS_IN_BYTES,
    /** Options templates whose header counts fields: IPFIX. */
    OPTIONS_IN_FIELDS
  }

  /** What the top bit of an element number means. */
  enum TopBit {
    /** NetFlow v9: nothing; vendors use the upper half for elements of their own. */
    OF_NUMBER,
    /** IPFIX: an enterprise number follows. */
    ANNOUNCES_ENTERPRISE
  }

  /** RFC 7011 §3.4.1: lower numbers are those of the sets of templates themselves. */
  static final int MIN_TEMPLATE_ID = 256;

  /** RFC 3954 §6.1 numbers scopes 1 (system) to 5 (template), which are no elements. */
  private static final int MAX_V9_SCOPE = 5;

  private static final int V9_INTERFACE_SCOPE = 2;
  private static final int TEMPLATE_SET = 2;
  private static final int OPTIONS_TEMPLATE_SET = 3;
  private static final int TOP_BIT = 0x8000;
  private static final int FIELD_BYTES = 4;

  /** Bytes of definitions kept: more is an input that plays with our memory. */
  private static final long MAX_DEFINITION_BYTES = 16L << 20;

  private static final int OVERHEAD_BYTES = 100;

  private final SetQueue queue;
  private final TopBit topBit;
  private long definitionBytes;

  TemplateSetReader(SetQueue queue, TopBit topBit) {
    this.queue = queue;
    this.topBit = topBit;
  }

  /**
   * Defines the templates of a set, up to its padding.
   *
   * @param set behind the set header
   * @throws MalformedFlowFileException if a template does not end within the set; those before it
   *     are defined
   */
  void read(Kind kind, TransportSession session, ByteCursor set) throws MalformedFlowFileException {
    while (set.remaining() >= FIELD_BYTES && !set.isZero()) {
      ByteCursor definition = set.copy();
      int id = set.u16("template id");
      List<FieldSpecifier> fields =
          switch (kind) {
            case TEMPLATES -> readFields(set, set.u16("field count"));
            case OPTIONS_IN_BYTES -> readOptionsInBytes(set);
            case OPTIONS_IN_FIELDS -> readOptionsInFields(set);
          };
      if (fields.isEmpty()) {
        withdraw(kind, session, id);
        continue;
      }
      if (id < MIN_TEMPLATE_ID) {
        String detail = "template id: " + id + " (expected: 256..65535)";
        queue.report().add(Reason.BAD_TEMPLATE, definition.offset(), set.remaining(), detail);
        return;
      }
      int length = definition.remaining() - set.remaining();
      define(kind, session, id, fields, definition.slice(length, "template"));
    }
  }

  /** RFC 7011 §8.1: a template without fields withdraws it; the id of the set withdraws all. */
  private static void withdraw(Kind kind, TransportSession session, int id) {
    if (id >= MIN_TEMPLATE_ID) {
      session.withdraw(id);
    } else if (kind == Kind.TEMPLATES && id == TEMPLATE_SET) {
      session.withdrawAllTemplates();
    } else if (kind == Kind.OPTIONS_IN_FIELDS && id == OPTIONS_TEMPLATE_SET) {
      session.withdrawAllOptionsTemplates();
    }
  }

  private void define(
      Kind kind,
      TransportSession session,
      int id,
      List<FieldSpecifier> fields,
      ByteCursor definition) {
    byte[] bytes =
        Arrays.copyOfRange(
            definition.array(),
            definition.arrayIndex(),
            definition.arrayIndex() + definition.remaining());
    Optional<Template> known = session.template(id);
    TemplateHistory history = session.domain().templates();
    if (known.isPresent() && known.get().isDefinedBy(bytes)) {
      history.refreshed();
      return;
    }
    definitionBytes += bytes.length + OVERHEAD_BYTES;
    if (definitionBytes > MAX_DEFINITION_BYTES) {
      String detail = "template " + id + ": more than 16 MiB of templates";
      queue.report().add(Reason.BAD_TEMPLATE, definition.offset(), bytes.length, detail);
      return;
    }
    checkLengths(id, fields, definition, history);
    if (known.isEmpty()) {
      history.defined(kind);
    } else {
      history.redefined(id, session.wasDefinedBy(id, bytes));
    }
    long arrival = queue.nextArrival();
    queue.define(
        session,
        switch (kind) {
          case TEMPLATES -> Template.ofRecords(id, bytes, arrival, fields);
          case OPTIONS_IN_BYTES, OPTIONS_IN_FIELDS ->
              Template.ofOptions(id, bytes, arrival, fields);
        });
  }

  /**
   * Exporters write some elements in more bytes than the registry gives them, which costs nothing;
   * but of an element that feeds a column, a length that cannot be read costs the column.
   */
  private void checkLengths(
      int id, List<FieldSpecifier> fields, ByteCursor definition, TemplateHistory history) {
    for (FieldSpecifier field : fields) {
      // Fields without bytes are left out by their exporter (Juniper SRX).
      if (field.length() == 0) {
        continue;
      }
      Optional<ElementRegistry.Element> registered = ElementRegistry.of(field);
      if (registered.isPresent() && !registered.get().type().allows(field.length())) {
        history.oddLength(
            "%s of %d bytes (%s)"
                .formatted(
                    registered.get().name(),
                    field.length(),
                    registered.get().type().registeredName()));
      }
      boolean readable =
          field.isVariable()
              || InformationElement.of(field)
                  .map(element -> element.conversion().accepts(field.length()))
                  .orElse(true);
      if (!readable) {
        String detail =
            "template %d: %s of %d bytes (expected: %s)"
                .formatted(
                    id,
                    ElementRegistry.name(field),
                    field.length(),
                    registered.map(element -> element.type().registeredName()).orElse("fewer"));
        queue.report().add(Reason.BAD_TEMPLATE, definition.offset(), FIELD_BYTES, detail);
      }
    }
  }

  private List<FieldSpecifier> readOptionsInBytes(ByteCursor set)
      throws MalformedFlowFileException {
    int scopeBytes = set.u16("option scope length");
    int optionBytes = set.u16("option length");
    if (scopeBytes % FIELD_BYTES != 0 || optionBytes % FIELD_BYTES != 0) {
      throw set.malformed(
          "option lengths: %d and %d (expected: multiples of 4)"
              .formatted(scopeBytes, optionBytes));
    }
    List<FieldSpecifier> fields = new ArrayList<>();
    for (FieldSpecifier scope : readFields(set, scopeBytes / FIELD_BYTES)) {
      fields.add(scope.id() > MAX_V9_SCOPE ? scope : ofV9Scope(scope));
    }
    fields.addAll(readFields(set, optionBytes / FIELD_BYTES));
    return fields;
  }

  private static FieldSpecifier ofV9Scope(FieldSpecifier scope) {
    return scope.id() == V9_INTERFACE_SCOPE
        ? InformationElement.INGRESS_INTERFACE.asField(scope.length())
        : new FieldSpecifier(0, scope.length());
  }

  private List<FieldSpecifier> readOptionsInFields(ByteCursor set)
      throws MalformedFlowFileException {
    int count = set.u16("field count");
    if (count == 0) {
      return List.of();
    }
    int scopes = set.u16("scope field count");
    if (scopes == 0 || scopes > count) {
      throw set.malformed("scope field count: " + scopes + " (expected: 1.." + count + ")");
    }
    return readFields(set, count);
  }

  private List<FieldSpecifier> readFields(ByteCursor set, int count)
      throws MalformedFlowFileException {
    List<FieldSpecifier> fields = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int element = set.u16("element");
      int length = set.u16("field length");
      if (topBit == TopBit.ANNOUNCES_ENTERPRISE && (element & TOP_BIT) != 0) {
        long enterprise = set.u32("enterprise number");
        fields.add(new FieldSpecifier(enterprise, element & ~TOP_BIT, length));
      } else {
        fields.add(new FieldSpecifier(element, length));
      }
    }
    return fields;
  }
}
