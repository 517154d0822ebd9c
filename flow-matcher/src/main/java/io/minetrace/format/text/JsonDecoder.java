// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads JSON objects: the values of the keys that a dialect knows, at any depth. Of several keys
 * for one slot the one counts that the dialect lists first. A known key that comes twice makes a
 * record bad, for nobody can tell which is meant; of an array the first value counts, of flags all.
 * Used by one thread.
 */
final class JsonDecoder implements RecordDecoder {

  private static final int MAX_DEPTH = 64;

  /** Longer values are none of a flow: they are refused before they are read into memory twice. */
  private static final int MAX_STRING = 64 * 1024;

  /** Shared by all readers and threads; keys are few and repeat. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(64)
                  .maxNameLength(1024)
                  .build())
          .build();

  /** A key, and those within the object that is its value. */
  static final class Key {

    private final Map<String, Key> children = new HashMap<>();
    private Optional<Binding> binding = Optional.empty();
    private int rank;

    /** The tree of the keys of some bindings. */
    static Key tree(List<Binding> bindings) {
      Key root = new Key();
      for (int rank = 0; rank < bindings.size(); rank++) {
        Binding binding = bindings.get(rank);
        Key key = root;
        for (String name : binding.name().split("/", -1)) {
          key = key.children.computeIfAbsent(name, n -> new Key());
        }
        key.binding = Optional.of(binding);
        key.rank = rank;
      }
      return root;
    }
  }

  private final Key root;
  private final Consumer<Row> rule;
  private final BitSet seen = new BitSet();
  private final int[] rankOfSlot = new int[Slot.values().length];
  private byte[] scratch = new byte[64];

  /**
   * @param root the keys that are read
   * @param rule what a dialect makes of the values of a row before they are judged
   */
  JsonDecoder(Key root, Consumer<Row> rule) {
    this.root = root;
    this.rule = rule;
  }

  @Override
  public Verdict decode(RecordFeed record, Row row) {
    if (!record.isTerminated()) {
      return Verdict.CUT;
    }
    seen.clear();
    Arrays.fill(rankOfSlot, Integer.MAX_VALUE);
    try (JsonParser json =
        JSON.createParser(record.bytes(), record.from(), record.to() - record.from())) {
      json.nextToken();
      object(json, root, row);
    } catch (IOException e) {
      row.broken("not a JSON object: " + describe(e));
      return row.gatedBy().isPresent() ? row.finish() : Verdict.BAD;
    }
    rule.accept(row);
    return row.finish();
  }

  private static String describe(IOException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return Ascii.shown(bytes, 0, bytes.length);
  }

  /** Reads the members of an object whose opening brace was read. */
  private void object(JsonParser json, Key parent, Row row) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Key key = parent.children.get(json.currentName());
      JsonToken value = json.nextToken();
      if (key == null) {
        json.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        object(json, key, row);
      } else if (key.binding.isEmpty()) {
        json.skipChildren();
      } else {
        value(json, key, key.binding.get(), row);
      }
    }
  }

  private void value(JsonParser json, Key key, Binding binding, Row row) throws IOException {
    if (seen.get(key.rank)) {
      row.bad(binding.name() + ": given twice (expected: once)");
      json.skipChildren();
      return;
    }
    seen.set(key.rank);
    Slot slot = binding.slot();
    long before = row.value(slot);
    long highBefore = row.high(slot);
    boolean preferred = key.rank < rankOfSlot[slot.ordinal()];
    if (row.has(slot) && !preferred) {
      json.skipChildren();
      return;
    }
    row.setAddress(slot, highBefore, FlowColumn.ABSENT_LONG);
    values(json, binding, row);
    if (row.has(slot)) {
      rankOfSlot[slot.ordinal()] = key.rank;
    } else {
      row.setAddress(slot, highBefore, before);
    }
  }

  private void values(JsonParser json, Binding binding, Row row) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      scalar(json, binding, row);
      return;
    }
    boolean first = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken().isScalarValue() && (first || binding.cell() == Cell.FLAGS)) {
        scalar(json, binding, row);
      } else {
        json.skipChildren();
      }
      first = false;
    }
  }

  private void scalar(JsonParser json, Binding binding, Row row) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    for (int i = 0; i < length; i++) {
      char c = text[offset + i];
      // No value of a flow is beyond ASCII; what is, becomes something that no cell accepts.
      scratch[i] = c < 128 ? (byte) c : 0;
    }
    int from = 0;
    while (from < length && scratch[from] == ' ') {
      from++;
    }
    while (length > from && scratch[length - 1] == ' ') {
      length--;
    }
    row.read(binding, scratch, from, length);
  }

  @Override
  public void tell(DecodeReport report) {
    // The row tells all there is.
  }
}
