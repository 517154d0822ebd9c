// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.Optional;

/** Export messages that are known by their form but not read: naming them tells the user why. */
final class OtherExport {

  private static final int SFLOW_HEADER_BYTES = 28;
  private static final int NETFLOW_V8_HEADER_BYTES = 28;
  private static final int NETFLOW_V8_LAST_SCHEME = 14;
  private static final int NETFLOW_V8_MAX_RECORDS = 51;

  private OtherExport() {}

  /** What a datagram is, if it is one of them. */
  static Optional<String> name(ByteCursor payload) {
    byte[] bytes = payload.array();
    int from = payload.arrayIndex();
    int length = payload.remaining();
    // sFlow: 32 bits of version, 32 bits of address type (1: IPv4, 2: IPv6).
    if (length >= SFLOW_HEADER_BYTES
        && BigEndian.i32(bytes, from) == 5
        && (BigEndian.i32(bytes, from + 4) == 1 || BigEndian.i32(bytes, from + 4) == 2)) {
      return Optional.of("sFlow v5");
    }
    return isNetflowV8(bytes, from, length) ? Optional.of("NetFlow v8") : Optional.empty();
  }

  /** Aggregates without ports: a scheme (1 byte) of version 2 behind the engine, records alike. */
  private static boolean isNetflowV8(byte[] bytes, int from, int length) {
    if (length <= NETFLOW_V8_HEADER_BYTES || BigEndian.u16(bytes, from) != 8) {
      return false;
    }
    int count = BigEndian.u16(bytes, from + 2);
    int scheme = BigEndian.u8(bytes, from + 22);
    return count >= 1
        && count <= NETFLOW_V8_MAX_RECORDS
        && (length - NETFLOW_V8_HEADER_BYTES) % count == 0
        && scheme >= 1
        && scheme <= NETFLOW_V8_LAST_SCHEME
        && BigEndian.u8(bytes, from + 23) == 2
        && BigEndian.u32(bytes, from + 12) < 1_000_000_000L;
  }
}
