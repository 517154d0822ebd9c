// SPDX-License-Identifier: Apache-2.0
/**
 * Captures of export messages: from the packets of a capture file to the payloads that {@code
 * format.export} decodes. {@link io.minetrace.format.capture.PcapReader} and {@link
 * io.minetrace.format.capture.PcapngReader} are the entries.
 *
 * <pre>
 * PcapReader, PcapngReader -> CapturedPacket -> CaptureReader -> ExportDecoder
 *                                               |  LinkType, TransportFinder: where what lies
 *                                               |  FragmentTable: IP fragments put together
 *                                               |  TcpStreams -> TcpStream -> IpfixStream
 *                                               +- SctpAssociations -> SctpAssociation
 * </pre>
 *
 * <p>Export datagrams are told by what they hold, not by port: exporters use many. Depends on
 * {@code flow}, {@code net}, {@code format.bytes} and {@code format.export}.
 */
package io.minetrace.format.capture;
