// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import java.util.List;

/**
 * Tells which side of a flow offers the service, and whether that side is somebody else's. Flow
 * records do not say who called whom, so ports and addresses have to.
 *
 * @param inside the networks that are ours
 */
public record ServiceSide(List<Cidr> inside) {

  /** What is nobody's in public: the addresses that most networks use inside. */
  public static final ServiceSide PRIVATE_INSIDE =
      new ServiceSide(
          List.of(
              Cidr.parse("10.0.0.0/8"),
              Cidr.parse("100.64.0.0/10"),
              Cidr.parse("172.16.0.0/12"),
              Cidr.parse("192.168.0.0/16"),
              Cidr.parse("169.254.0.0/16"),
              Cidr.parse("127.0.0.0/8"),
              Cidr.parse("fc00::/7"),
              Cidr.parse("fe80::/10")));

  /** Linux takes client ports from 32768 on, the others from 49152 on (RFC 6335 §6). */
  private static final int FIRST_CLIENT_PORT = 32768;

  public ServiceSide {
    inside = List.copyOf(inside);
  }

  /** Whether the address is ours. */
  public boolean isInside(IpAddress address) {
    for (Cidr block : inside) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the record comes from the service, given where both sides are. */
  boolean isFromService(FlowRow row, boolean sourceInside, boolean destinationInside) {
    boolean sourceIsClient = row.sourcePort() >= FIRST_CLIENT_PORT;
    boolean destinationIsClient = row.destinationPort() >= FIRST_CLIENT_PORT;
    if (sourceIsClient != destinationIsClient) {
      return destinationIsClient;
    }
    if (row.isBiflow()) {
      return false; // RFC 5103 §3: forward is the direction of who began
    }
    if (sourceInside != destinationInside) {
      return destinationInside;
    }
    return row.sourcePort() < row.destinationPort();
  }
}
