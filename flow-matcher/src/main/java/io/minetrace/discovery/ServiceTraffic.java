// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import java.util.List;

/**
 * The traffic of one service with the hosts that passed the gates, as figures of one connection:
 * what the signs are read off.
 *
 * @param port of the service
 * @param hosts how many
 * @param longestMillis the longest session of any of them
 * @param neededMillis how long one must have lasted to pass
 * @param connectionMillis how long one connection lasts on average
 * @param upOctets to the service
 * @param downOctets from it
 * @param upPackets to the service
 * @param downPackets from it
 * @param connectedMillis of all hosts together
 * @param steadyRecords records that the unevenness rests on
 * @param unevenness of the packet rate, as standard deviation over mean
 */
record ServiceTraffic(
    int port,
    int hosts,
    long longestMillis,
    long neededMillis,
    long connectionMillis,
    long upOctets,
    long downOctets,
    long upPackets,
    long downPackets,
    long connectedMillis,
    int steadyRecords,
    double unevenness) {

  private static final double MINUTE = 60_000;

  static ServiceTraffic of(int port, long neededMillis, List<Contact> contacts) {
    long connections = contacts.stream().mapToLong(Contact::connections).sum();
    long connected = contacts.stream().mapToLong(Contact::connectedMillis).sum();
    Contact steadiest =
        contacts.stream()
            .filter(contact -> contact.rates() >= Sign.STEADY_RECORDS)
            .min((a, b) -> Double.compare(a.unevenness(), b.unevenness()))
            .orElse(contacts.get(0));
    return new ServiceTraffic(
        port,
        contacts.size(),
        contacts.stream().mapToLong(Contact::longestMillis).max().orElseThrow(),
        neededMillis,
        connected / connections,
        contacts.stream().mapToLong(contact -> contact.up().octets()).sum(),
        contacts.stream().mapToLong(contact -> contact.down().octets()).sum(),
        contacts.stream().mapToLong(contact -> contact.up().packets()).sum(),
        contacts.stream().mapToLong(contact -> contact.down().packets()).sum(),
        connected,
        steadiest.rates(),
        steadiest.unevenness());
  }

  double upMean() {
    return upOctets / (double) Math.max(1, upPackets);
  }

  double downMean() {
    return downOctets / (double) Math.max(1, downPackets);
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
