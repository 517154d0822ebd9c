// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.format.export.ExportDatagram;
import io.minetrace.format.export.ExportDecoder;
import io.minetrace.format.export.ExportProtocol;
import io.minetrace.net.IpAddress;

/**
 * Gives datagrams out of an array to the export decoder, as a capture does.
 *
 * <pre>
 * datagram:  length and switches(2), bytes after the version word(length)
 * switches:  0x8000 from another exporter, 0x4000 its end was not captured, 0x2000 another port
 * </pre>
 *
 * Any array is a run of datagrams: the last one may be shorter than it says.
 */
final class DatagramReader implements FlowReader {

  static final int OTHER_EXPORTER = 0x8000;
  static final int CUT = 0x4000;
  static final int OTHER_PORT = 0x2000;
  static final int LENGTH = 0x1fff;

  private static final IpAddress EXPORTER = IpAddress.parse("192.0.2.1");
  private static final IpAddress ANOTHER = IpAddress.parse("192.0.2.2");
  private static final long CAPTURE_MILLIS = 1_767_225_600_000L;
  private static final int USUAL_PORT = 2055;
  private static final int MISSING_BYTES = 100;

  private final ExportProtocol protocol;
  private final byte[] bytes;
  private final DecodeReport report = new DecodeReport("datagrams", "datagrams");
  private final ExportDecoder decoder = new ExportDecoder(report);
  private int position;
  private int datagrams;
  private boolean finished;

  DatagramReader(ExportProtocol protocol, byte[] bytes) {
    this.protocol = protocol;
    this.bytes = bytes;
  }

  @Override
  public boolean next(FlowBatch batch) {
    batch.clear();
    while (decoder.drainTo(batch) && !finished) {
      if (bytes.length - position >= Short.BYTES) {
        acceptNext();
      } else {
        finished = true;
        decoder.finish();
      }
    }
    return batch.rows() > 0;
  }

  private void acceptNext() {
    int head = BigEndian.u16(bytes, position);
    position += Short.BYTES;
    int length = Math.min(head & LENGTH, bytes.length - position);
    byte[] message = new byte[Short.BYTES + length];
    message[1] = (byte) protocol.version();
    System.arraycopy(bytes, position, message, Short.BYTES, length);
    ByteCursor payload = new ByteCursor("datagrams", position, message, 0, message.length);
    position += length;
    decoder.accept(
        new ExportDatagram(
            (head & OTHER_EXPORTER) == 0 ? EXPORTER : ANOTHER,
            (head & OTHER_PORT) == 0 ? 40_000 : 40_001,
            USUAL_PORT,
            CAPTURE_MILLIS,
            datagrams++,
            (head & CUT) == 0 ? 0 : MISSING_BYTES,
            payload));
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  @Override
  public void close() {}
}
