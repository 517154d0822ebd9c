// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to log in that a server offers with a 401 (RFC 9110 §11.6.1). A field may hold several,
 * and there may be several fields.
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case, without quotes
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {

  /** Nobody has more to say; the pattern must not be led too deep. */
  private static final int LONGEST = 2048;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** A scheme, or a parameter with its value. What is no part of either ends the reading. */
  private static final Pattern PART =
      Pattern.compile(
          "[\\s,]*+(?:(%s)\\s*+=\\s*+(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(%s))|(%s)(?=[\\s,]|$))"
              .formatted(TOKEN, TOKEN, TOKEN));

  AuthChallenge {
    parameters = Map.copyOf(parameters);
  }

  /** The challenges in the values of {@code WWW-Authenticate}, so far as they can be read. */
  static List<AuthChallenge> parse(Collection<String> values) {
    List<AuthChallenge> challenges = new ArrayList<>();
    values.forEach(value -> parse(value, challenges));
    return challenges;
  }

  private static void parse(String value, List<AuthChallenge> challenges) {
    if (value.length() > LONGEST) {
      return;
    }
    Matcher part = PART.matcher(value);
    Optional<String> scheme = Optional.empty();
    Map<String, String> parameters = new TreeMap<>();
    while (part.lookingAt()) {
      if (part.group(4) != null) {
        scheme.ifPresent(name -> challenges.add(new AuthChallenge(name, parameters)));
        scheme = Optional.of(part.group(4).toLowerCase(Locale.ROOT));
        parameters.clear();
      } else {
        String text =
            part.group(3) != null ? part.group(3) : part.group(2).replaceAll("\\\\(.)", "$1");
        parameters.putIfAbsent(part.group(1).toLowerCase(Locale.ROOT), text);
      }
      part.region(part.end(), value.length());
    }
    scheme.ifPresent(name -> challenges.add(new AuthChallenge(name, parameters)));
  }

  /** The value of a parameter. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
