// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The elements of sets in a ruleset of nftables, as {@code nft list} prints it or {@code nft -f}
 * reads it: {@code ADDRESS}, {@code ADDRESS . PORT} or {@code ADDRESS . tcp . PORT}, between braces
 * after {@code elements =} or {@code add element}.
 */
final class NftablesList {

  private final ListedServices list;
  private final StringBuilder words = new StringBuilder();
  private boolean quoted;
  private boolean inElements;
  private long line;

  private NftablesList(ListedServices list) {
    this.list = list;
  }

  static void read(InputStream stream, ListedServices services) throws IOException {
    NftablesList list = new NftablesList(services);
    TextLines lines = new TextLines(stream);
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      list.line = lines.number();
      list.take(TextLists.clean(next.get()));
    }
    if (list.inElements) {
      services.bad(list.line, "the end of the file (expected: '}')");
    }
  }

  private void take(String text) {
    quoted = false; // no text goes over a line
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '#') {
        break;
      } else if (!quoted) {
        sign(c);
      }
    }
    if (!inElements) {
      words.setLength(0);
    } else {
      words.append(' ');
    }
  }

  private void sign(char c) {
    switch (c) {
      case '{' -> {
        String before = words.toString().strip();
        inElements =
            before.endsWith("elements =")
                || before.endsWith("elements=")
                || before.matches("(.*\\s)?(add|create) element .*");
        words.setLength(0);
      }
      case '}' -> {
        element();
        inElements = false;
      }
      case ',' -> element();
      case ';' -> words.setLength(0);
      default -> words.append(c);
    }
  }

  private void element() {
    String text =
        words.toString().strip().replaceFirst("\\s+(comment|timeout|expires|counter)\\b.*", "");
    words.setLength(0);
    if (!inElements || text.isEmpty()) {
      return;
    }
    String[] parts = text.split("\\s+\\.\\s+", -1);
    switch (parts.length) {
      case 1 -> list.take(line, parts[0], 0);
      case 2 -> list.take(line, parts[0], parts[1]);
      case 3 -> {
        if (parts[1].equals("tcp") || parts[1].equals("6")) {
          list.take(line, parts[0], parts[2]);
        } else {
          TextLists.notTcp(line, parts[1], list);
        }
      }
      default -> list.bad(line, "'" + text + "' (expected: ADDRESS . tcp . PORT)");
    }
  }
}
