// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which side of a match is ours. The side asked about is the client, by its address before
 * translation where the flow tells it: a client in these networks is a host of ours, any other is
 * somebody else's, whatever side the service is on. Rows stay as they are; this only decides who is
 * counted and shown as a host.
 *
 * @param blocks none where nothing was said, and then every client is taken for ours
 * @param replaced whether these and the clients are not the real ones; services always are
 */
public record InsideNetworks(List<Cidr> blocks, boolean replaced) {

  /** Nothing was said. */
  public static final InsideNetworks NOT_SAID = new InsideNetworks(List.of(), false);

  public InsideNetworks {
    blocks = List.copyOf(blocks);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param replaced as it was then
   * @throws IllegalArgumentException if it is something else
   */
  public static InsideNetworks parse(String text, boolean replaced) {
    List<Cidr> blocks = new ArrayList<>();
    for (String block : text.split(",", -1)) {
      blocks.add(Cidr.parse(block));
    }
    return new InsideNetworks(blocks, replaced);
  }

  /** Whether anything was said. */
  public boolean isSaid() {
    return !blocks.isEmpty();
  }

  /** Whether the host of this address is ours. */
  public boolean holdsClient(String address) {
    return !isSaid() || holds(address);
  }

  /** Whether it can be told that a service is in them: services are never replaced. */
  boolean tellServices() {
    return isSaid() && !replaced;
  }

  /** Whether the address is known to be in our networks. */
  public boolean holds(String address) {
    IpAddress parsed = IpAddress.parse(address);
    return blocks.stream().anyMatch(block -> block.contains(parsed));
  }

  /** The blocks, joined by commas. */
  @Override
  public String toString() {
    return blocks.stream().map(Cidr::toString).collect(Collectors.joining(","));
  }
}
