// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.export.ExportDecoder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The TCP connections of a capture, one by direction. Of one that carries anything but IPFIX no
 * more is kept than that; the ones longest without a packet are forgotten first. Used by one
 * thread.
 */
final class TcpStreams {

  private static final int HEADER_BYTES = 20;
  private static final int SYN = 0x02;
  private static final int MAX_STREAMS = 1 << 16;

  private final Map<Endpoints, TcpStream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private final ExportDecoder decoder;
  private final DecodeReport report;
  private final long maxBytes;
  private long bytes;
  private long connections;

  /**
   * @param maxBytes of memory, beyond which the one longest without a packet is given up
   */
  TcpStreams(ExportDecoder decoder, DecodeReport report, long maxBytes) {
    this.decoder = decoder;
    this.report = report;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes the segment that was found in a packet.
   *
   * @param place of the segment's first byte
   * @return whether it is, or may be, part of an export; if not, it was not counted
   */
  boolean take(byte[] packet, TransportFinder found, PacketPlace place) {
    int from = found.from();
    if (found.length() < HEADER_BYTES) {
      return false;
    }
    int header = (BigEndian.u8(packet, from + 12) >>> 4) * 4;
    if (header < HEADER_BYTES || header > found.wholeLength()) {
      return false;
    }
    int there = Math.max(found.length() - header, 0);
    int missing = found.wholeLength() - header - there;
    boolean isSyn = (BigEndian.u8(packet, from + 13) & SYN) != 0;
    if (there + missing == 0 && !isSyn) {
      return false;
    }
    Endpoints endpoints =
        new Endpoints(
            found.source(),
            BigEndian.u16(packet, from),
            found.destination(),
            BigEndian.u16(packet, from + 2));
    long sequence = BigEndian.u32(packet, from + 4) + (isSyn ? 1 : 0);
    TcpStream stream = stream(endpoints, sequence, isSyn);
    if (stream.stream().content() == IpfixStream.Content.OTHER || there + missing == 0) {
      return false;
    }
    int before = stream.footprint();
    stream.take(sequence, place.plus(header), packet, from + header, there, missing);
    bytes += stream.footprint() - before;
    giveUpOldest();
    return true;
  }

  private TcpStream stream(Endpoints endpoints, long sequence, boolean isSyn) {
    Optional<TcpStream> known = Optional.ofNullable(streams.get(endpoints));
    if (known.isPresent()
        && (isSyn ? known.get().beginsAt(sequence) : known.get().isNear(sequence))) {
      return known.get();
    }
    known.ifPresent(this::giveUp);
    ExportConnection connection = new ExportConnection(endpoints, connections++, decoder, report);
    TcpStream stream =
        new TcpStream(
            isSyn ? IpfixStream.fromItsBeginning(connection) : IpfixStream.fromAnywhere(connection),
            sequence);
    streams.put(endpoints, stream);
    bytes += stream.footprint();
    return stream;
  }

  private void giveUp(TcpStream stream) {
    bytes -= stream.footprint();
    stream.finish();
  }

  private void giveUpOldest() {
    Iterator<TcpStream> oldest = streams.values().iterator();
    while ((bytes > maxBytes || streams.size() > MAX_STREAMS) && oldest.hasNext()) {
      TcpStream stream = oldest.next();
      oldest.remove();
      giveUp(stream);
    }
  }

  /** Says that no packet follows. */
  void finish() {
    streams.values().forEach(TcpStream::finish);
    streams.clear();
  }
}
