// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Locale;

/**
 * A name that tells of mining where it is asked for in DNS or TLS, and nothing else: a web site of
 * a pool may lie where thousands of others do, and a pattern is no host. It is never resolved,
 * never probed, and labels no flow.
 *
 * @param name a host name or a domain, in lower case
 * @param pool whose it is; empty if that is not known
 * @param licenceClasses of the sources, joined by '|'
 * @param evidence day of the newest source; empty if that is not known
 */
public record NameIndicator(
    String name,
    Scope scope,
    Why why,
    String pool,
    String source,
    String licenceClasses,
    String evidence) {

  /** Which names are meant. */
  public enum Scope {
    /** This one. */
    EXACT,
    /** Every name below it. */
    BELOW
  }

  /** Why it is no service. */
  public enum Why {
    /** The registered domain of a pool: its web site. */
    APEX,
    /** A host for the web, mail or an interface. */
    WEB,
    /** A host that one list names, and nobody else. */
    LISTED,
    /** A pattern in a list. */
    PATTERN;

    /** The word in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a word in a file. */
    public static Why ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public NameIndicator {
    if (!HostName.isCanonical(name)) {
      throw new IllegalArgumentException("name: '" + name + "' (expected: a host name)");
    }
    if (pool.length() > 190 || licenceClasses.length() > 100) {
      throw new IllegalArgumentException(name + ": a pool of 190 characters is the longest");
    }
    if (!evidence.isEmpty() && !DeclaredService.isDay(evidence)) {
      throw new IllegalArgumentException(
          name + ": evidence: '" + evidence + "' (expected: YYYY-MM-DD, or empty)");
    }
  }

  /** As lists write it: {@code *.pool.example} for every name below. */
  public String pattern() {
    return switch (scope) {
      case EXACT -> name;
      case BELOW -> "*." + name;
    };
  }

  /** Whether a source that may be used freely states it. */
  public boolean isPermissive() {
    return licenceClasses.contains("permissive");
  }
}
