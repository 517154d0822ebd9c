// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How a tool writes flows as JSON objects. Immutable; threads may share it.
 *
 * @param label as its users know it
 * @param keys what is read
 * @param signature whether a file is of this dialect that has, among its first objects, one with
 *     these keys
 * @param rule what follows from the values of an object, by the tool's own rules
 * @param remark what a person should know of the tool's flows, for the report
 */
record JsonDialect(
    String label,
    List<Binding> keys,
    Predicate<Set<String>> signature,
    Consumer<Row> rule,
    Optional<String> remark) {

  /** Whether an input that begins so has objects with the keys of this dialect. */
  boolean recognises(byte[] head) {
    return keysOf(head).stream().anyMatch(signature);
  }

  /**
   * The keys of each of the outermost objects of a JSON text, as far as it goes; none if it is
   * something else. They are not joined: of a log of many kinds no object might have them all.
   */
  private static Set<Set<String>> keysOf(byte[] head) {
    Set<Set<String>> objects = new HashSet<>();
    int start = TableDialect.start(head);
    int at = start;
    while (at < head.length && (head[at] <= ' ' || head[at] == '[')) {
      at++;
    }
    if (at == head.length || head[at] != '{') {
      return objects;
    }
    Set<String> keys = new HashSet<>();
    int depth = 0;
    int outermost = 0;
    try (JsonParser json = JsonDecoder.JSON.createParser(head, start, head.length - start)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case START_ARRAY -> outermost += depth++ == 0 ? 1 : 0;
          case START_OBJECT -> depth++;
          case END_ARRAY, END_OBJECT -> {
            depth--;
            if (depth == outermost && !keys.isEmpty()) {
              objects.add(keys);
              keys = new HashSet<>();
            }
          }
          case FIELD_NAME -> {
            if (depth == outermost + 1) {
              keys.add(json.currentName());
            }
          }
          default -> {
            // Values say nothing of the layout.
          }
        }
      }
    } catch (IOException e) {
      // The head ends in the middle of something, or is damaged there: what came before stands.
    }
    if (!keys.isEmpty()) {
      objects.add(keys);
    }
    return objects;
  }

  /** A reader of an input of this dialect, which closes the input. */
  FlowReader open(FlowInput input, ReadOptions options) {
    DecodeReport report = new DecodeReport(input.name(), label);
    remark.ifPresent(text -> report.addFact("note", text));
    return new TextReader(
        input,
        new ObjectFeed(input, report),
        new JsonDecoder(JsonDecoder.Key.tree(keys), rule),
        new Row(options),
        report);
  }
}
