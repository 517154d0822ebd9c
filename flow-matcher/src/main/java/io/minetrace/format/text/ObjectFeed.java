// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;

/**
 * The JSON objects of an input: one a line, or over several lines, or the elements of an array. An
 * object ends where its braces do; but as no string of JSON holds a line end, and every tool
 * indents what lies within an object, a line end within a string and a line that begins with a
 * brace end it too. So damage costs an object, not the rest. Used by one thread.
 */
final class ObjectFeed implements RecordFeed {

  private final ByteWindow window;
  private final DecodeReport report;
  private int from;
  private int to;
  private int next;
  private long number = -1;
  private boolean whole;

  // Where the scan of the current object stands.
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean lineStart;

  ObjectFeed(FlowInput input, DecodeReport report) {
    this.window = new ByteWindow(input);
    this.report = report;
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (!findStart()) {
        return false;
      }
      if (scan()) {
        number++;
        return true;
      }
    }
  }

  /** Goes to the next opening brace; what lies before it and is no punctuation is counted. */
  private boolean findStart() throws IOException {
    long garbageOffset = -1;
    long garbageBytes = 0;
    int at = next;
    boolean found = false;
    while (!found) {
      byte[] bytes = window.bytes();
      int limit = window.limit();
      while (at < limit && bytes[at] != '{') {
        if (!isPunctuation(bytes[at])) {
          garbageOffset = garbageOffset < 0 ? window.offsetOf(at) : garbageOffset;
          garbageBytes++;
        }
        at++;
      }
      if (at < limit) {
        found = true;
      } else if (window.fill(limit)) {
        at = 0;
      } else {
        next = window.limit();
        break;
      }
    }
    if (garbageBytes > 0) {
      report.addUnitSkipped();
      report.add(
          Reason.BAD_RECORD,
          garbageOffset,
          garbageBytes,
          "text between JSON objects (expected: an object)");
    }
    from = at;
    return found;
  }

  /** What may stand around objects: white space, an array's brackets and commas, and a mark. */
  private static boolean isPunctuation(byte b) {
    return switch (b) {
      case ' ', '\t', '\r', '\n', '[', ']', ',', (byte) 0xef, (byte) 0xbb, (byte) 0xbf -> true;
      default -> false;
    };
  }

  /** Finds the end of the object at {@link #from}; false if it is too long, and passed over. */
  private boolean scan() throws IOException {
    depth = 0;
    inString = false;
    escaped = false;
    lineStart = false;
    int at = from;
    while (true) {
      int end = scanFrom(at);
      if (end >= 0) {
        to = end;
        next = end;
        return true;
      }
      int length = window.limit() - from;
      if (length > MAX_RECORD_BYTES) {
        skipLongObject();
        return false;
      }
      boolean more = window.fill(from);
      from = 0;
      at = length;
      if (!more) {
        to = length;
        next = length;
        whole = false;
        return true;
      }
    }
  }

  /**
   * Looks for the end of the object in the bytes from an index on; returns the index behind it, or
   * a negative one if it is not there yet.
   */
  private int scanFrom(int start) {
    byte[] bytes = window.bytes();
    int limit = window.limit();
    for (int i = start; i < limit; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        if (inString) {
          whole = true;
          return i;
        }
        lineStart = true;
        continue;
      }
      if (lineStart && b == '{') {
        whole = true;
        return i;
      }
      lineStart = false;
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (b == '\\') {
          escaped = true;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{') {
        depth++;
      } else if (b == '}' && --depth == 0) {
        whole = true;
        return i + 1;
      }
    }
    return -1;
  }

  /** Passes over an object that is none, to the next line that begins with a brace. */
  private void skipLongObject() throws IOException {
    long offset = window.offsetOf(from);
    int at = window.limit();
    boolean newLine = false;
    while (true) {
      byte[] bytes = window.bytes();
      int limit = window.limit();
      while (at < limit && !(newLine && bytes[at] == '{')) {
        newLine = bytes[at++] == '\n';
      }
      if (at < limit) {
        break;
      }
      if (!window.fill(limit)) {
        at = window.limit();
        break;
      }
      at = 0;
    }
    next = at;
    number++;
    long length = window.offsetOf(at) - offset;
    report.addUnitSkipped();
    report.add(
        Reason.CORRUPT,
        offset,
        length,
        "object: more than " + MAX_RECORD_BYTES + " bytes (expected: a flow record)");
  }

  @Override
  public byte[] bytes() {
    return window.bytes();
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  @Override
  public long offset() {
    return window.offsetOf(from);
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public boolean isTerminated() {
    return whole;
  }
}
