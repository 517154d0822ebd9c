// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums flows up by client host and service, one entry for each pair, never more than a stated
 * number of them: when the table is full, the half of it that was connected the shortest is
 * dropped, and counted. What mines is connected the longest, so it stays. Used by one thread.
 */
public final class ContactTable {

  private record Key(IpAddress client, IpAddress service, int port) {}

  private final ServiceSide sides;
  private final WindowIndex known;
  private final Optional<TimeSpan> wanted;
  private final int capacity;
  private final Map<Key, Contact> contacts = new HashMap<>();
  private final long[] counts = new long[Passed.values().length];
  private long flows;
  private long sampled;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long droppedContacts;
  private long longestDroppedMillis;

  /** Why a flow is in no contact. */
  public enum Passed {
    /** Mining runs over TCP. */
    NOT_TCP("not TCP"),
    /** Without ports, or an event of a firewall. */
    NO_PORTS("without ports"),
    /** How long something lasted is not known. */
    NO_TIMES("without times"),
    /** Outside of the time that was asked for. */
    OTHER_TIMES("outside of the time asked for"),
    /** Both sides are ours, or the service is; or a host talks to itself. */
    SERVICE_INSIDE("to services inside"),
    /** The windows have the service: that is what {@code match} is for. */
    KNOWN("of services that the windows know"),
    /** Of contacts that were dropped when the table was full. */
    TABLE_FULL("of short contacts, dropped when the table was full");

    private final String words;

    Passed(String words) {
      this.words = words;
    }

    /** For people: {@code 17 flows} and these. */
    public String words() {
      return words;
    }
  }

  /**
   * An empty table.
   *
   * @param known services that are no news, at whatever time
   * @param wanted flows outside of this span are left out
   * @param capacity contacts at most; about 400 bytes each
   */
  public ContactTable(
      ServiceSide sides, WindowIndex known, Optional<TimeSpan> wanted, int capacity) {
    if (capacity < 2) {
      throw new IllegalArgumentException("contacts: " + capacity + " (expected: at least 2)");
    }
    this.sides = sides;
    this.known = known;
    this.wanted = wanted;
    this.capacity = capacity;
  }

  /** Takes the flows of a batch into account. */
  public void add(FlowBatch batch) {
    int[] protocols = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    FlowRow row = new FlowRow(batch);
    flows += batch.rows();
    for (int number = 0; number < batch.rows(); number++) {
      if (protocols[number] != TransportProtocol.TCP.protocolIdentifier()) {
        count(Passed.NOT_TCP, 1);
        continue;
      }
      row.moveTo(number);
      add(row);
    }
  }

  private void add(FlowRow row) {
    if (!row.hasPorts()) {
      count(Passed.NO_PORTS, 1);
      return;
    }
    if (!row.hasTimes()) {
      count(Passed.NO_TIMES, 1);
      return;
    }
    if (wanted.isPresent() && !wanted.get().touches(new TimeSpan(row.start(), row.end()))) {
      count(Passed.OTHER_TIMES, 1);
      return;
    }
    first = Math.min(first, row.start());
    last = Math.max(last, row.end());
    IpAddress source = row.source();
    IpAddress destination = row.destination();
    boolean sourceInside = sides.isInside(source);
    boolean destinationInside = sides.isInside(destination);
    boolean fromService = sides.isFromService(row, sourceInside, destinationInside);
    if ((fromService ? sourceInside : destinationInside) || source.equals(destination)) {
      count(Passed.SERVICE_INSIDE, 1);
      return;
    }
    Key key =
        fromService
            ? new Key(destination, source, row.sourcePort())
            : new Key(source, destination, row.destinationPort());
    if (isKnown(key)) {
      count(Passed.KNOWN, 1);
      return;
    }
    sampled += row.isSampled() ? 1 : 0;
    Contact contact = contacts.get(key);
    if (contact == null) {
      if (contacts.size() == capacity) {
        dropShortest();
      }
      contact = new Contact();
      contacts.put(key, contact);
    }
    contact.add(row, fromService);
  }

  private boolean isKnown(Key key) {
    return known.find(
            key.service().high(),
            key.service().low(),
            key.port(),
            TransportProtocol.TCP.protocolIdentifier())
        != WindowIndex.NONE;
  }

  private void count(Passed reason, long number) {
    counts[reason.ordinal()] += number;
  }

  private void dropShortest() {
    long[] lengths =
        contacts.values().stream().mapToLong(Contact::longestMillis).sorted().toArray();
    long median = lengths[lengths.length / 2];
    // Of those as long as the median as many as needed, or a table of equals would lose them all.
    int equals = lengths.length / 2 - firstOf(lengths, median);
    var entries = contacts.values().iterator();
    while (entries.hasNext()) {
      Contact contact = entries.next();
      long length = contact.longestMillis();
      if (length < median || (length == median && equals-- > 0)) {
        droppedContacts++;
        longestDroppedMillis = Math.max(longestDroppedMillis, length);
        count(Passed.TABLE_FULL, contact.flows());
        entries.remove();
      }
    }
  }

  private static int firstOf(long[] sorted, long value) {
    int found = Arrays.binarySearch(sorted, value);
    while (found > 0 && sorted[found - 1] == value) {
      found--;
    }
    return found;
  }

  /** Flows seen. */
  public long flows() {
    return flows;
  }

  /** Flows that are in no contact, for a reason. */
  public long passed(Passed reason) {
    return counts[reason.ordinal()];
  }

  /** Contacts that were dropped when the table was full. */
  public long droppedContacts() {
    return droppedContacts;
  }

  /** How long the longest of them had lasted. */
  public long longestDroppedMillis() {
    return longestDroppedMillis;
  }

  /** Contacts that are there now. */
  public int contacts() {
    return contacts.size();
  }

  /** From the first to the last time of a TCP flow; 0 without any. */
  public long spanMillis() {
    return first > last ? 0 : last - first;
  }

  /** What the capture as a whole is like. */
  Capture capture() {
    Set<IpAddress> hosts = new HashSet<>();
    long twoWay = 0;
    for (Map.Entry<Key, Contact> entry : contacts.entrySet()) {
      hosts.add(entry.getKey().client());
      twoWay += entry.getValue().isTwoWay() ? 1 : 0;
    }
    return new Capture(spanMillis(), hosts.size(), twoWay * 20 < contacts.size(), sampled > 0);
  }

  /** The contacts of each service. */
  Map<Endpoint, List<HostContact>> byService() {
    Map<Endpoint, List<HostContact>> services = new HashMap<>();
    contacts.forEach(
        (key, contact) ->
            services
                .computeIfAbsent(
                    Endpoint.tcp(key.service(), key.port()), service -> new ArrayList<>(1))
                .add(new HostContact(key.client(), contact)));
    return services;
  }

  /** A client host and what it had to do with a service. */
  record HostContact(IpAddress host, Contact contact) {}
}
