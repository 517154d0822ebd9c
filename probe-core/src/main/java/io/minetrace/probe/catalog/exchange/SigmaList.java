// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a Sigma rule's selections: names asked for or connected to, and addresses, with the
 * port where a selection has exactly one. It reads the block style that Sigma's rules are written
 * in, not all of YAML. A value that begins with a dot or with {@code *.}, or that names only have
 * to end with, is a pattern as well; a part of a name is a bad row.
 */
final class SigmaList {

  private static final Set<String> HOSTS =
      Set.of(
          "query",
          "queryname",
          "dns.question.name",
          "destinationhostname",
          "destinationip",
          "dst_ip",
          "dst",
          "cs-host",
          "r-dns",
          "c-dns");
  private static final Set<String> PORTS = Set.of("destinationport", "dst_port");
  private static final Pattern KEY =
      Pattern.compile("( *)(- )?([A-Za-z_][A-Za-z0-9_.|-]*):(?:\\s+(.*))?");
  private static final Pattern ITEM = Pattern.compile("( *)- (.*)");

  private record Value(long line, String text, Use use) {}

  /** How a name has to be like a value. */
  private enum Use {
    WHOLE,
    END,
    PART
  }

  private final ListedServices list;
  private final List<Value> hosts = new ArrayList<>();
  private final List<Value> ports = new ArrayList<>();
  private Optional<String> date = Optional.empty();
  private boolean inDetection;
  private int selectionIndent = -1;
  private String field = "";

  private SigmaList(ListedServices list) {
    this.list = list;
  }

  static void read(InputStream stream, ListedServices services) throws IOException {
    SigmaList list = new SigmaList(services);
    TextLines lines = new TextLines(stream);
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      String line = TextLists.clean(next.get());
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        list.take(lines.number(), line);
      }
    }
    list.endSelection();
  }

  private void take(long number, String line) {
    Matcher key = KEY.matcher(line);
    if (key.matches()) {
      key(number, key);
      return;
    }
    Matcher item = ITEM.matcher(line);
    if (item.matches()) {
      value(number, item.group(2));
    }
  }

  private void key(long number, Matcher key) {
    int indent = key.group(1).length();
    String name = key.group(3);
    String value = key.group(4) == null ? "" : key.group(4).strip();
    if (indent == 0 && key.group(2) == null) {
      endSelection();
      inDetection = name.equals("detection");
      selectionIndent = -1;
      if (name.equals("date") || name.equals("modified")) {
        date =
            Optional.of(unquoted(value).replace('/', '-')).filter(d -> d.matches("[0-9-]{8,10}"));
      }
      return;
    }
    if (!inDetection) {
      return;
    }
    if (selectionIndent < 0) {
      selectionIndent = indent;
    }
    if (indent == selectionIndent || key.group(2) != null) {
      endSelection(); // maps in a list are alternatives
    }
    field = indent == selectionIndent ? "" : name.toLowerCase(Locale.ROOT);
    if (!value.isEmpty() && !field.isEmpty()) {
      String inline = TextLists.withoutComment(value);
      if (inline.startsWith("[") && inline.endsWith("]")) {
        for (String one : inline.substring(1, inline.length() - 1).split(",", -1)) {
          value(number, one.strip());
        }
      } else {
        value(number, value);
      }
    }
  }

  private void value(long number, String text) {
    int modifier = field.indexOf('|');
    String name = modifier < 0 ? field : field.substring(0, modifier);
    if (inDetection && HOSTS.contains(name)) {
      hosts.add(new Value(number, unquoted(text), use(field)));
    } else if (inDetection && PORTS.contains(name)) {
      ports.add(new Value(number, unquoted(text), Use.WHOLE));
    }
  }

  private static Use use(String field) {
    if (field.contains("|contains") || field.contains("|startswith") || field.contains("|re")) {
      return Use.PART;
    }
    return field.contains("|endswith") ? Use.END : Use.WHOLE;
  }

  private static String unquoted(String text) {
    String value = text.strip();
    if (value.length() >= 2
        && (value.charAt(0) == '\'' || value.charAt(0) == '"')
        && value.indexOf(value.charAt(0), 1) > 0) {
      return value.substring(1, value.indexOf(value.charAt(0), 1));
    }
    return TextLists.withoutComment(value);
  }

  private void endSelection() {
    // Several ports and several addresses are every pair of them: which one is meant, nobody knows.
    String port = ports.size() == 1 ? ports.get(0).text() : "";
    for (Value host : hosts) {
      switch (host.use()) {
        case WHOLE ->
            list.take(host.line(), host.text(), port, Optional.empty(), List.of(), List.of(), date);
        case END -> list.takeEnd(host.line(), host.text(), date);
        case PART ->
            list.bad(
                host.line(),
                "'" + host.text() + "': part of a name (expected: a whole one, or its end)");
      }
    }
    hosts.clear();
    ports.clear();
    field = "";
  }
}
