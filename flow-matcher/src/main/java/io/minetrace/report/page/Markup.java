// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes HTML and SVG in which nothing can be markup but what was asked for as such: names of
 * elements and attributes are checked, everything else is text and escaped. Names of pools and
 * files come from strangers. Used by one thread.
 *
 * <p>A template engine would be a dependency of every pipeline that uses this library, for one
 * page.
 */
final class Markup {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  /** Of plain text alone. */
  private static final String TITLE = "title";

  private static final String[] DRAWN_APART = {"unicode-bidi", "isolate"};

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins a page. */
  Markup doctype() {
    out.append("<!DOCTYPE html>\n");
    return this;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turns
   */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element without content, written so that the page can be read as XML too. */
  Markup empty(String element, String... attributes) {
    tag(element, attributes);
    out.insert(out.length() - 1, '/');
    return this;
  }

  /** An element with nothing but text in it. */
  Markup element(String element, String text, String... attributes) {
    open(element, attributes).text(text);
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /**
   * Text, in which what is written from the right stands apart: it cannot turn around what stands
   * beside it. Of several names each is a text of its own.
   */
  Markup text(String text) {
    if (TITLE.equals(open.peek()) || !Script.isFromRight(text)) {
      escape(text);
      return this;
    }
    int[] characters = text.codePoints().toArray();
    int at = 0;
    while (at < characters.length) {
      int end = Script.end(characters, at);
      String run = new String(characters, at, end - at);
      if (Script.isFromRight(run)) {
        apart(run);
      } else {
        escape(run);
      }
      at = end;
    }
    return this;
  }

  private void apart(String run) {
    boolean drawn = open.contains("svg");
    String element = drawn ? "tspan" : "bdi";
    tag(element, drawn ? DRAWN_APART : new String[0]);
    escape(run);
    out.append("</").append(element).append('>');
  }

  /** A paragraph of plain text. */
  Markup paragraph(String text) {
    return element("p", text).newline();
  }

  /** Ends a line of the file, which shows as a space at most. */
  Markup newline() {
    out.append('\n');
    return this;
  }

  /** Our own style sheet, the one thing that is not escaped. */
  Markup style(String css) {
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(named(element));
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(named(attributes[i])).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  private static String named(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: '" + name + "'");
    }
    return name;
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> {
        if (Unseen.is(c)) {
          for (char unit : Character.toChars(c)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          }
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("open: " + open);
    }
    return out.toString();
  }
}
