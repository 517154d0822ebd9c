// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.net.IpAddress;
import java.util.EnumSet;
import java.util.Set;

/**
 * How the bytes of a field become the value of a column. Each constant is one loop over the records
 * of a block, so that a set is decoded field by field and not record by record. A value is put only
 * where the column has none yet: the order of {@link InformationElement} decides between elements
 * that tell the same.
 */
enum FieldConversion {
  /** 4 or 16 bytes; {@code 0.0.0.0} and {@code ::} give way to the other family's element. */
  ADDRESS {
    @Override
    boolean accepts(int width) {
      return width == 4 || width == 16;
    }

    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] highs = block.batch.high(column);
      long[] lows = block.batch.low(column);
      long any = IpAddress.mappedLow(0);
      for (int i = block.from; i < block.to; i++) {
        int at = block.position(i) + offset;
        long high = width == 4 ? 0 : BigEndian.i64(block.bytes, at);
        long low =
            width == 4
                ? IpAddress.mappedLow(BigEndian.i32(block.bytes, at))
                : BigEndian.i64(block.bytes, at + 8);
        int r = block.row + i;
        if (highs[r] == 0 && (lows[r] == 0 || lows[r] == any) && (high | low) != 0) {
          highs[r] = high;
          lows[r] = low;
        }
      }
    }
  },
  /** An unsigned number of a LONG column. */
  NUMBER {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] values = block.batch.longs(column);
      for (int i = block.from; i < block.to; i++) {
        if (values[block.row + i] == FlowColumn.ABSENT_LONG) {
          values[block.row + i] = block.number(i, offset, width);
        }
      }
    }
  },
  /** 0 to 65535, in however many bytes; a 0 gives way to another element. */
  PORT {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        long value = block.number(i, offset, width);
        if (values[block.row + i] <= 0 && (value & ~0xffffL) == 0) {
          values[block.row + i] = (int) value;
        }
      }
    }
  },
  /** 0 to 255. */
  PROTOCOL {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        long value = block.number(i, offset, width);
        if (values[block.row + i] == FlowColumn.ABSENT_INT && (value & ~0xffL) == 0) {
          values[block.row + i] = (int) value;
        }
      }
    }
  },
  /** The union of TCP flags; 0 is what exporters write that do not know. */
  FLAGS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        int value = (int) block.number(i, offset, width) & 0xffff;
        if (value != 0) {
          values[block.row + i] = Math.max(values[block.row + i], 0) | value;
        }
      }
    }
  },
  /** A small code, as exported. */
  EVENT {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        if (values[block.row + i] == FlowColumn.ABSENT_INT) {
          values[block.row + i] = (int) block.number(i, offset, width) & 0xffff;
        }
      }
    }
  },
  /** Says only that the record is an event. */
  EVENT_NOTE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] notes = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        if (block.number(i, offset, width) != 0) {
          notes[block.row + i] |= FlowNote.EVENT.bit();
        }
      }
    }
  },
  /** type · 256 + code of ICMP, in the place of the port; of ICMP records only. */
  ICMP_TYPE_CODE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      int[] protocols = block.batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
      for (int i = block.from; i < block.to; i++) {
        int r = block.row + i;
        int value = (int) block.number(i, offset, width) & 0xffff;
        if (isIcmp(protocols[r]) && (value != 0 || values[r] == FlowColumn.ABSENT_INT)) {
          values[r] = value;
        }
      }
    }
  },
  /** The type of ICMP alone; comes before the code. */
  ICMP_TYPE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      icmpType(block, ICMP_PROTOCOL, column, offset, width);
    }
  },
  ICMP_CODE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      icmpCode(block, ICMP_PROTOCOL, column, offset, width);
    }
  },
  ICMPV6_TYPE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      icmpType(block, ICMPV6_PROTOCOL, column, offset, width);
    }
  },
  ICMPV6_CODE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      icmpCode(block, ICMPV6_PROTOCOL, column, offset, width);
    }
  },
  /** One packet in this many; 0 means nothing. */
  INTERVAL {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        if (values[block.row + i] == FlowColumn.ABSENT_INT) {
          values[block.row + i] = Sampling.interval(block.number(i, offset, width));
        }
      }
    }
  },
  /** Packets passed over after the {@link #INTERVAL} packets that were taken (RFC 5477 §8.2.4). */
  SPACE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        int taken = values[block.row + i];
        if (taken > 0) {
          values[block.row + i] = Sampling.oneIn(taken, block.number(i, offset, width));
        }
      }
    }
  },
  /** Which sampler took the packets: options data knows its interval. */
  SAMPLER_ID {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      ExporterFacts facts = block.header.facts();
      long known = 0;
      int interval = facts.samplingInterval(known);
      for (int i = block.from; i < block.to; i++) {
        long id = block.number(i, offset, width);
        if (id != known) {
          known = id;
          interval = facts.samplingInterval(id);
        }
        if (values[block.row + i] == FlowColumn.ABSENT_INT) {
          values[block.row + i] = interval;
        }
      }
    }
  },
  /** Which interface the packets passed: options data may tell how it samples. */
  INTERFACE {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      ExporterFacts facts = block.header.facts();
      if (!facts.hasInterfaceSampling()) {
        return;
      }
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        if (values[block.row + i] == FlowColumn.ABSENT_INT) {
          values[block.row + i] = facts.interfaceInterval(block.number(i, offset, width));
        }
      }
    }
  },
  /** A float64 or float32: the share of the packets that are taken (RFC 5477 §8.2.8). */
  PROBABILITY {
    @Override
    boolean accepts(int width) {
      return width == 4 || width == 8;
    }

    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      int[] values = block.batch.ints(column);
      for (int i = block.from; i < block.to; i++) {
        if (values[block.row + i] == FlowColumn.ABSENT_INT) {
          long bits = block.number(i, offset, width);
          values[block.row + i] = Sampling.ofProbability(bits, width);
        }
      }
    }
  },
  /** When the exporter started, in milliseconds; for {@link #UPTIME}. */
  SYSTEM_INIT {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      for (int i = block.from; i < block.to; i++) {
        long millis = block.number(i, offset, width);
        if (millis != 0) {
          block.systemInit[i] = millis;
        }
      }
    }
  },
  /** Seconds since 1970, unsigned: they last until 2106. */
  SECONDS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] times = block.batch.longs(column);
      for (int i = block.from; i < block.to; i++) {
        block.time(times, i, absentIfZero(block.number(i, offset, width), 1000));
      }
    }
  },
  MILLISECONDS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] times = block.batch.longs(column);
      for (int i = block.from; i < block.to; i++) {
        block.time(times, i, absentIfZero(block.number(i, offset, width), 1));
      }
    }
  },
  /** 64 bits of NTP time. */
  NTP {
    @Override
    boolean accepts(int width) {
      return width == 8;
    }

    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] times = block.batch.longs(column);
      for (int i = block.from; i < block.to; i++) {
        block.ntp(times, i, block.number(i, offset, width));
      }
    }
  },
  /** Microseconds before the export. */
  DELTA_MICROSECONDS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] times = block.batch.longs(column);
      long export = block.header.exportMillis();
      for (int i = block.from; i < block.to; i++) {
        block.time(times, i, export - block.number(i, offset, width) / 1000);
      }
    }
  },
  /** 32 bits of milliseconds of uptime, sometimes in 8 bytes (NX-OS). */
  UPTIME {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] times = block.batch.longs(column);
      MessageHeader header = block.header;
      for (int i = block.from; i < block.to; i++) {
        int r = block.row + i;
        if (times[r] != FlowColumn.ABSENT_LONG) {
          continue;
        }
        long uptime = block.number(i, offset, width);
        if (header.uptime() == MessageHeader.Uptime.IN_HEADER) {
          times[r] = FlowTimes.ofUptime(uptime, header.sysUptime(), header.exportMillis());
        } else if (block.systemInit[i] != FlowColumn.ABSENT_LONG) {
          times[r] = FlowTimes.ofSystemInit(uptime, block.systemInit[i], header.exportMillis());
        }
      }
    }
  },
  /** Milliseconds from start to end: gives the one where only the other is known. */
  DURATION {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      long[] starts = block.batch.longs(FlowColumn.FLOW_START);
      long[] ends = block.batch.longs(FlowColumn.FLOW_END);
      for (int i = block.from; i < block.to; i++) {
        int r = block.row + i;
        long millis = block.number(i, offset, width) & 0xffff_ffffL;
        if (starts[r] == FlowColumn.ABSENT_LONG && ends[r] != FlowColumn.ABSENT_LONG) {
          starts[r] = ends[r] - millis;
        } else if (ends[r] == FlowColumn.ABSENT_LONG && starts[r] != FlowColumn.ABSENT_LONG) {
          ends[r] = starts[r] + millis;
        }
      }
    }
  },
  /** The one time of an event, in seconds: for whichever of start and end is not told. */
  EVENT_SECONDS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      for (int i = block.from; i < block.to; i++) {
        event(block, i, absentIfZero(block.number(i, offset, width), 1000));
      }
    }
  },
  EVENT_MILLISECONDS {
    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      for (int i = block.from; i < block.to; i++) {
        event(block, i, absentIfZero(block.number(i, offset, width), 1));
      }
    }
  },
  EVENT_NTP {
    @Override
    boolean accepts(int width) {
      return width == 8;
    }

    @Override
    void convert(RecordBlock block, FlowColumn column, int offset, int width) {
      for (int i = block.from; i < block.to; i++) {
        long value = block.number(i, offset, width);
        block.ntp(block.batch.longs(FlowColumn.FLOW_START), i, value);
        block.ntp(block.batch.longs(FlowColumn.FLOW_END), i, value);
      }
    }
  };

  private static final Set<FieldConversion> ABSOLUTE_TIMES =
      EnumSet.of(
          SECONDS,
          MILLISECONDS,
          NTP,
          DELTA_MICROSECONDS,
          EVENT_SECONDS,
          EVENT_MILLISECONDS,
          EVENT_NTP);

  private static final int ICMP_PROTOCOL = 1;
  private static final int ICMPV6_PROTOCOL = 58;

  /** Whether a field of so many bytes can be converted; others are passed over. */
  boolean accepts(int width) {
    return width >= 1 && width <= 8;
  }

  /**
   * Converts one field of all records of the block.
   *
   * @param offset from {@link RecordBlock#position} of each record; the field lies within it
   */
  abstract void convert(RecordBlock block, FlowColumn column, int offset, int width);

  /** Whether it gives a point in time by itself. */
  boolean isAbsoluteTime() {
    return ABSOLUTE_TIMES.contains(this);
  }

  private static boolean isIcmp(int protocolIdentifier) {
    return protocolIdentifier == ICMP_PROTOCOL || protocolIdentifier == ICMPV6_PROTOCOL;
  }

  /** Firewalls put the identifier of an echo in the port beside it: the type takes its place. */
  private static void icmpType(
      RecordBlock block, int protocol, FlowColumn column, int offset, int width) {
    int[] values = block.batch.ints(column);
    int[] protocols = block.batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    for (int i = block.from; i < block.to; i++) {
      if (protocols[block.row + i] == protocol) {
        values[block.row + i] = ((int) block.number(i, offset, width) & 0xff) << 8;
      }
    }
  }

  private static void icmpCode(
      RecordBlock block, int protocol, FlowColumn column, int offset, int width) {
    int[] values = block.batch.ints(column);
    int[] protocols = block.batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    for (int i = block.from; i < block.to; i++) {
      if (protocols[block.row + i] == protocol) {
        int type = Math.max(values[block.row + i], 0) & 0xff00;
        values[block.row + i] = type | ((int) block.number(i, offset, width) & 0xff);
      }
    }
  }

  /** Exporters write 0 for a time they do not know. */
  private static long absentIfZero(long value, long unitMillis) {
    // A multiplication that overflows gives a distant time, which is as wrong as the value.
    return value == 0 ? FlowColumn.ABSENT_LONG : value * unitMillis;
  }

  private static void event(RecordBlock block, int i, long millis) {
    FlowBatch batch = block.batch;
    block.time(batch.longs(FlowColumn.FLOW_START), i, millis);
    block.time(batch.longs(FlowColumn.FLOW_END), i, millis);
  }
}
