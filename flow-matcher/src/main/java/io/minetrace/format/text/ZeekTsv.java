// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads Zeek's conn.log as it is written by default: a table whose header lines begin with {@code
 * #} and say the separator, the fields, and how an unset and an empty one are written. They may
 * come again in the middle, where logs were concatenated. Times are seconds since 1970. See {@link
 * ZeekConn}.
 *
 * <pre>
 * #separator \x09
 * #unset_field    -
 * #fields ts      uid     id.orig_h       …
 * #types  time    string  addr    …
 * </pre>
 */
public final class ZeekTsv implements HeaderStyle {

  private static final TableDialect DIALECT =
      new TableDialect("Zeek conn TSV", ZeekTsv::new, ZeekConn::icmp);

  private char separator = '\t';
  private String unset = "-";
  private String empty = "(empty)";
  private Optional<Layout> layout = Optional.empty();

  private ZeekTsv() {}

  /** Whether an input that begins so is a conn.log. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }

  @Override
  public Optional<Layout> layout() {
    return layout;
  }

  @Override
  public Kind look(byte[] bytes, int from, int to) {
    if (bytes[from] != '#') {
      return Kind.ROW;
    }
    String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (line.startsWith("#separator ")) {
      separator = separator(line.substring("#separator ".length()));
    } else if (line.startsWith("#unset_field" + separator)) {
      unset = line.substring("#unset_field".length() + 1);
    } else if (line.startsWith("#empty_field" + separator)) {
      empty = line.substring("#empty_field".length() + 1);
    } else if (line.startsWith("#fields" + separator)) {
      List<String> names = names(line.substring("#fields".length() + 1));
      boolean connections = ZeekConn.isSigned(new HashSet<>(names));
      layout =
          connections
              ? Optional.of(
                  Layout.of(names, separator, ZeekConn.FIELDS).withAbsent(List.of(unset, empty)))
              : Optional.empty();
      return connections ? Kind.HEADER : Kind.REMARK;
    }
    return Kind.REMARK;
  }

  /** {@code \x09}, or the character itself. */
  private static char separator(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long escaped = text.startsWith("\\x") ? Digits.hex(bytes, 2, bytes.length) : Digits.NONE;
    if (escaped > 0 && escaped < 128) {
      return (char) escaped;
    }
    return text.isEmpty() ? '\t' : text.charAt(0);
  }

  private List<String> names(String text) {
    List<String> names = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      names.add(text.substring(from, at));
      from = at + 1;
    }
    names.add(text.substring(from));
    return names;
  }
}
