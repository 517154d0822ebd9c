// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.OtherServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a Location field points to, as {@code host:port}. */
final class RedirectedPlace {

  private static final int MAX_LENGTH = 300;

  private RedirectedPlace() {}

  /** The place; empty if the field names no host, or is no URL. */
  static Optional<String> of(String location) {
    if (location.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(location);
      return Optional.ofNullable(uri.getHost()).flatMap(host -> OtherServer.of(host, port(uri)));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
