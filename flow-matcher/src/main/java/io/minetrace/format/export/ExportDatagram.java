// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;

/**
 * One datagram of a capture that may hold export messages.
 *
 * @param exporter who sent it
 * @param captureMillis when it was captured, in milliseconds since 1970
 * @param unit the number of the unit in record ordinals
 * @param missingBytes of its payload that the capture did not keep, at its end
 * @param payload its bytes; they must not change before all rows are given
 */
public record ExportDatagram(
    IpAddress exporter,
    int sourcePort,
    int destinationPort,
    long captureMillis,
    long unit,
    int missingBytes,
    ByteCursor payload) {

  public ExportDatagram {
    if (missingBytes < 0) {
      throw new IllegalArgumentException("missing bytes: " + missingBytes);
    }
  }
}
