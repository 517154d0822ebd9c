// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Flows as an exporter with an active timeout of an hour has them: each direction by itself. As CSV
 * they are in order of their end, with the columns that the command {@code flows} prints.
 */
final class SimulatedFlows {

  private static final long ACTIVE_TIMEOUT = World.HOUR;
  private static final int DATA = 0x1a;
  private static final int SYN = 0x02;

  private record Flow(
      TimeSpan span,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      int flags,
      long octets,
      long packets) {}

  private final List<Flow> flows = new ArrayList<>();
  private final TimeSpan time;

  /**
   * @param time flows that do not end within are left out
   */
  SimulatedFlows(TimeSpan time) {
    this.time = time;
  }

  /** A connection that carried data. */
  void connection(
      IpAddress client, int clientPort, Endpoint service, TimeSpan span, int packetsAMinute) {
    for (long from = span.from(); from <= span.to(); from += ACTIVE_TIMEOUT) {
      TimeSpan cut = new TimeSpan(from, Math.min(span.to(), from + ACTIVE_TIMEOUT - 1));
      long packets = 4 + (cut.to() - cut.from()) / World.MINUTE * packetsAMinute;
      add(cut, client, clientPort, service.address(), service.port(), DATA, packets * 140, packets);
      add(cut, service.address(), service.port(), client, clientPort, DATA, packets * 260, packets);
    }
  }

  /** A SYN or two that nothing came of. */
  void attempt(IpAddress client, int clientPort, Endpoint service, long at) {
    add(
        new TimeSpan(at, at + 3_000),
        client,
        clientPort,
        service.address(),
        service.port(),
        SYN,
        120,
        2);
  }

  private void add(
      TimeSpan span,
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      int flags,
      long octets,
      long packets) {
    if (time.contains(span.from()) && time.contains(span.to())) {
      flows.add(
          new Flow(span, source, sourcePort, destination, destinationPort, flags, octets, packets));
    }
  }

  int size() {
    return flows.size();
  }

  void writeTo(Path csv) throws IOException {
    flows.sort(Comparator.comparingLong(flow -> flow.span().to()));
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write(
          "flow_start,flow_end,source_ip_address,destination_ip_address,source_transport_port,"
              + "destination_transport_port,protocol_identifier,tcp_control_bits,octet_delta_count,"
              + "packet_delta_count\n");
      for (Flow flow : flows) {
        out.write(
            UtcTime.format(flow.span().from())
                + ","
                + UtcTime.format(flow.span().to())
                + ","
                + flow.source()
                + ","
                + flow.destination()
                + ","
                + flow.sourcePort()
                + ","
                + flow.destinationPort()
                + ",6,"
                + flow.flags()
                + ","
                + flow.octets()
                + ","
                + flow.packets()
                + "\n");
      }
    }
  }
}
