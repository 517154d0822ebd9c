// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;

/** The arithmetic of the many ways in which exporters write a time; all in milliseconds. */
final class FlowTimes {

  private static final long YEAR = 366L * 24 * 3600 * 1000;

  /** Seconds from 1900 (NTP) to 1970 (Unix). */
  private static final long NTP_TO_UNIX = 2_208_988_800L;

  /** NTP seconds are 32 bits and begin again in February 2036. */
  private static final long NTP_ERA_SECONDS = 1L << 32;

  /** 1990, in milliseconds since 1970. */
  private static final long FIRST_NETFLOW = 631_152_000_000L;

  private FlowTimes() {}

  /** Whether a clock tells a time at which there was NetFlow. */
  static boolean isAfterFirstNetflow(long millis) {
    return millis >= FIRST_NETFLOW;
  }

  /** Whether a time may belong to a message exported then: no flow lasts a year. */
  static boolean isNear(long millis, long exportMillis) {
    long distance = millis - exportMillis;
    return distance > -YEAR && distance < YEAR;
  }

  /**
   * A time of NetFlow: an uptime at which something happened, seen from the header's uptime and
   * time. The difference is a signed 32-bit one: it is right when the uptime wrapped (every 49.7
   * days) between the two, and when the flow lies a little after the header (Cisco CSCei12353).
   */
  static long ofUptime(long uptime, int headerUptime, long exportMillis) {
    return exportMillis + ((int) uptime - headerUptime);
  }

  /**
   * A time of IPFIX: an uptime since element 160. The 32 bits may have wrapped since: of the times
   * 49.7 days apart the one nearest to the export is meant.
   */
  static long ofSystemInit(long uptime, long systemInitMillis, long exportMillis) {
    long first = systemInitMillis + (uptime & 0xffff_ffffL);
    long wraps = (exportMillis - first + (1L << 31)) >> 32;
    return first + (Math.max(wraps, 0) << 32);
  }

  /**
   * A dateTimeMicroseconds or dateTimeNanoseconds (RFC 7011 §6.1.9: NTP), in the era nearest to the
   * export. The fraction is rounded to the microsecond: what it holds beyond is to be ignored, and
   * many writers truncate it.
   */
  static long ofNtp(long ntp, long exportMillis) {
    long era = ((ntp >>> 32) - NTP_TO_UNIX) * 1000 + micros(ntp & 0xffff_ffffL) / 1000;
    long eras = Math.floorDiv(exportMillis - era + NTP_ERA_SECONDS * 500, NTP_ERA_SECONDS * 1000);
    return era + Math.max(eras, 0) * NTP_ERA_SECONDS * 1000;
  }

  /**
   * The same field of an exporter that wrote something else: Unix seconds with a binary fraction,
   * Unix seconds with decimal microseconds (Netscaler), or Unix nanoseconds (VPP).
   *
   * @return the first reading near the export, or {@link FlowColumn#ABSENT_LONG}
   */
  static long ofWrongNtp(long value, long exportMillis) {
    long seconds = value >>> 32;
    long fraction = value & 0xffff_ffffL;
    long millis = fraction < 1_000_000 ? fraction / 1000 : micros(fraction) / 1000;
    long asUnix = seconds * 1000 + millis;
    if (isNear(asUnix, exportMillis)) {
      return asUnix;
    }
    long asNanoseconds = value / 1_000_000;
    return isNear(asNanoseconds, exportMillis) ? asNanoseconds : FlowColumn.ABSENT_LONG;
  }

  /** Microseconds of a binary fraction of a second. */
  private static long micros(long fraction) {
    return (fraction * 1_000_000 + (1L << 31)) >>> 32;
  }

  /**
   * Fills what is still absent: a flow known at one instant only begins and ends there; one without
   * any time has that of its export, and a note.
   */
  static void complete(FlowBatch batch, int from, int to, long exportMillis) {
    long[] starts = batch.longs(FlowColumn.FLOW_START);
    long[] ends = batch.longs(FlowColumn.FLOW_END);
    int[] notes = batch.ints(FlowColumn.FLOW_NOTES);
    for (int r = from; r < to; r++) {
      if (starts[r] != FlowColumn.ABSENT_LONG && ends[r] != FlowColumn.ABSENT_LONG) {
        continue;
      }
      if (starts[r] != FlowColumn.ABSENT_LONG) {
        ends[r] = starts[r];
      } else if (ends[r] != FlowColumn.ABSENT_LONG) {
        starts[r] = ends[r];
      } else {
        starts[r] = exportMillis;
        ends[r] = exportMillis;
        notes[r] |= FlowNote.EXPORT_TIME_ONLY.bit();
      }
    }
  }
}
