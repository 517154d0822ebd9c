// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.net.IpAddress;

/**
 * Decodes the records that name exporters and samplers. Used by one thread.
 *
 * <pre>
 *   exporter, type 7          exporter of 1.8, type 17          sampler of 1.8
 *    4 u32 export version      4 16 address bytes                0 i64 id
 *    8 16 address bytes       20 u32 export version              8 u32 packets
 *   24 u16 address family     24 u32 domain                     12 u32 space
 *   26 u16 number             28 u32 number                     16 u32 algorithm, u16, u16
 *   28 u32 domain             32 u64 packets, u64 flows
 *                             48 u32 sequence failures
 *                             52 u16 capacity, u16 samplers, 56 samplers
 *
 *   sampler, type 15          sampler up to 1.7.1, type 9
 *    4 u16 exporter            4 i32 id
 *    6 u16 algorithm           8 u32 interval
 *    8 i64 id                 12 u16 mode
 *   16 u32 packets, u32 space 14 u16 exporter
 * </pre>
 */
final class SourceRecords {

  private static final int AF_INET = 2;
  private static final int SAMPLERS_OFFSET = 56;
  private static final int SAMPLER_BYTES = 24;

  private final WriterOrder order;
  private final DecodeReport report;
  private final RecordSources sources;

  SourceRecords(WriterOrder order, DecodeReport report, RecordSources sources) {
    this.order = order;
    this.report = report;
    this.sources = sources;
  }

  /**
   * Type 7.
   *
   * @param at where the record begins in {@code block}
   * @param offset the same in the file
   */
  void exporter(byte[] block, int at, int size, long offset) {
    if (isShort("exporter", size, 32, offset)) {
      return;
    }
    int family = order.u16(block, at + 24);
    IpAddress address;
    if (family == AF_INET) {
      // Up to nfdump 1.7.7: a u32 that shares its place with the low half of the second u64.
      address = IpAddress.ofIpv4((int) order.i64(block, at + 16));
    } else if (family == 0) {
      // From nfdump 1.7.8.
      address = networkOrder(block, at + 8);
    } else {
      address = new IpAddress(order.i64(block, at + 8), order.i64(block, at + 16));
    }
    sources.name(order.u16(block, at + 26), new Exporter(address, order.u32(block, at + 28)));
  }

  /** Type 17, with its samplers. */
  void exporterOf18(byte[] block, int at, int size, long offset) {
    if (isShort("exporter", size, SAMPLERS_OFFSET, offset)) {
      return;
    }
    int number = order.i32(block, at + 28);
    sources.name(number, new Exporter(networkOrder(block, at + 4), order.u32(block, at + 24)));
    int room = (size - SAMPLERS_OFFSET) / SAMPLER_BYTES;
    int samplers = Math.min(order.u16(block, at + 54), room);
    for (int i = 0; i < samplers; i++) {
      int sampler = at + SAMPLERS_OFFSET + i * SAMPLER_BYTES;
      interval(number, order.i64(block, sampler), block, sampler + 8);
    }
  }

  /** Type 15. */
  void sampler(byte[] block, int at, int size, long offset) {
    if (!isShort("sampler", size, 24, offset)) {
      interval(order.u16(block, at + 4), order.i64(block, at + 8), block, at + 16);
    }
  }

  /** Type 9. */
  void oldSampler(byte[] block, int at, int size, long offset) {
    if (!isShort("sampler", size, 16, offset)) {
      sources.sampler(
          order.u16(block, at + 14), order.i32(block, at + 4), order.u32(block, at + 8));
    }
  }

  /** {@code u32 packets} of every {@code packets + u32 space} are observed. */
  private void interval(int number, long sampler, byte[] block, int at) {
    long packets = order.u32(block, at);
    if (packets > 0) {
      sources.sampler(number, sampler, (packets + order.u32(block, at + 4)) / packets);
    }
  }

  private static IpAddress networkOrder(byte[] block, int at) {
    return new IpAddress(
        WriterOrder.BIG_ENDIAN.i64(block, at), WriterOrder.BIG_ENDIAN.i64(block, at + 8));
  }

  private boolean isShort(String what, int size, int expected, long offset) {
    if (size < expected) {
      report.add(
          DecodeReport.Reason.BAD_RECORD,
          offset,
          size,
          what + " record size: " + size + " (expected: at least " + expected + ")");
    }
    return size < expected;
  }
}
