// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.HostName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What can be looked for in traffic, each once, in order. */
final class Indicators {

  private Indicators() {}

  /** Addresses with a port. */
  static NavigableMap<Endpoint, Label> endpoints(Feed feed) {
    NavigableMap<Endpoint, Label> endpoints = new TreeMap<>();
    for (FeedEntry entry : feed.entries()) {
      if (hasEndpoint(entry)) {
        endpoints.merge(endpoint(entry), Label.of(entry), Label::and);
      }
    }
    return endpoints;
  }

  /** Host names; what is no name by its syntax is not among them. */
  static NavigableMap<String, Label> names(Feed feed) {
    NavigableMap<String, Label> names = new TreeMap<>();
    for (FeedEntry entry : feed.entries()) {
      for (String name : entry.names()) {
        if (HostName.isCanonical(name)) {
          names.merge(name, Label.of(entry), Label::and);
        }
      }
    }
    return names;
  }

  /** Addresses for tools that know no ports, without those that others' names share. */
  static NavigableMap<IpAddress, Label> addresses(Feed feed) {
    NavigableMap<IpAddress, Label> addresses = new TreeMap<>();
    for (FeedEntry entry : feed.entries()) {
      if (hasAddress(entry)) {
        addresses.merge(entry.address().orElseThrow(), Label.of(entry), Label::and);
      }
    }
    for (FeedEntry entry : feed.entries()) {
      if (entry.shared()) {
        entry.address().ifPresent(addresses::remove);
      }
    }
    return addresses;
  }

  /** Addresses of which no port is known, for tools that know ports. */
  static NavigableMap<IpAddress, Label> bareAddresses(Feed feed) {
    NavigableMap<IpAddress, Label> bare = addresses(feed.only(entry -> entry.port() == 0));
    endpoints(feed).keySet().forEach(endpoint -> bare.remove(endpoint.address()));
    return bare;
  }

  static boolean hasEndpoint(FeedEntry entry) {
    return entry.address().isPresent() && entry.port() > 0;
  }

  static boolean hasName(FeedEntry entry) {
    return entry.names().stream().anyMatch(HostName::isCanonical);
  }

  static boolean hasAddress(FeedEntry entry) {
    return entry.address().isPresent() && !entry.shared();
  }

  private static Endpoint endpoint(FeedEntry entry) {
    return new Endpoint(entry.address().orElseThrow(), entry.port(), entry.transport());
  }

  /** What a comment at the top of a file says. */
  static String heading(Feed feed) {
    return "Mining pool servers, known to minetrace as of " + asOf(feed);
  }

  static String asOf(Feed feed) {
    return feed.asOf().isPresent()
        ? Instant.ofEpochMilli(feed.asOf().getAsLong()).truncatedTo(ChronoUnit.SECONDS).toString()
        : "no visit";
  }
}
