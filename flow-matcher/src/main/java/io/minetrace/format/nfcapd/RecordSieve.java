// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.FlowScreen;
import io.minetrace.net.IpAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over the flow records of layout 2 that a screen does not want, reading no more of them
 * than that takes: 10 ns a flow, of which reading it whole takes 40. What it knows are the records
 * that nearly every collector writes:
 *
 * <pre>
 *    0 record header, 12 bytes     12 element 1, 52 bytes: times, ports, protocol
 *                                  64 element 2, 12 bytes, or element 3, 36 bytes: addresses
 *                                     further elements, if they do not change who talks to whom when
 * </pre>
 *
 * At any other it stops, damaged ones included, for {@link RecordDecoder} to look at: so only the
 * decoder says what a record means. Little-endian files only. Used by one thread.
 */
final class RecordSieve {

  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  private static final int FLOW = 11;

  /** Id and length of elements. */
  private static final int GENERIC = 52 << 16 | 1;

  private static final int IPV4 = 12 << 16 | 2;
  private static final int IPV6 = 36 << 16 | 3;
  private static final int MISCELLANEOUS = 20 << 16 | 4;
  private static final int EXPORTER_IPV4 = 8 << 16 | 12;

  private static final int AFTER_IPV4 = 76;
  private static final int AFTER_IPV6 = 100;
  private static final int ELEMENT_HEADER_BYTES = 4;

  /** A record of all that an exporter of IPv4 flows usually tells. */
  private static final int USUAL_BYTES = 104;

  private static final int USUAL_HEAD = USUAL_BYTES << 16 | FLOW;

  /** Instead of a size: of a record that may be wanted. */
  private static final int LOOK_AT_IT = 0;

  /**
   * Elements by their number that change neither addresses nor times: all but further addresses (2,
   * 3), events (19, 25) and translations (20 to 22), and those not known here.
   */
  private static final long HARMLESS =
      bits(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 23, 24, 26, 27, 28, 29, 30, 31)
          | bits(32, 33, 34, 35, 36);

  private final RecordSources sources;
  private int passed;

  RecordSieve(RecordSources sources) {
    this.sources = sources;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  private static long bits(int... numbers) {
    long bits = 0;
    for (int number : numbers) {
      bits |= 1L << number;
    }
    return bits;
  }

  /** How many records the last call passed over. */
  int passed() {
    return passed;
  }

  /**
   * Passes over records and counts them for their exporters.
   *
   * @return where the first begins that has to be looked at, or {@code end}
   */
  int passOver(byte[] block, int from, int end, FlowScreen screen) {
    int at = from;
    int exporter = -1;
    int ofExporter = 0;
    int count = 0;
    while (end - at >= AFTER_IPV4) {
      int size =
          end - at >= USUAL_BYTES && isUsual(block, at)
              ? unwantedUsual(block, at, screen)
              : unwanted(block, at, end, screen);
      if (size == LOOK_AT_IT) {
        break;
      }
      long start = (long) U64.get(block, at + 16);
      long stop = (long) U64.get(block, at + 24);
      int number = (int) (long) U64.get(block, at + 8) & 0xffff;
      if (number != exporter) {
        sources.count(ofExporter);
        ofExporter = 0;
        exporter = number;
        sources.turnTo(number);
      }
      ofExporter++;
      count++;
      screen.passedOver(start, stop);
      at += size;
    }
    sources.count(ofExporter);
    passed = count;
    return at;
  }

  /**
   * Whether a record is as long as most, has all of their elements, and times. What is read here is
   * read in pieces of 8 bytes, so that one check of the array's bounds does for all.
   */
  private static boolean isUsual(byte[] block, int at) {
    return (int) (long) U64.get(block, at) == USUAL_HEAD
        && (int) ((long) U64.get(block, at + 8) >>> 32) == GENERIC
        && (long) U64.get(block, at + 16) != 0
        && (long) U64.get(block, at + 24) != 0
        && (int) (long) U64.get(block, at + 64) == IPV4
        && (int) ((long) U64.get(block, at + 72) >>> 32) == MISCELLANEOUS
        && (int) (long) U64.get(block, at + 96) == EXPORTER_IPV4;
  }

  /** The size of a usual record that nobody wants. */
  private static int unwantedUsual(byte[] block, int at, FlowScreen screen) {
    long service = (long) U64.get(block, at + 56);
    boolean wanted =
        screen.wants(
            0,
            IpAddress.mappedLow((int) ((long) U64.get(block, at + 64) >>> 32)),
            sourcePort(service),
            0,
            IpAddress.mappedLow((int) (long) U64.get(block, at + 72)),
            destinationPort(service),
            protocol(service));
    return wanted ? LOOK_AT_IT : USUAL_BYTES;
  }

  /** The size of a flow record of any size and elements that nobody wants. */
  private static int unwanted(byte[] block, int at, int end, FlowScreen screen) {
    int head = (int) U32.get(block, at);
    int size = head >>> 16;
    if ((head & 0xffff) != FLOW
        || size > end - at
        || (int) U32.get(block, at + 12) != GENERIC
        || (long) U64.get(block, at + 16) == 0
        || (long) U64.get(block, at + 24) == 0) {
      return LOOK_AT_IT;
    }
    return switch ((int) U32.get(block, at + 64)) {
      case IPV4 -> isIpv4Wanted(block, at, size, screen) ? LOOK_AT_IT : size;
      case IPV6 -> isIpv6Wanted(block, at, size, screen) ? LOOK_AT_IT : size;
      default -> LOOK_AT_IT;
    };
  }

  private static int sourcePort(long service) {
    return (int) service & 0xffff;
  }

  private static int destinationPort(long service) {
    return (int) service >>> 16;
  }

  private static int protocol(long service) {
    return (int) (service >>> 32) & 0xff;
  }

  private static boolean isIpv4Wanted(byte[] block, int at, int size, FlowScreen screen) {
    long service = (long) U64.get(block, at + 56);
    return size < AFTER_IPV4
        || !isHarmless(block, at + AFTER_IPV4, at + size)
        || screen.wants(
            0,
            IpAddress.mappedLow((int) U32.get(block, at + 68)),
            sourcePort(service),
            0,
            IpAddress.mappedLow((int) U32.get(block, at + 72)),
            destinationPort(service),
            protocol(service));
  }

  private static boolean isIpv6Wanted(byte[] block, int at, int size, FlowScreen screen) {
    if (size < AFTER_IPV6) {
      return true;
    }
    long service = (long) U64.get(block, at + 56);
    long sourceHigh = (long) U64.get(block, at + 68);
    long sourceLow = (long) U64.get(block, at + 76);
    long destinationHigh = (long) U64.get(block, at + 84);
    long destinationLow = (long) U64.get(block, at + 92);
    // Of zeros only, it is no address of this flow.
    return (sourceHigh | sourceLow | destinationHigh | destinationLow) == 0
        || !isHarmless(block, at + AFTER_IPV6, at + size)
        || screen.wants(
            sourceHigh,
            sourceLow,
            sourcePort(service),
            destinationHigh,
            destinationLow,
            destinationPort(service),
            protocol(service));
  }

  /** Whether all these elements are whole, known, and of no matter here. */
  private static boolean isHarmless(byte[] block, int from, int end) {
    int at = from;
    while (end - at >= ELEMENT_HEADER_BYTES) {
      int head = (int) U32.get(block, at);
      int id = head & 0xffff;
      int length = head >>> 16;
      if (length < ELEMENT_HEADER_BYTES
          || length > end - at
          || id >= Long.SIZE
          || (HARMLESS & 1L << id) == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
