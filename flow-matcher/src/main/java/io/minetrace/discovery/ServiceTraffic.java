// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.net.Endpoint;
import java.util.List;

/**
 * The traffic of one service with the hosts that passed the gates, as figures of one connection:
 * what the signs are read off.
 *
 * @param service where it is
 * @param hosts how many
 * @param longestMillis the longest session of any of them
 * @param neededMillis how long one must have lasted to pass
 * @param connectionMillis how long one connection lasts on average
 * @param upOctets to the service
 * @param downOctets from it
 * @param upPackets to the service
 * @param downPackets from it
 * @param connectedMillis of all hosts together
 * @param wholeHours that the unevenness rests on
 * @param unevenness of the packets of an hour, as standard deviation over mean
 */
record ServiceTraffic(
    Endpoint service,
    int hosts,
    long longestMillis,
    long neededMillis,
    long connectionMillis,
    long upOctets,
    long downOctets,
    long upPackets,
    long downPackets,
    long connectedMillis,
    int wholeHours,
    double unevenness) {

  private static final double MINUTE = 60_000;
  private static final int IPV6_EXCESS = 20;

  static ServiceTraffic of(Endpoint service, long neededMillis, List<Contact> contacts) {
    long connections = contacts.stream().mapToLong(Contact::connections).sum();
    long connected = contacts.stream().mapToLong(Contact::connectedMillis).sum();
    Contact steadiest =
        contacts.stream()
            .filter(contact -> contact.wholeHours() >= Sign.STEADY_HOURS)
            .min((a, b) -> Double.compare(a.unevenness(), b.unevenness()))
            .orElse(contacts.get(0));
    return new ServiceTraffic(
        service,
        contacts.size(),
        contacts.stream().mapToLong(Contact::longestMillis).max().orElseThrow(),
        neededMillis,
        connected / connections,
        contacts.stream().mapToLong(contact -> contact.up().octets()).sum(),
        contacts.stream().mapToLong(contact -> contact.down().octets()).sum(),
        contacts.stream().mapToLong(contact -> contact.up().packets()).sum(),
        contacts.stream().mapToLong(contact -> contact.down().packets()).sum(),
        connected,
        steadiest.wholeHours(),
        steadiest.unevenness());
  }

  /** Octets of a packet, as if it were IPv4: the header of IPv6 is 20 octets longer. */
  double upMean() {
    return mean(upOctets, upPackets);
  }

  /** As {@link #upMean}. */
  double downMean() {
    return mean(downOctets, downPackets);
  }

  private double mean(long octets, long packets) {
    double mean = octets / (double) Math.max(1, packets);
    return service.address().isIpv4() ? mean : Math.max(0, mean - IPV6_EXCESS);
  }

  int port() {
    return service.port();
  }

  double upPerMinute() {
    return upPackets * MINUTE / connectedMillis;
  }

  double downPerMinute() {
    return downPackets * MINUTE / connectedMillis;
  }

  /** Of the busier direction. */
  double perMinute() {
    return Math.max(upPerMinute(), downPerMinute());
  }

  boolean isOneWay() {
    return upPackets == 0 || downPackets == 0;
  }
}
