// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user's text asks for: a block of addresses (one address is a block) or a host name, a
 * port, both, or else a word, which may be a pool, a coin, or part of a name.
 *
 * @param word as typed, without what is certainly no part of it
 */
record SearchKey(Optional<Cidr> block, Optional<String> host, OptionalInt port, String word) {

  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@?#]*@)?([^/?#]*)(?:[/?#].*)?");
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)\\](?::([0-9]{1,5}))?");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]*):([0-9]{1,5})");
  private static final int HIGHEST_PORT = 65535;

  static SearchKey of(String typed) {
    String text = typed.strip();
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      text = url.group(1);
    }
    Optional<Cidr> block = block(text);
    if (block.isPresent()) {
      return new SearchKey(block, Optional.empty(), OptionalInt.empty(), text);
    }
    Matcher withPort = BRACKETED.matcher(text);
    if (!withPort.matches()) {
      withPort = WITH_PORT.matcher(text);
    }
    if (withPort.matches() && (withPort.group(2) == null || isPort(withPort.group(2)))) {
      OptionalInt port =
          withPort.group(2) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(withPort.group(2)));
      String where = withPort.group(1);
      Optional<Cidr> itsBlock = block(where);
      Optional<String> host = HostName.of(where);
      if (itsBlock.isPresent() || host.isPresent() || where.isEmpty()) {
        return new SearchKey(itsBlock, host, port, where);
      }
    }
    if (isPort(text)) {
      return new SearchKey(
          Optional.empty(), Optional.empty(), OptionalInt.of(Integer.parseInt(text)), text);
    }
    return new SearchKey(Optional.empty(), HostName.of(text), OptionalInt.empty(), text);
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT;
  }

  private static Optional<Cidr> block(String text) {
    if (IpAddress.tryParse(text).isEmpty() && text.indexOf('/') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cidr.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // then it is a word
    }
  }

  /** Whether it is one address. */
  boolean isAddress() {
    return block.filter(b -> b.prefixLength() == (b.address().isIpv4() ? 32 : 128)).isPresent();
  }

  /** The word in lower case. */
  String lowerCase() {
    return word.toLowerCase(Locale.ROOT);
  }

  /** First and last address of the block, as columns hold them. */
  String first() {
    return SqlForms.address(block.orElseThrow().address());
  }

  String last() {
    Cidr it = block.orElseThrow();
    int hostBits = (it.address().isIpv4() ? 32 : 128) - it.prefixLength();
    long high =
        it.address().high()
            | (hostBits <= 64 ? 0 : hostBits == 128 ? -1L : (1L << (hostBits - 64)) - 1);
    long low = it.address().low() | (hostBits >= 64 ? -1L : (1L << hostBits) - 1);
    return SqlForms.address(new IpAddress(high, low));
  }
}
