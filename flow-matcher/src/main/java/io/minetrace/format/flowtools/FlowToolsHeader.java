// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.flowtools;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The header of a flow-tools file.
 *
 * <pre>
 *   0 u8 0xCF   1 u8 0x10   2 u8 byte order, 1 little, 2 big   3 u8 stream version
 *
 *   version 3: 4 u32 offset of the records; fields to there: u16 type, u16 length, value
 *   version 1: 4 u16 export version, 2 bytes padding
 *              8 u32 start, end, flags, rotation, flows, drops, misordered
 *             36 char[68] host name, 104 char[256] comments, 360 records
 * </pre>
 *
 * Source: flow-tools 0.68, {@code lib/ftlib.h}, {@code lib/ftio.c}.
 */
final class FlowToolsHeader {

  static final int MAGIC_1 = 0xCF;
  static final int MAGIC_2 = 0x10;

  private static final int LITTLE_ENDIAN = 1;
  private static final int BIG_ENDIAN = 2;
  private static final int START_BYTES = 8;
  private static final int STREAM_1_BYTES = 360;

  /** Interface names of a large router, and far below what a lying offset could ask for. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int EXPORT_VERSION = 0x2;
  private static final int AGGREGATION_METHOD = 0x4;
  private static final int EXPORTER = 0x5;
  private static final int CAPTURE_START = 0x6;
  private static final int CAPTURE_END = 0x7;
  private static final int FLAGS = 0x8;
  private static final int FLOWS = 0xA;
  private static final int FLOWS_LOST = 0xB;
  private static final int MISORDERED = 0xC;
  private static final int CORRUPT_PACKETS = 0xD;
  private static final int SEQUENCE_RESETS = 0xE;
  private static final int HOST_NAME = 0xF;
  private static final int COMMENTS = 0x10;

  private static final int COMPLETE_FLAG = 1;
  private static final int COMPRESSED_FLAG = 2;

  /** An older number of version 1. */
  private static final int EXPORT_VERSION_1_BEFORE = 65535;

  private final String file;
  private final byte[] array;
  private final ByteBuffer bytes;
  private final int streamVersion;
  private final DecodeReport report;
  private int exportVersion;
  private int aggregationMethod;
  private int exporter;
  private int flags;
  private long flows;

  private FlowToolsHeader(String file, byte[] array, ByteOrder order) {
    this.file = file;
    this.array = array;
    this.bytes = ByteBuffer.wrap(array).order(order);
    this.streamVersion = array[3];
    this.report = new DecodeReport(file, "flow-tools");
  }

