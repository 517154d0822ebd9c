// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import io.minetrace.net.IpAddress;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes the export datagrams of one input, in the order in which they were captured. One datagram
 * may hold more records than a batch has rows, and its template may make earlier ones readable, so
 * giving datagrams and taking rows are two things:
 *
 * <pre>{@code
 * decoder.accept(datagram);
 * while (!decoder.drainTo(batch)) {
 *   use(batch);
 *   batch.clear();
 * }
 * }</pre>
 *
 * Used by one thread.
 */
public final class ExportDecoder {

  /** Where collectors usually listen: a damaged datagram to them counts as damage. */
  private static final Set<Integer> USUAL_PORTS = Set.of(2055, 2056, 4432, 4739, 9555, 9995, 9996);

  private static final int MAX_KNOWN_SENDERS = 1 << 16;
  private static final int VERSION_BYTES = 2;

  private record Sender(IpAddress address, int sourcePort, int destinationPort) {}

  private final DecodeReport report;
  private final SetQueue queue;
  private final ExporterTable exporters = new ExporterTable();
  private final Map<ExportProtocol, MessageDecoder> decoders = new EnumMap<>(ExportProtocol.class);
  private final Set<Sender> knownSenders = new HashSet<>();
  private RecordUnit unit = new RecordUnit(-1);

  /** A decoder that counts what it reads, and what it cannot, in the report. */
  public ExportDecoder(DecodeReport report) {
    this.report = report;
    this.queue = new SetQueue(report, SetQueue.MAX_HELD_BYTES);
    for (ExportProtocol protocol : ExportProtocol.values()) {
      decoders.put(protocol, protocol.decoder(queue, exporters));
    }
  }

  /**
   * Takes a datagram if it holds export messages. Its bytes must stay as they are until {@link
   * #drainTo} has returned true.
   *
   * @return false if it is something else, and was not counted
   */
  public boolean accept(ExportDatagram datagram) {
    ByteCursor payload = datagram.payload();
    if (!isExport(datagram)) {
      Optional<String> other = OtherExport.name(payload);
      other.ifPresent(
          name -> {
            String detail = name + " (expected: " + ExportProtocol.displayNames() + ")";
            report.add(Reason.NOT_SUPPORTED, payload.offset(), payload.remaining(), detail);
            report.addUnitSkipped();
          });
      return other.isPresent();
    }
    long end = payload.offset() + payload.remaining();
    if (datagram.missingBytes() > 0 && isDatagramOfItsOwn(datagram)) {
      report.add(
          Reason.CUT_PACKET,
          payload.offset(),
          datagram.missingBytes(),
          "export datagram: %d bytes captured (expected: %d)"
              .formatted(payload.remaining(), payload.remaining() + datagram.missingBytes()));
    }
    // A packet of a stream may complete several messages, which share its ordinals; so do messages
    // of earlier packets that waited until now for what came before them.
    if (unit.number() < datagram.unit()) {
      unit = new RecordUnit(datagram.unit());
    }
    try {
      while (payload.remaining() >= VERSION_BYTES && !payload.isZero()) {
        decodeMessage(datagram, payload);
      }
      report.addUnitRead();
    } catch (MalformedFlowFileException e) {
      if (datagram.missingBytes() == 0) {
        report.add(Reason.CORRUPT, e.offset(), end - e.offset(), e.problem());
      }
      report.addUnitSkipped();
    }
    return true;
  }

  private void decodeMessage(ExportDatagram datagram, ByteCursor payload)
      throws MalformedFlowFileException {
    int version = payload.copy().u16("version");
    Optional<ExportProtocol> protocol = ExportProtocol.ofVersion(version);
    if (protocol.isEmpty()) {
      throw payload.malformed(
          "version: " + version + " (expected: " + ExportProtocol.versions() + ")");
    }
    decoders.get(protocol.get()).decode(datagram, unit, payload);
  }

  /**
   * Whether it is to be decoded: by what it holds, or, where it is damaged, by who sent it where.
   * Ports alone prove nothing, for exporters use many.
   */
  private boolean isExport(ExportDatagram datagram) {
    ByteCursor payload = datagram.payload();
    byte[] bytes = payload.array();
    int from = payload.arrayIndex();
    if (payload.remaining() < VERSION_BYTES) {
      return false;
    }
    Optional<ExportProtocol> protocol = ExportProtocol.ofVersion(BigEndian.u16(bytes, from));
    if (protocol.isEmpty()) {
      return false;
    }
    Sender sender =
        new Sender(datagram.exporter(), datagram.sourcePort(), datagram.destinationPort());
    if (protocol.get().isPlausible(bytes, from, payload.remaining(), datagram.missingBytes())) {
      if (knownSenders.size() < MAX_KNOWN_SENDERS) {
        knownSenders.add(sender);
      }
      return true;
    }
    return USUAL_PORTS.contains(datagram.destinationPort()) || knownSenders.contains(sender);
  }

  /** Of streams and files the reader says what is missing: only it can tell why. */
  private static boolean isDatagramOfItsOwn(ExportDatagram datagram) {
    return switch (datagram.transport()) {
      case UDP -> true;
      case CONNECTION, FILE -> false;
    };
  }

  /**
   * Says that no datagram follows: what waited for one is given, or counted as lost, and the report
   * says what is worth knowing of the exporters.
   */
  public void finish() {
    queue.finish();
    new ExporterNotes(exporters, report).write();
  }

  /**
   * Appends the rows that can be given.
   *
   * @return whether all were given; false if the batch is full and there are more
   */
  public boolean drainTo(FlowBatch batch) {
    return queue.drainTo(batch);
  }
}
