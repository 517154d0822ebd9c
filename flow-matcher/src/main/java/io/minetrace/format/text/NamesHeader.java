// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A header that is a line of the columns' names. It may come again, where files were concatenated,
 * and with other columns. Lines that begin with {@code #} are comments.
 */
final class NamesHeader implements HeaderStyle {

  /**
   * A line below a table that is no row.
   *
   * @param beginning what it begins with
   * @param following how many lines after it are none either
   */
  record Trailer(String beginning, int following) {}

  private final String delimiters;
  private final List<Binding> known;
  private final Predicate<Set<String>> signature;
  private final Set<String> vocabulary;
  private final List<Trailer> trailers;
  private final CellSplitter cells = new CellSplitter();
  private byte[] current = new byte[0];
  private Optional<Layout> layout;
  private int remarks;

  /**
   * @param delimiters that the tool may use, in the order in which they are tried
   * @param known what is read, in order of preference
   * @param signature whether these are the names of a header of this dialect
   * @param trailers lines that are no rows
   * @param first the layout before any header, for files that need none
   */
  NamesHeader(
      String delimiters,
      List<Binding> known,
      Predicate<Set<String>> signature,
      List<Trailer> trailers,
      Optional<Layout> first) {
    this(delimiters, known, signature, Set.of(), trailers, first);
  }

  /**
   * For a tool whose header has every name once.
   *
   * @param vocabulary all names that the tool may print: where spaces part them there are no
   *     others, for else a sentence would do. Empty for a tool that may repeat a name
   */
  NamesHeader(
      String delimiters,
      List<Binding> known,
      Predicate<Set<String>> signature,
      Set<String> vocabulary,
      List<Trailer> trailers,
      Optional<Layout> first) {
    this.vocabulary = vocabulary;
    this.delimiters = delimiters;
    this.known = known;
    this.signature = signature;
    this.trailers = trailers;
    this.layout = first;
  }

  @Override
  public Optional<Layout> layout() {
    return layout;
  }

  @Override
  public Kind look(byte[] bytes, int from, int to) {
    byte first = bytes[from];
    if (layout.isPresent() && remarks == 0 && isRowStart(first)) {
      return Kind.ROW;
    }
    if (current.length > 0 && Arrays.equals(bytes, from, to, current, 0, current.length)) {
      remarks = 0;
      return Kind.HEADER;
    }
    if (first == '#') {
      return Kind.REMARK;
    }
    Optional<Layout> found = header(bytes, from, to);
    if (found.isPresent()) {
      layout = found;
      current = Arrays.copyOfRange(bytes, from, to);
      remarks = 0;
      return Kind.HEADER;
    }
    for (Trailer trailer : trailers) {
      if (Ascii.begins(bytes, from, to, trailer.beginning())) {
        remarks = trailer.following();
        return Kind.REMARK;
      }
    }
    if (remarks > 0) {
      remarks--;
      return Kind.REMARK;
    }
    return Kind.ROW;
  }

  /** No header and no remark begins so: nearly all rows are known by their first byte. */
  private static boolean isRowStart(byte first) {
    return Digits.isDigit(first) || first == '-';
  }

  private Optional<Layout> header(byte[] bytes, int from, int to) {
    for (int i = 0; i < delimiters.length(); i++) {
      char delimiter = delimiters.charAt(i);
      List<String> names = names(Arrays.copyOfRange(bytes, from, to), delimiter);
      if (names.size() > 1 && isHeader(names, delimiter)) {
        return Optional.of(Layout.of(names, delimiter, known));
      }
    }
    return Optional.empty();
  }

  private boolean isHeader(List<String> names, char delimiter) {
    Set<String> distinct = new HashSet<>(names);
    if (!vocabulary.isEmpty()) {
      boolean unique = distinct.size() == names.size();
      if (!unique || (delimiter == CellSplitter.SPACES && !vocabulary.containsAll(distinct))) {
        return false;
      }
    }
    return signature.test(distinct);
  }

  private List<String> names(byte[] line, char delimiter) {
    cells.split(line, 0, line.length, delimiter);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.count(); i++) {
      names.add(
          new String(line, cells.start(i), cells.end(i) - cells.start(i), StandardCharsets.UTF_8));
    }
    return names;
  }
}
