// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drawing in the page, as inline SVG that needs no script and prints as it is seen. */
final class Svg {

  /** Of every chart, in units of its own that are scaled to the page. */
  static final int WIDTH = 1000;

  /** The width of a digit of the labels' font. */
  static final double GLYPH = 6.65;

  /** Glyphs of characters as broad as high, by the ranges that hold hardly any others. */
  private static final double SQUARE = 2.3;

  private final Markup page;

  private Svg(Markup page, double height, String label, String role, String... attributes) {
    this.page = page;
    List<String> all = new ArrayList<>(List.of(attributes));
    all.addAll(List.of("viewBox", "0 0 " + WIDTH + " " + at(height)));
    all.addAll(List.of("role", role, "aria-label", label));
    page.open("svg", all.toArray(String[]::new));
  }

  /** Begins one that is a file of its own, as large as its units say. */
  static Svg ofItself(Markup page, double height, String label) {
    return new Svg(
        page,
        height,
        label,
        "img",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        at(WIDTH),
        "height",
        at(height));
  }

  /** Begins one that is heard by its label alone: a table beside it must tell the same. */
  static Svg ofShapes(Markup page, double height, String label) {
    return new Svg(page, height, label, "img");
  }

  /** Begins one whose texts tell all that it shows, and are heard. */
  static Svg ofText(Markup page, double height, String label) {
    return new Svg(page, height, label, "group");
  }

  /** A coordinate. */
  static String at(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** How broad a label is drawn, in glyphs. */
  static double glyphs(String text) {
    return text.codePoints().mapToDouble(Svg::glyphs).sum();
  }

  private static double glyphs(int codePoint) {
    if (Unseen.is(codePoint)) {
      // Its number is written.
      return "\\u0000".length() * Character.charCount(codePoint);
    }
    boolean square =
        (codePoint >= 0x1100 && codePoint <= 0x115f)
            || (codePoint >= 0x2600 && codePoint <= 0xa4cf)
            || (codePoint >= 0xac00 && codePoint <= 0xffdc)
            || codePoint >= 0x16000;
    return square ? SQUARE : 1;
  }

  void text(double x, double y, String anchor, String kind, String text) {
    page.element("text", text, "x", at(x), "y", at(y), "text-anchor", anchor, "class", kind);
  }

  void line(double x1, double y1, double x2, double y2, String kind) {
    page.element("line", "", "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2), "class", kind);
  }

  /**
   * A bar.
   *
   * @param title what it says when pointed at; may be empty
   */
  void rect(double x, double y, double width, double height, String kind, String title) {
    page.open(
        "rect", "x", at(x), "y", at(y), "width", at(width), "height", at(height), "class", kind);
    if (!title.isEmpty()) {
      page.element("title", title);
    }
    page.close();
  }

  void path(String path, String kind) {
    page.open("path", "d", path, "class", kind).close();
  }

  /** Begins what belongs together and has one title. */
  void group(String title) {
    page.open("g").element("title", title);
  }

  void endGroup() {
    page.close();
  }

  /** Nothing more follows. */
  void end() {
    page.close();
  }
}
