// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads flow logs of Amazon's VPC: fields with spaces between, named by a header in the order that
 * the user chose, or the default fields of version 2 without one. Times are seconds since 1970.
 * Records of intervals without traffic ({@code NODATA}) or with lost records ({@code SKIPDATA}) are
 * passed over and counted. A rejected flow is a firewall's event. Where the packet's own addresses
 * differ from the interface's they are given as those behind the translation.
 *
 * <p>Source: Amazon VPC user guide, Flow log records.
 */
public final class AwsVpc {

  private static final List<Binding> COLUMNS =
      List.of(
          Binding.gate("log-status", "OK"),
          Binding.of("start", Slot.START, Cell.TIME),
          Binding.of("end", Slot.END, Cell.TIME),
          Binding.of("srcaddr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("dstaddr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("pkt-srcaddr", Slot.NAT_SOURCE, Cell.ADDRESS),
          Binding.of("pkt-dstaddr", Slot.NAT_DESTINATION, Cell.ADDRESS),
          Binding.of("srcport", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dstport", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("protocol", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("tcp-flags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("action", Slot.FIREWALL_EVENT, Cell.ACTION));

  private static final List<String> VERSION_2 =
      List.of(
          "version",
          "account-id",
          "interface-id",
          "srcaddr",
          "dstaddr",
          "srcport",
          "dstport",
          "protocol",
          "packets",
          "bytes",
          "start",
          "end",
          "action",
          "log-status");

  /** All fields of flow logs, those of transit gateways too. */
  private static final Set<String> VOCABULARY =
      Set.of(
          "account-id",
          "action",
          "az-id",
          "bytes",
          "dstaddr",
          "dstport",
          "ecs-cluster-arn",
          "ecs-cluster-name",
          "ecs-container-id",
          "ecs-container-instance-arn",
          "ecs-container-instance-id",
          "ecs-second-container-id",
          "ecs-service-name",
          "ecs-task-arn",
          "ecs-task-definition-arn",
          "ecs-task-id",
          "encryption-status",
          "end",
          "flow-direction",
          "instance-id",
          "interface-id",
          "log-status",
          "packets",
          "packets-lost-blackhole",
          "packets-lost-mtu-exceeded",
          "packets-lost-no-route",
          "packets-lost-ttl-expired",
          "pkt-dst-aws-service",
          "pkt-dstaddr",
          "pkt-src-aws-service",
          "pkt-srcaddr",
          "protocol",
          "region",
          "reject-reason",
          "resource-id",
          "resource-type",
          "srcaddr",
          "srcport",
          "start",
          "sublocation-id",
          "sublocation-type",
          "subnet-id",
          "tcp-flags",
          "tgw-attachment-id",
          "tgw-dst-az-id",
          "tgw-dst-eni",
          "tgw-dst-subnet-id",
          "tgw-dst-vpc-account-id",
          "tgw-dst-vpc-id",
          "tgw-id",
          "tgw-pair-attachment-id",
          "tgw-src-az-id",
          "tgw-src-eni",
          "tgw-src-subnet-id",
          "tgw-src-vpc-account-id",
          "tgw-src-vpc-id",
          "traffic-path",
          "type",
          "version",
          "vpc-id");

  private static final TableDialect DIALECT =
      new TableDialect("AWS VPC flow log", () -> header(Optional.empty()), AwsVpc::packetAddresses);

  private static final TableDialect WITHOUT_HEADER =
      new TableDialect(
          "AWS VPC flow log version 2",
          () -> header(Optional.of(Layout.of(VERSION_2, CellSplitter.SPACES, COLUMNS))),
          AwsVpc::packetAddresses);

  private AwsVpc() {}

  private static HeaderStyle header(Optional<Layout> first) {
    return new NamesHeader(" ,", COLUMNS, AwsVpc::isHeader, VOCABULARY, List.of(), first);
  }

  private static boolean isHeader(Set<String> names) {
    return names.containsAll(Set.of("srcaddr", "dstaddr"))
        && (names.contains("log-status")
            || names.contains("interface-id")
            || names.contains("account-id")
            || names.contains("pkt-srcaddr"));
  }

  /** The addresses of the packet are worth a column only where they are others. */
  private static void packetAddresses(Row row) {
    dropIfEqual(row, Slot.SOURCE, Slot.NAT_SOURCE);
    dropIfEqual(row, Slot.DESTINATION, Slot.NAT_DESTINATION);
  }

  private static void dropIfEqual(Row row, Slot own, Slot other) {
    if (row.value(own) == row.value(other) && row.high(own) == row.high(other)) {
      row.set(other, FlowColumn.ABSENT_LONG);
    }
  }

  /** Whether an input that begins so is a flow log. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head) || isVersion2(head);
  }

  private static boolean isVersion2(byte[] head) {
    int from = TableDialect.start(head);
    int end = LineFeed.lineFeed(head, from, head.length);
    int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
    CellSplitter cells = new CellSplitter();
    cells.split(head, from, to, CellSplitter.SPACES);
    if (cells.count() != VERSION_2.size()) {
      return false;
    }
    int last = cells.count() - 1;
    return Ascii.is(head, cells.start(0), cells.end(0), "2")
        && Set.of("OK", "NODATA", "SKIPDATA")
            .contains(Ascii.shown(head, cells.start(last), cells.end(last)));
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return (DIALECT.recognises(input.head()) ? DIALECT : WITHOUT_HEADER).open(input, options);
  }
}
