// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.net.HostPort;
import io.minetrace.net.TransportProtocol;
import io.minetrace.report.MiningSession;
import io.minetrace.report.MiningTally;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.List;

/**
 * What a row or a session claims, in one sentence: what was observed, of what, and how sure. It
 * says nothing of intent, and never that a host is infected.
 */
final class ClaimText {

  private static final List<String> NOTHING_BUT_ATTEMPTS = List.of("REFUSED", "ATTEMPTED");

  private ClaimText() {}

  /** Of a row. */
  static String of(ResultRow row) {
    return (NOTHING_BUT_ATTEMPTS.contains(row.text(ResultColumn.MINING_ACTIVITY))
            ? "Attempted connection between "
            : "Connection between ")
        + row.text(ResultColumn.CLIENT_IP_ADDRESS)
        + " and "
        + service(
            row.text(ResultColumn.POOL_IP_ADDRESS),
            row.number(ResultColumn.POOL_PORT),
            row.number(ResultColumn.PROTOCOL_IDENTIFIER))
        + ", consistent with mining"
        + at(
            row.texts(ResultColumn.MINING_POOLS),
            MiningTally.labels(row),
            row.texts(ResultColumn.MINING_COINS))
        + "; confidence "
        + row.text(ResultColumn.MINING_CONFIDENCE)
        + ", score "
        + row.number(ResultColumn.MINING_SCORE)
        + ", activity "
        + row.text(ResultColumn.MINING_ACTIVITY);
  }

  /** Of a session. */
  static String of(MiningSession session) {
    MiningTally tally = session.tally();
    return (tally.attemptedOnly() ? "Attempted connections between " : "Connections between ")
        + session.client()
        + " and "
        + service(session)
        + ", consistent with mining"
        + at(session.pools(), tally.labels(), tally.coins())
        + "; "
        + tally.flows()
        + (tally.flows() == 1 ? " flow record, " : " flow records, ")
        + tally.octets()
        + " octets, confidence "
        + tally.confidence()
        + ", score "
        + tally.score()
        + ", activity "
        + tally.activity()
        + ", reasons "
        + String.join(" ", tally.reasons());
  }

  /** {@code 192.0.2.20:3333/tcp}. */
  static String service(MiningSession session) {
    return service(session.poolAddress(), session.poolPort(), session.protocolIdentifier());
  }

  private static String service(String address, long port, long protocol) {
    return new HostPort(address, (int) port)
        + "/"
        + TransportProtocol.of((int) protocol)
            .map(TransportProtocol::keyword)
            .orElse(Long.toString(protocol));
  }

  private static String at(List<String> pools, List<String> labels, List<String> coins) {
    return (pools.isEmpty() ? "" : " at pool " + String.join(" or ", pools))
        + (labels.contains(MiningTally.NODE_LABEL) ? " with a " + MiningTally.NODE_LABEL : "")
        + (coins.isEmpty() ? "" : " (coin " + String.join(" or ", coins) + ")");
  }
}
