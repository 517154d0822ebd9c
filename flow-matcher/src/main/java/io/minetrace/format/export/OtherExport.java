// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.Optional;

/** Export messages that are known by their form but not read: naming them tells the user why. */
final class OtherExport {

  private static final int NETFLOW_V1_HEADER_BYTES = 16;
  private static final int NETFLOW_V7_HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 52;
  private static final int SFLOW_HEADER_BYTES = 28;

  private OtherExport() {}

  /** What a datagram is, if it is one of them. */
  static Optional<String> name(ByteCursor payload) {
    byte[] bytes = payload.array();
    int from = payload.arrayIndex();
    int length = payload.remaining();
    if (length >= NETFLOW_V1_HEADER_BYTES) {
      int version = BigEndian.u16(bytes, from);
      int count = BigEndian.u16(bytes, from + 2);
      int records = count * RECORD_BYTES;
      if (version == 1 && count > 0 && length == NETFLOW_V1_HEADER_BYTES + records) {
        return Optional.of("NetFlow v1");
      }
      if (version == 7 && count > 0 && length == NETFLOW_V7_HEADER_BYTES + records) {
        return Optional.of("NetFlow v7");
      }
    }
    // sFlow: 32 bits of version, 32 bits of address type (1: IPv4, 2: IPv6).
    if (length >= SFLOW_HEADER_BYTES
        && BigEndian.i32(bytes, from) == 5
        && (BigEndian.i32(bytes, from + 4) == 1 || BigEndian.i32(bytes, from + 4) == 2)) {
      return Optional.of("sFlow v5");
    }
    return Optional.empty();
  }
}
