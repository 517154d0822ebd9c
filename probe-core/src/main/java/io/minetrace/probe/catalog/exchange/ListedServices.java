// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.HostName;
import io.minetrace.probe.catalog.NameIndicator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The services of a list as its rows are read. A pattern, {@code *.pool.example}, is no host: it is
 * kept for DNS and TLS only. A name without a port is kept to be resolved, and never probed; so is
 * an address without one. What is not a name, and not an address that a server can have, is a bad
 * row: nothing is guessed.
 */
final class ListedServices {

  private static final String UNKNOWN = "unknown";
  private static final Pattern BELOW = Pattern.compile("\\*?\\.(.+)");
  private static final int LONGEST_POOL = 190;

  /** What every hosts file begins with. */
  private static final Set<String> LOCAL_NAMES =
      Set.of(
          "localhost",
          "localhost.localdomain",
          "localhost4",
          "localhost6",
          "local",
          "broadcasthost",
          "ip6-localhost",
          "ip6-loopback",
          "ip6-localnet",
          "ip6-mcastprefix",
          "ip6-allnodes",
          "ip6-allrouters",
          "ip6-allhosts",
          "0.0.0.0");

  private final String file;
  private final String source;
  private final LocalDate date;
  private final Freshness freshness;
  private final String pool;
  private final Consumer<BadRow> badRows;
  private final List<DeclaredService> services = new ArrayList<>();
  private final List<NameIndicator> indicators = new ArrayList<>();

  /** What the date of a row says. */
  enum Freshness {
    /** When somebody found it so. */
    EVIDENCE,
    /** Only when it was written down once more. */
    REPEATED
  }

  /**
   * An empty list.
   *
   * @param source what the rows are said by
   * @param date of rows that state none
   * @param pool of rows that state none, or empty
   */
  ListedServices(
      String file,
      String source,
      LocalDate date,
      Freshness freshness,
      String pool,
      Consumer<BadRow> badRows) {
    this.file = file;
    this.source = source;
    this.date = date;
    this.freshness = freshness;
    this.pool = pool;
    this.badRows = badRows;
  }

  List<DeclaredService> services() {
    return services;
  }

  /** Of patterns, which are no hosts. */
  List<NameIndicator> indicators() {
    return indicators;
  }

  void bad(long line, String problem) {
    badRows.accept(new BadRow(file, line, problem));
  }

  static boolean isLocalName(String name) {
    return LOCAL_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** A host, with a port or 0, of which the list says no more. */
  void take(long line, String host, int port) {
    take(line, host, port, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** A host and a port as text; empty for none. */
  void take(long line, String host, String port) {
    take(line, host, port, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** As below, with a port as text. */
  void take(
      long line,
      String host,
      String port,
      Optional<String> statedPool,
      Collection<String> coins,
      Collection<String> protocols,
      Optional<String> statedDate) {
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : -1;
    if (!port.isEmpty() && (number < 1 || number > 65535)) {
      bad(line, "port: '" + port + "' (expected: 1..65535)");
      return;
    }
    take(line, host, Math.max(0, number), statedPool, coins, protocols, statedDate);
  }

  /**
   * A host with what is said of it; one service for each coin and protocol.
   *
   * @param port 0 where none is stated
   */
  void take(
      long line,
      String host,
      int port,
      Optional<String> statedPool,
      Collection<String> coins,
      Collection<String> protocols,
      Optional<String> statedDate) {
    Optional<String> domain = domain(host);
    if (domain.isPresent()) {
      below(domain.get(), statedPool, statedDate);
      return;
    }
    Optional<String> name = host(host);
    if (name.isEmpty()) {
      bad(line, "host: '" + host + "' (expected: a host name, or the address of a server)");
      return;
    }
    String evidence = evidence(statedDate);
    try {
      for (String coin : coins.isEmpty() ? List.of("") : coins) {
        for (String protocol : protocols.isEmpty() ? List.of(UNKNOWN) : protocols) {
          services.add(
              new DeclaredService(
                  statedPool.filter(p -> !p.isEmpty()).orElse(pool),
                  "",
                  name.get(),
                  port,
                  coin,
                  "",
                  protocol,
                  "",
                  "",
                  source(statedDate),
                  "",
                  evidence));
        }
      }
    } catch (IllegalArgumentException e) {
      bad(line, e.getMessage());
    }
  }

  /** Every name that ends so: the name itself is a host, those below it are a pattern. */
  void takeEnd(long line, String end, Optional<String> statedDate) {
    take(line, end, 0, Optional.empty(), List.of(), List.of(), statedDate);
    if (domain(end).isEmpty() && IpAddress.tryParse(end).isEmpty()) {
      HostName.of(end).ifPresent(name -> below(name, Optional.empty(), statedDate));
    }
  }

  /** A pattern is for DNS and TLS only, whatever port it was stated with. */
  private void below(String domain, Optional<String> statedPool, Optional<String> statedDate) {
    indicators.add(
        new NameIndicator(
            domain,
            NameIndicator.Scope.BELOW,
            NameIndicator.Why.PATTERN,
            statedPool.filter(p -> !p.isEmpty() && p.length() <= LONGEST_POOL).orElse(pool),
            source(statedDate),
            "",
            evidence(statedDate)));
  }

  /** The domain of {@code *.pool.example} or {@code .pool.example}. */
  static Optional<String> domain(String text) {
    Matcher pattern = BELOW.matcher(text);
    return pattern.matches() ? HostName.of(pattern.group(1)) : Optional.empty();
  }

  private String source(Optional<String> statedDate) {
    // Not the day of the file, which the evidence has: a list that is fetched daily is one source.
    return source + statedDate.map(day -> ", stated " + day).orElse("");
  }

  private String evidence(Optional<String> statedDate) {
    return switch (freshness) {
      case EVIDENCE -> statedDate.filter(DeclaredService::isDay).orElse(date.toString());
      case REPEATED -> "";
    };
  }

  private static Optional<String> host(String text) {
    Optional<IpAddress> address = IpAddress.tryParse(text);
    if (address.isPresent()) {
      return address.filter(ListedServices::isServer).map(IpAddress::toString);
    }
    return HostName.of(text).filter(name -> !isLocalName(name));
  }

  /** Neither this host, nor none, nor many. */
  private static boolean isServer(IpAddress address) {
    byte[] bytes = address.toBytes();
    int first = bytes[0] & 0xff;
    return address.isIpv4()
        ? first != 0 && first != 127 && first < 224
        : first != 0xff && !(address.high() == 0 && address.low() >>> 1 == 0);
  }
}
