// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The lists that the owner of a prober writes by hand: an entry a line, empty lines, and remarks
 * after {@code #} on lines of their own.
 */
public final class EntryLines {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private EntryLines() {}

  /**
   * Hands over the entries.
   *
   * @param reader throws an {@link IllegalArgumentException} for what is no entry
   * @throws IllegalArgumentException the same, with the line's number before its message
   */
  public static void read(Collection<String> lines, Consumer<String> reader) {
    int number = 0;
    for (String line : lines) {
      number++;
      String entry =
          (number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line).strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        try {
          reader.accept(entry);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /**
   * What a parser makes of the lines of a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException naming the file, and what the parser says
   */
  public static <T> T ofFile(Path file, Function<Collection<String>, T> parser) throws IOException {
    try {
      return parser.apply(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": bytes that are no UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
    }
  }
}
