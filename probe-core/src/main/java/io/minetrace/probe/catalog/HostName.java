// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What lists, in and out, may call a host: at least two labels of letters, digits, hyphens (inside
 * only) and underscores, which name servers answer for although no host should be called so.
 */
public final class HostName {

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";

  // The last label is never a number: that would be an address, or half of one.
  private static final Pattern FORM =
      Pattern.compile("(" + LABEL + "\\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final int LONGEST = 253;

  private HostName() {}

  /**
   * The name in lower case, in ASCII (RFC 3490) and without a last dot; empty if it is none.
   *
   * @param text as somebody wrote it
   */
  public static Optional<String> of(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (!name.chars().allMatch(c -> c < 128)) {
      try {
        name = IDN.toASCII(name).toLowerCase(Locale.ROOT);
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // not even in its own script
      }
    }
    return name.length() <= LONGEST
            && FORM.matcher(name).matches()
            && IpAddress.tryParse(name).isEmpty()
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Whether a name is in that form already. */
  public static boolean isCanonical(String name) {
    return of(name).equals(Optional.of(name));
  }
}
