// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowColumn;

/**
 * What the header of an export message says of all its records.
 *
 * @param exporter address and domain, for the rows and the report
 * @param exportMillis when the exporter sent it, in milliseconds since 1970
 * @param sysUptime the exporter's uptime then, as 32 bits of milliseconds; 0 in IPFIX
 * @param uptime what uptimes in its records count from
 * @param ownSamplingInterval the interval of a NetFlow v5 header, else {@link
 *     FlowColumn#ABSENT_INT}
 * @param notes bits of {@link io.minetrace.flow.FlowNote} that hold for all its records
 * @param facts what options data of the same exporter and domain told, now and later
 */
record MessageHeader(
    DecodeReport.Exporter exporter,
    long exportMillis,
    int sysUptime,
    Uptime uptime,
    int ownSamplingInterval,
    int notes,
    ExporterFacts facts) {

  /** What an uptime in a record is to be compared with to get a time. */
  enum Uptime {
    /** NetFlow: {@code sysUptime} at the export time. */
    IN_HEADER,
    /** IPFIX: element 160, of the record or of options data. */
    BY_SYSTEM_INIT
  }

  /**
   * The header of a NetFlow message, whose records count from the exporter's uptime.
   *
   * @param millis when the exporter says that it sent it; implausible times are noted
   */
  static MessageHeader netflow(
      ObservationDomain domain,
      ExportDatagram datagram,
      long millis,
      int sysUptime,
      int ownSamplingInterval) {
    return of(domain, datagram, millis, sysUptime, Uptime.IN_HEADER, ownSamplingInterval);
  }

  /** As {@link #netflow}, of an IPFIX message. */
  static MessageHeader ipfix(ObservationDomain domain, ExportDatagram datagram, long millis) {
    return of(domain, datagram, millis, 0, Uptime.BY_SYSTEM_INIT, FlowColumn.ABSENT_INT);
  }

  private static MessageHeader of(
      ObservationDomain domain,
      ExportDatagram datagram,
      long millis,
      int sysUptime,
      Uptime uptime,
      int ownSamplingInterval) {
    // The notes are about the time that was read last.
    long exportMillis = domain.clock().read(millis, datagram.captureMillis());
    return new MessageHeader(
        domain.exporter(),
        exportMillis,
        sysUptime,
        uptime,
        ownSamplingInterval,
        domain.clock().notes(),
        domain.facts());
  }

  /** One packet in this many, for records that do not say; or {@link FlowColumn#ABSENT_INT}. */
  int samplingInterval() {
    return ownSamplingInterval == FlowColumn.ABSENT_INT
        ? facts.samplingInterval()
        : ownSamplingInterval;
  }

  /** Element 160 as options data told it, or {@link FlowColumn#ABSENT_LONG}. */
  long systemInitMillis() {
    return facts.systemInitMillis();
  }
}
