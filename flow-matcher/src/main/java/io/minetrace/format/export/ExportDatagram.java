// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;

/**
 * One datagram of a capture that may hold export messages, or one message of a stream or file.
 *
 * @param exporter who sent it; {@code ::} where the input does not say
 * @param transport how it came
 * @param connection the connection, as the reader numbers those of the input; 0 for UDP
 * @param captureMillis when it was captured, in milliseconds since 1970; {@link
 *     io.minetrace.flow.FlowColumn#ABSENT_LONG} where the input does not say
 * @param unit the number of the unit in record ordinals; one below that of an earlier datagram
 *     counts as that one's
 * @param missingBytes of its payload that the capture did not keep, at its end
 * @param payload its bytes; they must not change before all rows are given
 */
public record ExportDatagram(
    IpAddress exporter,
    int sourcePort,
    int destinationPort,
    Transport transport,
    long connection,
    long captureMillis,
    long unit,
    int missingBytes,
    ByteCursor payload) {

  /** What carried the messages: RFC 7011 §8 and §10 make rules for templates of it. */
  public enum Transport {
    /** Datagrams, which may be lost or overtake each other. */
    UDP,
    /** Connections of TCP or associations of SCTP: each begins without templates. */
    CONNECTION,
    /** A file of messages (RFC 5655), which is one session. */
    FILE
  }

  /** Session numbers below it are UDP ports. */
  private static final long FIRST_CONNECTION = 1L << 16;

  public ExportDatagram {
    if (missingBytes < 0) {
      throw new IllegalArgumentException("missing bytes: " + missingBytes);
    }
  }

  /** One that came over UDP. */
  public ExportDatagram(
      IpAddress exporter,
      int sourcePort,
      int destinationPort,
      long captureMillis,
      long unit,
      int missingBytes,
      ByteCursor payload) {
    this(
        exporter,
        sourcePort,
        destinationPort,
        Transport.UDP,
        0,
        captureMillis,
        unit,
        missingBytes,
        payload);
  }

  /**
   * What templates are scoped to beside exporter and domain.
   *
   * @param udpNumber the number for all that came over UDP
   */
  long sessionNumber(int udpNumber) {
    return switch (transport) {
      case UDP -> udpNumber;
      case CONNECTION, FILE -> FIRST_CONNECTION + connection;
    };
  }
}
