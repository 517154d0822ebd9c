// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A made-up capture: messages on TCP connections, turned into the flow records that an exporter
 * with the usual timeouts would write. A message of many octets takes several packets, each second
 * packet is acknowledged, a lone one after 40 ms; 52 octets of headers a packet.
 */
final class Traffic {

  private static final int HEADERS = 52;
  private static final int SEGMENT = 1448;
  private static final int DELAYED_ACKNOWLEDGEMENT = 40;

  static final long HOUR = 3_600_000;

  private final RandomGenerator random;
  private final long activeTimeout;
  private final long inactiveTimeout;
  private final List<Piece> pieces = new ArrayList<>();

  /** A flow record of one direction. */
  private record Piece(
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      long start,
      long end,
      long octets,
      long packets) {}

  private record Packet(long time, boolean up, int octets) {}

  Traffic(RandomGenerator random, long activeTimeout, long inactiveTimeout) {
    this.random = random;
    this.activeTimeout = activeTimeout;
    this.inactiveTimeout = inactiveTimeout;
  }

  RandomGenerator random() {
    return random;
  }

  /** One connection, to be filled with messages and then closed. */
  final class Connection {
    private final IpAddress client;
    private final int clientPort = 32768 + random.nextInt(28000);
    private final Endpoint service;
    private final List<Packet> packets = new ArrayList<>();

    private Connection(String client, String service, long start) {
      this.client = IpAddress.parse(client);
      this.service = Endpoint.parse(service);
      packets.add(new Packet(start, true, HEADERS + 8));
      packets.add(new Packet(start + 20, false, HEADERS + 8));
      packets.add(new Packet(start + 21, true, HEADERS));
    }

    Connection up(long time, int octets) {
      return message(time, true, octets);
    }

    Connection down(long time, int octets) {
      return message(time, false, octets);
    }

    private Connection message(long time, boolean up, int octets) {
      int left = octets;
      for (int number = 0; left > 0; number++, left -= SEGMENT) {
        packets.add(new Packet(time + number, up, HEADERS + Math.min(left, SEGMENT)));
        if (number % 2 == 1) {
          packets.add(new Packet(time + number + 20, !up, HEADERS));
        }
      }
      if (octets <= SEGMENT) {
        packets.add(new Packet(time + DELAYED_ACKNOWLEDGEMENT, !up, HEADERS));
      }
      return this;
    }

    void close() {
      packets.sort(Comparator.comparingLong(Packet::time));
      cut(true);
      cut(false);
    }

    private void cut(boolean up) {
      long start = 0;
      long end = 0;
      long octets = 0;
      long count = 0;
      for (Packet packet : packets) {
        if (packet.up() != up) {
          continue;
        }
        boolean idle = count > 0 && packet.time() - end > inactiveTimeout;
        if (count > 0 && (idle || packet.time() - start > activeTimeout)) {
          add(up, start, end, octets, count);
          count = 0;
        }
        if (count == 0) {
          start = packet.time();
          octets = 0;
        }
        end = packet.time();
        octets += packet.octets();
        count++;
      }
      if (count > 0) {
        add(up, start, end, octets, count);
      }
    }

    private void add(boolean up, long start, long end, long octets, long count) {
      pieces.add(
          up
              ? new Piece(
                  client, clientPort, service.address(), service.port(), start, end, octets, count)
              : new Piece(
                  service.address(),
                  service.port(),
                  client,
                  clientPort,
                  start,
                  end,
                  octets,
                  count));
    }
  }

  Connection connect(String client, String service, long start) {
    return new Connection(client, service, start);
  }

  /** Gives all records, in the order in which they end. */
  void addTo(ContactTable table) {
    pieces.sort(Comparator.comparingLong(Piece::end));
    FlowBatch batch = new FlowBatch();
    for (Piece piece : pieces) {
      if (batch.isFull()) {
        table.add(batch);
        batch.clear();
      }
      int row = batch.append();
      batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = 6;
      batch.longs(FlowColumn.FLOW_START)[row] = piece.start();
      batch.longs(FlowColumn.FLOW_END)[row] = piece.end();
      batch.high(FlowColumn.SOURCE_IP_ADDRESS)[row] = piece.source().high();
      batch.low(FlowColumn.SOURCE_IP_ADDRESS)[row] = piece.source().low();
      batch.high(FlowColumn.DESTINATION_IP_ADDRESS)[row] = piece.destination().high();
      batch.low(FlowColumn.DESTINATION_IP_ADDRESS)[row] = piece.destination().low();
      batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = piece.sourcePort();
      batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = piece.destinationPort();
      batch.longs(FlowColumn.OCTET_DELTA_COUNT)[row] = piece.octets();
      batch.longs(FlowColumn.PACKET_DELTA_COUNT)[row] = piece.packets();
    }
    table.add(batch);
  }
}
