// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.DecodeReport;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.export.ExportDecoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The SCTP associations of a capture, one by direction.
 *
 * <pre>
 * packet: source port, destination port, verification tag(4), checksum(4), chunks
 * chunk:  type(1), flags(1), length with these 4 bytes, value; padded to 4
 * data:   TSN(4), stream, number within the stream, protocol(4), bytes
 * </pre>
 *
 * Used by one thread.
 */
final class SctpAssociations {

  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 4;
  private static final int DATA_HEADER_BYTES = 16;
  private static final int INITIAL_NUMBER_OFFSET = 16;

  private static final int DATA = 0;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int FORWARD_TSN = 192;

  private static final int BEGINNING = 2;
  private static final int END = 1;

  private static final int MAX_ASSOCIATIONS = 1 << 14;

  /**
   * One direction of an association. The tag is that of the receiver, and tells it from others
   * between the same ports; its sender may use several addresses.
   */
  private record Key(long tag, int sourcePort, int destinationPort) {}

  private final Map<Key, SctpAssociation> associations = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Endpoints, Long> initialNumbers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoints, Long> eldest) {
          return size() > MAX_ASSOCIATIONS;
        }
      };
  private final ExportDecoder decoder;
  private final DecodeReport report;
  private final long maxBytes;
  private long bytes;
  private long connections;
  private boolean tookData;

  /**
   * @param maxBytes of memory, beyond which the one longest without a packet is given up
   */
  SctpAssociations(ExportDecoder decoder, DecodeReport report, long maxBytes) {
    this.decoder = decoder;
    this.report = report;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes what was found in a packet.
   *
   * @param place of its first byte
   * @return whether it holds data; if not, it was not counted
   */
  boolean take(byte[] packet, TransportFinder found, PacketPlace place) {
    int from = found.from();
    if (found.length() < HEADER_BYTES) {
      return false;
    }
    Endpoints endpoints =
        new Endpoints(
            found.source(),
            BigEndian.u16(packet, from),
            found.destination(),
            BigEndian.u16(packet, from + 2));
    long tag = BigEndian.u32(packet, from + 4);
    tookData = false;
    int at = HEADER_BYTES;
    while (found.length() - at >= CHUNK_HEADER_BYTES) {
      int length = BigEndian.u16(packet, from + at + 2);
      if (length < CHUNK_HEADER_BYTES || length > found.wholeLength() - at) {
        break;
      }
      int there = Math.min(length, found.length() - at);
      takeChunk(packet, from + at, there, length, endpoints, tag, place.plus(at));
      at += (length + 3) & -4;
    }
    return tookData;
  }

  private void takeChunk(
      byte[] packet,
      int at,
      int there,
      int length,
      Endpoints endpoints,
      long tag,
      PacketPlace place) {
    switch (BigEndian.u8(packet, at)) {
      case DATA -> {
        if (there >= DATA_HEADER_BYTES) {
          takeData(packet, at, there, length, endpoints, tag, place);
        }
      }
      case INIT, INIT_ACK -> {
        if (there >= INITIAL_NUMBER_OFFSET + Integer.BYTES) {
          initialNumbers.put(endpoints, BigEndian.u32(packet, at + INITIAL_NUMBER_OFFSET));
        }
      }
      case FORWARD_TSN -> {
        SctpAssociation known = associations.get(key(endpoints, tag));
        if (known != null && there >= CHUNK_HEADER_BYTES + Integer.BYTES) {
          known.forward(BigEndian.u32(packet, at + CHUNK_HEADER_BYTES), place);
        }
      }
      default -> {}
    }
  }

  private static Key key(Endpoints endpoints, long tag) {
    return new Key(tag, endpoints.sourcePort(), endpoints.destinationPort());
  }

  private void takeData(
      byte[] packet,
      int at,
      int there,
      int length,
      Endpoints endpoints,
      long tag,
      PacketPlace place) {
    tookData = true;
    int flags = BigEndian.u8(packet, at + 1);
    long number = BigEndian.u32(packet, at + CHUNK_HEADER_BYTES);
    Key key = key(endpoints, tag);
    Optional<SctpAssociation> known = Optional.ofNullable(associations.get(key));
    SctpAssociation association = known.orElseGet(() -> begin(key, endpoints, number));
    int before = association.footprint();
    association.take(
        number,
        new SctpAssociation.Chunk(
            place.plus(DATA_HEADER_BYTES),
            (flags & BEGINNING) != 0,
            (flags & END) != 0,
            ByteBuffer.wrap(Arrays.copyOfRange(packet, at + DATA_HEADER_BYTES, at + there)),
            length - there));
    bytes += association.footprint() - before;
    giveUpOldest();
  }

  private SctpAssociation begin(Key key, Endpoints endpoints, long number) {
    long first = Optional.ofNullable(initialNumbers.remove(endpoints)).orElse(number);
    SctpAssociation association =
        new SctpAssociation(new ExportConnection(endpoints, connections++, decoder, report), first);
    associations.put(key, association);
    bytes += association.footprint();
    return association;
  }

  private void giveUpOldest() {
    Iterator<SctpAssociation> oldest = associations.values().iterator();
    while ((bytes > maxBytes || associations.size() > MAX_ASSOCIATIONS) && oldest.hasNext()) {
      SctpAssociation association = oldest.next();
      oldest.remove();
      bytes -= association.footprint();
      association.finish();
    }
  }

  /** Says that no packet follows. */
  void finish() {
    associations.values().forEach(SctpAssociation::finish);
    associations.clear();
  }
}
