// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ColumnMapping;
import io.minetrace.format.options.ReadOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads text files of a layout that the user describes. A mapping is for the files whose header or
 * first objects have the names of both addresses that it maps; where it says the header itself, for
 * those whose first line has as many cells. What it is for, it reads before any dialect of ours.
 */
public final class MappedText {

  private MappedText() {}

  /** Whether an input that begins so is of the layout that the user described. */
  public static boolean recognises(byte[] head, ReadOptions options) {
    if (options.mapping().isEmpty()) {
      return false;
    }
    ColumnMapping mapping = options.mapping().get();
    return switch (syntax(mapping, head)) {
      case JSON -> json(mapping).recognises(head);
      case CSV ->
          mapping.header().isEmpty() ? table(mapping).recognises(head) : fits(mapping, head);
    };
  }

  /**
   * A reader of such an input, which closes it.
   *
   * @throws MalformedFlowFileException if the header lacks a column that is mapped: flows without
   *     what the user thinks they have would match nothing, and nobody would see why
   */
  public static FlowReader open(FlowInput input, ReadOptions options)
      throws MalformedFlowFileException {
    ColumnMapping mapping = options.mapping().orElseThrow();
    ReadOptions own = mapping.zone().map(options::withSourceTimezone).orElse(options);
    byte[] head = input.head();
    return switch (syntax(mapping, head)) {
      case JSON -> json(mapping).open(input, own);
      case CSV -> {
        checkColumns(mapping, head, input.name());
        yield table(mapping).open(input, own);
      }
    };
  }

  /** What begins with an object is JSON, whether the mapping says so or not. */
  private static ColumnMapping.Syntax syntax(ColumnMapping mapping, byte[] head) {
    int at = TableDialect.start(head);
    while (at < head.length && (head[at] <= ' ' || head[at] == '[')) {
      at++;
    }
    return at < head.length && head[at] == '{' ? ColumnMapping.Syntax.JSON : mapping.syntax();
  }

  private static void checkColumns(ColumnMapping mapping, byte[] head, String name)
      throws MalformedFlowFileException {
    if (!mapping.header().isEmpty()) {
      return;
    }
    List<String> names = headerNames(mapping, head);
    for (String column : mapping.columns().values()) {
      if (!names.contains(column)) {
        throw new MalformedFlowFileException(
            name,
            0,
            mapping.source()
                + ": column '"
                + column
                + "' is not in the header (found: "
                + String.join(", ", names)
                + ")");
      }
    }
  }

  /** The names in the first line that is neither empty nor a comment. */
  private static List<String> headerNames(ColumnMapping mapping, byte[] head) {
    for (int at = TableDialect.start(head); at < head.length; ) {
      int end = LineFeed.lineFeed(head, at, head.length);
      int to = end > at && head[end - 1] == '\r' ? end - 1 : end;
      if (to > at && head[at] != '#') {
        CellSplitter cells = new CellSplitter();
        byte[] line = Arrays.copyOfRange(head, at, to);
        cells.split(line, 0, line.length, mapping.delimiter());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cells.count(); i++) {
          int from = cells.start(i);
          names.add(new String(line, from, cells.end(i) - from, StandardCharsets.UTF_8));
        }
        return names;
      }
      at = end + 1;
    }
    return List.of();
  }

  private static boolean fits(ColumnMapping mapping, byte[] head) {
    int from = TableDialect.start(head);
    int end = LineFeed.lineFeed(head, from, head.length);
    for (int i = from; i < end; i++) {
      if (head[i] == 0) {
        return false;
      }
    }
    int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
    CellSplitter cells = new CellSplitter();
    cells.split(head, from, to, mapping.delimiter());
    return to > from && cells.count() == mapping.header().size();
  }

  private static TableDialect table(ColumnMapping mapping) {
    List<Binding> bindings = bindings(mapping);
    Set<String> addresses = addresses(mapping);
    Optional<Layout> first =
        mapping.header().isEmpty()
            ? Optional.empty()
            : Optional.of(Layout.of(mapping.header(), mapping.delimiter(), bindings));
    return new TableDialect(
        "CSV as mapped by " + mapping.source(),
        () ->
            new NamesHeader(
                String.valueOf(mapping.delimiter()),
                bindings,
                names -> names.containsAll(addresses),
                List.of(),
                first),
        TableDialect.NO_RULE);
  }

  private static JsonDialect json(ColumnMapping mapping) {
    // Of a key within an object the head shows the object's own.
    Set<String> addresses =
        addresses(mapping).stream()
            .map(key -> key.split("/", 2)[0])
            .collect(Collectors.toCollection(HashSet::new));
    return new JsonDialect(
        "JSON as mapped by " + mapping.source(),
        bindings(mapping),
        keys -> keys.containsAll(addresses),
        TableDialect.NO_RULE,
        Optional.empty());
  }

  private static Set<String> addresses(ColumnMapping mapping) {
    return Set.of(
        mapping.columns().get(FlowColumn.SOURCE_IP_ADDRESS),
        mapping.columns().get(FlowColumn.DESTINATION_IP_ADDRESS));
  }

  private static List<Binding> bindings(ColumnMapping mapping) {
    List<Binding> bindings = new ArrayList<>();
    for (Map.Entry<FlowColumn, String> column : mapping.columns().entrySet()) {
      Cell cell =
          column.getKey().type() == FlowColumn.Type.TIMESTAMP
              ? time(mapping)
              : Cell.of(column.getKey());
      bindings.add(Binding.of(column.getValue(), Slot.of(column.getKey()).orElseThrow(), cell));
    }
    mapping
        .duration()
        .ifPresent(name -> bindings.add(Binding.of(name, Slot.DURATION, duration(mapping))));
    return bindings;
  }

  private static Cell time(ColumnMapping mapping) {
    return mapping.timeFormat().isPresent()
        ? Cell.TIME_PATTERN
        : switch (mapping.timeUnit()) {
          case SECONDS -> Cell.TIME;
          case MILLISECONDS -> Cell.TIME_MILLISECONDS;
          case MICROSECONDS -> Cell.TIME_MICROSECONDS;
          case NANOSECONDS -> Cell.TIME_NANOSECONDS;
        };
  }

  private static Cell duration(ColumnMapping mapping) {
    return switch (mapping.durationUnit()) {
      case SECONDS -> Cell.DURATION;
      case MILLISECONDS -> Cell.DURATION_MILLISECONDS;
      case MICROSECONDS -> Cell.DURATION_MICROSECONDS;
      case NANOSECONDS -> Cell.DURATION_NANOSECONDS;
    };
  }
}
