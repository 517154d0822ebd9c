// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a dump with the line reached, and what lies between the words of its statements. */
final class DumpBytes {

  private final InputStream stream;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long line = 1;

  DumpBytes(InputStream stream) {
    this.stream = stream;
  }

  /** From 1. */
  long line() {
    return line;
  }

  /** The next byte, not taken; -1 at the end. */
  int peek() throws IOException {
    return position < limit || fill() ? buffer[position] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, stream.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** Takes the next byte, which must be there: within a statement. */
  int next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException();
    }
    int next = buffer[position++] & 0xff;
    if (next == '\n') {
      line++;
    }
    return next;
  }

  /**
   * Takes bytes up to a quote, a backslash or the end of what is read ahead, where the next byte
   * may go on with the text: of a text of which most bytes stand for themselves, most at once.
   *
   * @return how many were put into the array, from the place given on
   */
  int nextPlain(int quote, byte[] into, int from) {
    int most = Math.min(limit - position, into.length - from);
    int taken = 0;
    while (taken < most) {
      byte next = buffer[position + taken];
      if (next == quote || next == '\\') {
        break;
      }
      if (next == '\n') {
        line++;
      }
      into[from + taken] = next;
      taken++;
    }
    position += taken;
    return taken;
  }

  /** Takes the next byte if it is this one. */
  boolean take(int expected) throws IOException {
    if (peek() != expected) {
      return false;
    }
    next();
    return true;
  }

  /** Takes the rest of a line. */
  void skipLine() throws IOException {
    boolean more = peek() >= 0;
    while (more) {
      more = next() != '\n' && peek() >= 0;
    }
  }

  /**
   * Takes white space and comments. The marks around what only some servers execute are taken as
   * well, their content is not.
   */
  void skipBlank() throws IOException {
    while (true) {
      int c = peek();
      if (c == '#') {
        skipLine();
      } else if (c == '-' || c == '/' || c == '*') {
        if (!skipMark()) {
          return;
        }
      } else if (c < 0 || c > ' ') {
        return;
      } else {
        next();
      }
    }
  }

  /** At '-', '/' or '*': takes it with what it begins or ends, unless it stands for itself. */
  private boolean skipMark() throws IOException {
    int first = peek();
    int second = peekSecond();
    if (first == '-' && second == '-') {
      skipLine();
    } else if (first == '*' && second == '/') {
      next();
      next();
    } else if (first == '/' && second == '*') {
      next();
      next();
      if (take('!')) {
        while (peek() >= '0' && peek() <= '9') {
          next();
        }
      } else {
        skipComment();
      }
    } else {
      return false;
    }
    return true;
  }

  private void skipComment() throws IOException {
    int before = next();
    for (int c = next(); before != '*' || c != '/'; c = next()) {
      before = c;
    }
  }

  private int peekSecond() throws IOException {
    if (position + 1 >= limit) {
      // Rare: the rest of the buffer is moved to its front, and read on behind it.
      limit -= position;
      System.arraycopy(buffer, position, buffer, 0, limit);
      position = 0;
      int read = stream.read(buffer, limit, buffer.length - limit);
      limit += Math.max(0, read);
    }
    return position + 1 < limit ? buffer[position + 1] & 0xff : -1;
  }

  /** Letters, digits and '_', or what stands in backticks; empty at anything else. */
  String word() throws IOException {
    StringBuilder word = new StringBuilder();
    if (take('`')) {
      for (int c = next(); c != '`'; c = next()) {
        append(word, c);
      }
    } else {
      for (int c = peek(); isOfWord(c); c = peek()) {
        append(word, next());
      }
    }
    return word.toString();
  }

  private static boolean isOfWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static void append(StringBuilder word, int c) {
    if (word.length() < 256) {
      word.append((char) c);
    }
  }

  /** Takes what is left of a text of which the opening quote was taken. */
  void skipQuoted(int quote) throws IOException {
    for (int c = next(); ; c = next()) {
      if (c == '\\' && quote != '`') {
        next();
      } else if (c == quote) {
        if (peek() != quote) {
          return;
        }
        next();
      }
    }
  }

  /** Takes the rest of a statement, with the ';'. */
  void skipStatement() throws IOException {
    for (int c = next(); c != ';'; c = next()) {
      if (c == '\'' || c == '"' || c == '`') {
        skipQuoted(c);
      } else if (c == '#' || (c == '-' && peek() == '-')) {
        skipLine();
      } else if (c == '/' && peek() == '*') {
        next();
        if (peek() != '!') {
          skipComment();
        }
      }
    }
  }

  /** Takes the rest of a statement, with the ';', and gives it; without comments. */
  String statement(int longest) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      skipBlank();
      int c = next();
      if (c == ';' || text.length() > longest) {
        if (c != ';') {
          skipStatement();
        }
        return text.toString();
      }
      text.append((char) c);
      if (c == '\'' || c == '"' || c == '`') {
        for (int d = next(); d != c; d = next()) {
          text.append((char) d);
          if (d == '\\' && c != '`') {
            text.append((char) next());
          }
        }
        text.append((char) c);
      }
      if (peek() >= 0 && peek() <= ' ') {
        text.append(' ');
      }
    }
  }
}