  /**
   * Reads to the first record.
   *
   * @throws MalformedFlowFileException if what is there cannot be read further
   */
  static FlowToolsHeader read(FlowInput input) throws IOException {
    byte[] start = new byte[START_BYTES];
    require(input, start, 0, START_BYTES);
    String name = input.name();
    int order = start[2];
    if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
      throw new MalformedFlowFileException(
          name, 2, "byte order: " + order + " (expected: 1, little, or 2, big)");
    }
    ByteOrder byteOrder = order == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int stream = start[3];
    if (stream != 1 && stream != 3) {
      throw new MalformedFlowFileException(
          name, 3, "stream version: " + stream + " (expected: 1 or 3)");
    }
    long length = STREAM_1_BYTES;
    if (stream == 3) {
      length = ByteBuffer.wrap(start).order(byteOrder).getInt(4) & 0xffff_ffffL;
      if (length < START_BYTES || length > MAX_BYTES) {
        throw new MalformedFlowFileException(
            name,
            4,
            "offset of the records: "
                + length
                + " (expected: "
                + START_BYTES
                + ".."
                + MAX_BYTES
                + ")");
      }
    }
    byte[] whole = new byte[(int) length];
    System.arraycopy(start, 0, whole, 0, START_BYTES);
    require(input, whole, START_BYTES, whole.length - START_BYTES);
    FlowToolsHeader header = new FlowToolsHeader(name, whole, byteOrder);
    if (stream == 3) {
      header.readFields();
    } else {
      header.readFixed();
    }
    header.nameFormat();
    return header;
  }

  private static void require(FlowInput input, byte[] target, int from, int length)
      throws IOException {
    long offset = input.offset();
    int read = input.read(target, from, length);
    if (read < length) {
      throw new MalformedFlowFileException(
          input.name(),
          offset,
          "flow-tools header: " + read + " bytes left (expected: " + length + ")");
    }
  }

  private void readFields() {
    int at = START_BYTES;
    while (at < bytes.limit() && !isPadding(at)) {
      int left = bytes.limit() - at - 4;
      int length = left < 0 ? 0 : bytes.getShort(at + 2) & 0xffff;
      if (left < length) {
        report.add(
            Reason.CORRUPT,
            at,
            bytes.limit() - at,
            "header field: " + (left + 4) + " bytes left (expected: " + (length + 4) + ")");
        return;
      }
      field(bytes.getShort(at) & 0xffff, at + 4, length);
      at += 4 + length;
    }
  }

  /** Zeros to a multiple of four bytes. */
  private boolean isPadding(int at) {
    for (int i = at; i < bytes.limit(); i++) {
      if (array[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void field(int type, int at, int length) {
    switch (type) {
      case EXPORT_VERSION -> exportVersion = (int) number(at, length);
      case AGGREGATION_METHOD -> aggregationMethod = (int) number(at, length);
      case EXPORTER -> exporter = (int) number(at, length);
      case FLAGS -> flags = (int) number(at, length);
      case FLOWS -> flows = number(at, length);
      case FLOWS_LOST -> report.addLostByExporter(number(at, length));
      case CAPTURE_START -> time("capture start", number(at, length));
      case CAPTURE_END -> time("capture end", number(at, length));
      case MISORDERED -> count("misordered flows", number(at, length));
      case CORRUPT_PACKETS -> count("packets corrupt on arrival", number(at, length));
      case SEQUENCE_RESETS -> count("sequence resets", number(at, length));
      case HOST_NAME -> text("collector", at, length);
      case COMMENTS -> text("comments", at, length);
      default -> {
        // Names of interfaces and when to rotate: of no concern to flows.
      }
    }
  }

  private void readFixed() {
    exportVersion = bytes.getShort(4) & 0xffff;
    if (exportVersion == EXPORT_VERSION_1_BEFORE) {
      exportVersion = 1;
    }
    time("capture start", number(8, 4));
    time("capture end", number(12, 4));
    flags = bytes.getInt(16);
    flows = number(24, 4);
    count("packets lost before the collector", number(28, 4));
    count("misordered packets", number(32, 4));
    text("collector", 36, 68);
    text("comments", 104, 256);
  }

  private long number(int at, int length) {
    return switch (length) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at) & 0xffff_ffffL;
      default -> 0;
    };
  }

  private void time(String topic, long seconds) {
    if (seconds > 0) {
      report.addFact(topic, Instant.ofEpochSecond(seconds).toString());
    }
  }

  private void count(String topic, long count) {
    if (count > 0) {
      report.addFact(topic, Long.toString(count));
    }
  }

  private void text(String topic, int at, int length) {
    int end = at;
    while (end < at + length && bytes.get(end) != 0) {
      end++;
    }
    if (end > at) {
      report.addFact(topic, new String(array, at, end - at, StandardCharsets.ISO_8859_1));
    }
  }

  private void nameFormat() {
    report.refineFormat(
        "flow-tools stream "
            + streamVersion
            + ", NetFlow v"
            + exportVersion
            + ", "
            + (bytes.order() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian")
            + (isCompressed() ? ", zlib" : ""));
  }

  /**
   * How the records are laid out.
   *
   * @throws MalformedFlowFileException if they are of a version that is not read
   */
  RecordLayout layout() throws MalformedFlowFileException {
    if (exportVersion == 8) {
      throw new MalformedFlowFileException(
          file,
          0,
          "NetFlow v8, aggregation "
              + aggregationMethod
              + " (expected: v1, v5, v6, v7 or v1005; the router summed the flows up, addresses"
              + " and ports together are gone)");
    }
    if (streamVersion == 1) {
      return RecordLayout.STREAM_1;
    }
    return RecordLayout.ofExport(exportVersion)
        .orElseThrow(
            () ->
                new MalformedFlowFileException(
                    file,
                    0,
                    "export version: " + exportVersion + " (expected: 1, 5, 6, 7 or 1005)"));
  }

  ByteOrder byteOrder() {
    return bytes.order();
  }

  boolean isCompressed() {
    return (flags & COMPRESSED_FLAG) != 0;
  }

  /** How many records the collector counted when it closed the file; 0 if it did not say. */
  long announcedFlows() {
    return (flags & COMPLETE_FLAG) == 0 ? 0 : flows;
  }

  /** The exporter of the whole file as IPv4 address; 0 if it is not said. */
  int exporter() {
    return exporter;
  }

  /** The file's report, with what the header tells. */
  DecodeReport report() {
    return report;
  }
}
