// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All exporters of an input, with their domains and sessions. */
final class ExporterTable {

  /** Far more exporters than any network has: an input with more is playing with our memory. */
  private static final int MAX_SESSIONS = 1 << 16;

  private record Scope(ExportProtocol protocol, IpAddress address, long domain) {}

  private final Map<Scope, ObservationDomain> domains = new LinkedHashMap<>();
  private int sessions;

  /**
   * The session of a message, new if it is the first of it.
   *
   * @param datagram the message's
   * @param udpNumber the session's number over UDP: the source port, or 0 where it does not count
   * @param message for the error
   * @throws MalformedFlowFileException if there are too many already
   */
  TransportSession session(
      ExportProtocol protocol,
      ExportDatagram datagram,
      int udpNumber,
      long domain,
      ByteCursor message)
      throws MalformedFlowFileException {
    IpAddress address = datagram.exporter();
    long number = datagram.sessionNumber(udpNumber);
    Scope scope = new Scope(protocol, address, domain);
    Optional<TransportSession> session =
        Optional.ofNullable(domains.get(scope)).flatMap(known -> known.session(number));
    if (session.isPresent()) {
      return session.get();
    }
    if (sessions == MAX_SESSIONS) {
      throw message.malformed("session of exporter " + address + ": more than " + MAX_SESSIONS);
    }
    sessions++;
    return domains
        .computeIfAbsent(scope, s -> new ObservationDomain(s.protocol(), s.address(), s.domain()))
        .addSession(number, datagram.transport());
  }

  /** All exporters with their domains, in the order in which they came. */
  Collection<ObservationDomain> domains() {
    return Collections.unmodifiableCollection(domains.values());
  }
}
