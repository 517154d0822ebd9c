// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.flowtools;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where the fields of a record are. Stream version 3 has one order for all export versions, which
 * differ in what they add at the end:
 *
 * <pre>
 *    0 u32 unix_secs   16 u32 srcaddr   32 u32 dPkts    48 u16 srcport    56 u8  engine_type (not 1)
 *    4 u32 unix_nsecs  20 u32 dstaddr   36 u32 dOctets  50 u16 dstport    57 u8  engine_id   (not 1)
 *    8 u32 sysUpTime   24 u32 nexthop   40 u32 First    52 u8  prot       58 masks, AS numbers, …
 *   12 u32 exaddr      28 interfaces    44 u32 Last     53 tos, 54 u8 tcp_flags, 55 pad
 * </pre>
 *
 * Stream version 1 has one record for all:
 *
 * <pre>
 *    0 u32 unix_secs    8 u32 srcaddr   24 u32 dPkts    40 u16 srcport    46 u8 prot
 *    4 u32 unix_msecs  12 u32 dstaddr   28 u32 dOctets  42 u16 dstport    47 tos, 48 u8 tcp flags
 *                      16 nexthop,      32 u32 First    44 pad            49 retransmissions,
 *                      20 interfaces    36 u32 Last                       52 AS numbers, masks
 * </pre>
 *
 * Source: flow-tools 0.68, {@code lib/ftlib.h}, fts3rec_v1 … fts3rec_v1005 and fts1rec_compat.
 */
enum RecordLayout {
  V1(1, 60, Engine.NONE),
  V5(5, 64, Engine.IN_RECORD),
  V6(6, 72, Engine.IN_RECORD),
  V7(7, 68, Engine.IN_RECORD),
  V1005(1005, 72, Engine.IN_RECORD),
  STREAM_1;

  /** Whether a record names the engine of the exporter. */
  private enum Engine {
    IN_RECORD,
    NONE
  }

  /** An offset of what a layout does not have. */
  static final int NOWHERE = -1;

  private final int exportVersion;
  final int recordBytes;
  final int sysUpTime;
  final int exporter;
  final int source;
  final int packets;
  final int first;
  final int ports;
  final int protocol;
  final int tcpFlags;
  final int engine;

  RecordLayout(int exportVersion, int recordBytes, Engine engine) {
    this.exportVersion = exportVersion;
    this.recordBytes = recordBytes;
    this.sysUpTime = 8;
    this.exporter = 12;
    this.source = 16;
    this.packets = 32;
    this.first = 40;
    this.ports = 48;
    this.protocol = 52;
    this.tcpFlags = 54;
    this.engine = engine == Engine.IN_RECORD ? 56 : NOWHERE;
  }

  RecordLayout() {
    this.exportVersion = NOWHERE;
    this.recordBytes = 60;
    this.sysUpTime = NOWHERE;
    this.exporter = NOWHERE;
    this.source = 8;
    this.packets = 24;
    this.first = 32;
    this.ports = 40;
    this.protocol = 46;
    this.tcpFlags = 48;
    this.engine = NOWHERE;
  }

  /** The layout of stream version 3 for an export version; empty if it is not read. */
  static Optional<RecordLayout> ofExport(int version) {
    return Arrays.stream(values())
        .filter(layout -> layout != STREAM_1 && layout.exportVersion == version)
        .findFirst();
  }
}
