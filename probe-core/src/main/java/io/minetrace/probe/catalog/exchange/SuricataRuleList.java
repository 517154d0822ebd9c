// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules of Suricata that look for one whole name in DNS or TLS, or its end, or for connections to
 * addresses that they state. Every other rule is a bad row: a part of a name is no name.
 */
final class SuricataRuleList {

  private static final Pattern RULE =
      Pattern.compile(
          "(?:alert|drop|reject|pass)\\s+(\\S+)\\s+\\S+\\s+\\S+\\s+->\\s+(\\S+)\\s+(\\S+)\\s+\\((.*)\\)");
  private static final Pattern START =
      Pattern.compile("(alert|drop|reject|pass)\\s+\\S+\\s+\\S+\\s+\\S+\\s+(->|<>)\\s.*");
  private static final Pattern CONTENT = Pattern.compile("content:\\s*(!?)\"([^\"]*)\"");
  private static final Pattern PLACE = Pattern.compile("(dns[._]query|tls[._]sni)\\s*;");
  private static final Pattern SIZE = Pattern.compile("bsize:\\s*([0-9]{1,4})\\s*;");

  private SuricataRuleList() {}

  static boolean isRule(String line) {
    return START.matcher(line).matches();
  }

  static void read(InputStream stream, ListedServices list) throws IOException {
    TextLines lines = new TextLines(stream);
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      String line = TextLists.clean(next.get()).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        take(lines.number(), line, list);
      }
    }
  }

  private static void take(long number, String line, ListedServices list) {
    Matcher rule = RULE.matcher(line);
    if (!rule.matches()) {
      list.bad(number, "no rule (expected: alert … -> … (…))");
      return;
    }
    switch (rule.group(1)) {
      case "dns", "tls" -> {
        Optional<String> name = wholeName(rule.group(4));
        Optional<String> end = end(rule.group(4));
        if (name.isPresent()) {
          list.take(number, name.get(), 0);
        } else if (end.isPresent()) {
          list.takeEnd(number, end.get(), Optional.empty());
        } else {
          list.bad(
              number, "a rule for part of a name, or none (expected: one whole name, or its end)");
        }
      }
      case "tcp", "ip" -> addresses(number, rule.group(2), rule.group(3), list);
      default -> TextLists.notTcp(number, rule.group(1), list);
    }
  }

  private static Optional<String> content(String options) {
    List<String> contents = new ArrayList<>();
    Matcher content = CONTENT.matcher(options);
    while (content.find()) {
      contents.add(content.group(1) + content.group(2));
    }
    return !PLACE.matcher(options).find() || contents.size() != 1
        ? Optional.empty()
        : Optional.of(contents.get(0));
  }

  /** What names have to end with; they may not have to begin with anything else. */
  private static Optional<String> end(String options) {
    return content(options)
        .filter(
            end ->
                options.contains("endswith;")
                    && !options.contains("startswith;")
                    && !options.contains("bsize:"));
  }

  private static Optional<String> wholeName(String options) {
    Optional<String> content = content(options);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    String only = content.get();
    Matcher size = SIZE.matcher(options);
    boolean whole =
        size.find()
            ? Integer.parseInt(size.group(1)) == only.length()
            : options.contains("startswith;") && options.contains("endswith;");
    return Optional.of(only).filter(name -> whole);
  }

  private static void addresses(long number, String hosts, String port, ListedServices list) {
    String bare =
        hosts.startsWith("[") && hosts.endsWith("]")
            ? hosts.substring(1, hosts.length() - 1)
            : hosts;
    for (String host : bare.split(",", -1)) {
      list.take(number, host, port.equals("any") ? "" : port);
    }
  }
}
