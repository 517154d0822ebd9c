// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;

/**
 * That an address is left alone for a while, as it seems to have banned us.
 *
 * @param level how often that was found in a row, from 1
 * @param from since when its failures are not believed
 * @param until when it may be visited again
 */
public record AddressPause(IpAddress address, int level, long from, long until, String reason) {

  public AddressPause {
    if (level < 1 || until < from) {
      throw new IllegalArgumentException(
          address + ": pause of level " + level + " from " + from + " until " + until);
    }
  }
}
