// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.ipfixfile;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.bytes.Lookahead;
import io.minetrace.format.export.ExportDatagram;
import io.minetrace.format.export.ExportDecoder;
import io.minetrace.format.export.IpfixFraming;
import io.minetrace.net.IpAddress;
import java.io.IOException;

/**
 * Reads the flow records of an IPFIX file (RFC 5655). The unit of a record ordinal is the message,
 * counted from 0.
 *
 * <p>The exporter's address is absent: a file does not tell it. Files of several sessions may have
 * been put one behind the other; a template holds until it is defined anew or withdrawn. Used by
 * one thread.
 */
public final class IpfixFileReader implements FlowReader {

  /** How much is looked through at a time for a place that makes sense. */
  private static final int SEARCH_BYTES = 4096;

  private final FlowInput input;
  private final Lookahead ahead;
  private final DecodeReport report;
  private final ExportDecoder decoder;
  private final IpfixFraming framing = IpfixFraming.fromMessage();
  private long messages;
  private long garbageOffset;
  private long garbageBytes;
  private int held;
  private boolean ended;

  private IpfixFileReader(FlowInput input) {
    this.input = input;
    this.ahead = new Lookahead(input);
    this.report = new DecodeReport(input.name(), "IPFIX file");
    this.decoder = new ExportDecoder(report);
  }

  /** Whether a file that begins so is an IPFIX file. */
  public static boolean recognises(byte[] head) {
    return IpfixFraming.recognises(head);
  }

  /** A reader of an IPFIX file, which closes the input. */
  public static FlowReader open(FlowInput input) {
    return new IpfixFileReader(input);
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    while (decoder.drainTo(batch) && !ended) {
      // The rows of the message are given: its bytes are needed no more.
      ahead.take(held);
      held = 0;
      if (!readMessage()) {
        ended = true;
        decoder.finish();
      }
    }
    return batch.rows() > 0;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  /** Gives the next message to the decoder; false at the end. */
  private boolean readMessage() throws IOException {
    int wanted = 1;
    while (true) {
      int there = ahead.ensure(wanted);
      if (there == 0) {
        reportGarbage();
        return false;
      }
      IpfixFraming.Piece piece = framing.next(ahead.array(), ahead.index(), there, there < wanted);
      switch (piece.kind()) {
        case MORE -> wanted = piece.length();
        case GARBAGE -> {
          addGarbage(piece.length());
          wanted = SEARCH_BYTES;
        }
        case MESSAGE -> {
          reportGarbage();
          takeMessage(piece);
          return true;
        }
      }
    }
  }

  private void takeMessage(IpfixFraming.Piece piece) throws IOException {
    long offset = ahead.offset();
    int length = piece.length();
    if (piece.missingBytes() > 0) {
      boolean atEnd = ahead.ensure(length + 1) == length;
      report.add(
          atEnd ? Reason.TRUNCATED : Reason.CORRUPT,
          offset,
          length,
          "message: %d bytes (expected: %d)".formatted(length, length + piece.missingBytes()));
    }
    boolean isExport =
        decoder.accept(
            new ExportDatagram(
                IpAddress.UNSPECIFIED,
                0,
                0,
                ExportDatagram.Transport.FILE,
                0,
                FlowColumn.ABSENT_LONG,
                messages,
                piece.missingBytes(),
                new ByteCursor(input.name(), offset, ahead.array(), ahead.index(), length)));
    if (!isExport) {
      report.addUnitSkipped();
    }
    messages++;
    held = length;
  }

  private void addGarbage(int length) {
    if (garbageBytes == 0) {
      garbageOffset = ahead.offset();
    }
    garbageBytes += length;
    ahead.take(length);
  }

  private void reportGarbage() {
    if (garbageBytes > 0) {
      String detail = garbageBytes + " bytes of no message (expected: version 10)";
      report.add(Reason.CORRUPT, garbageOffset, garbageBytes, detail);
      garbageBytes = 0;
    }
  }
}
