// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnseenTest {

  private static String shown(int codePoint) {
    return new Markup().text("a" + new StringBuilder().appendCodePoint(codePoint) + "b").toString();
  }

  /** Of Unicode 14 to 16: each Java runtime from 17 on knows another number of them. */
  @ParameterizedTest
  @ValueSource(ints = {0x0c5d, 0x1fae8, 0x11f00, 0x2ffc, 0x105c0, 0x1faea, 0x0378})
  void whatOnlySomeRuntimesKnowIsShownTheSameByAll(int codePoint) {
    assertThat(shown(codePoint)).isEqualTo("a" + Character.toString(codePoint) + "b");
  }

  @Test
  void whatEachRuntimeKnowsAsUnseenIsShownByItsNumber() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE ->
            assertThat(Unseen.is(c)).as("%x", c).isTrue();
        case Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.DECIMAL_DIGIT_NUMBER,
            Character.MATH_SYMBOL,
            Character.DASH_PUNCTUATION ->
            assertThat(Unseen.is(c)).as("%x", c).isFalse();
        default -> {}
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0xeffff, 0x10ffff})
  void whatIsNoCharacterIsShownByItsNumber(int codePoint) {
    assertThat(Unseen.is(codePoint)).isTrue();
    assertThat(shown(codePoint)).startsWith("a\\u").endsWith("b").matches("\\p{ASCII}+");
  }

  @Test
  void whatLiesBesideARangeIsSeen() {
    for (int c : new int[] {' ', '~', 0xa0, 0xac, 0xae, 0x2010, 0x202f, 0xe000, 0xfffd}) {
      assertThat(Unseen.is(c)).as("%x", c).isFalse();
    }
  }

  /** Tags, fillers of Hangul, the braille pattern without dots, selectors of variants. */
  @ParameterizedTest
  @ValueSource(ints = {0xe0041, 0x3164, 0xffa0, 0x115f, 0x2800, 0x034f, 0xfe0f, 0xe0100, 0x2065})
  void whatIsNotDrawnIsShownByItsNumber(int codePoint) {
    StringBuilder numbers = new StringBuilder("a");
    for (char unit : Character.toChars(codePoint)) {
      numbers.append(String.format("\\u%04x", (int) unit));
    }
    assertThat(shown(codePoint)).isEqualTo(numbers + "b");
  }
}
