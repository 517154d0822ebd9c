// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import io.minetrace.format.FlowFormat;
import io.minetrace.format.contract.ContractCase;
import io.minetrace.format.export.ExportProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The datagrams in the pcap contract cases of the protocol that a target is named after. */
final class DatagramSeeds implements ArgumentsProvider {

  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;
  private static final int CAPTURED = 8;

  /** Ethernet, IPv4 without options, UDP: what the cases have; others are no seeds. */
  private static final int PAYLOAD = 14 + 20 + 8;

  private static final int ETHERTYPE = 12;
  private static final int IP_PROTOCOL = 23;
  private static final int IPV4 = 0x0800;
  private static final int UDP = 17;

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    ExportProtocol protocol =
        FuzzTarget.constant(ExportProtocol.class, context.getRequiredTestMethod());
    return ContractCase.of(FlowFormat.PCAP).stream()
        .map(contractCase -> datagrams(protocol, contractCase.bytes()))
        .filter(seed -> seed.length > 0)
        .map(Arguments::of);
  }

  /** The datagrams of one capture, as {@link DatagramReader} takes them. */
  private static byte[] datagrams(ExportProtocol protocol, byte[] capture) {
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    ByteBuffer packets = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer payload = ByteBuffer.wrap(capture);
    int at = FILE_HEADER;
    while (at + PACKET_HEADER + PAYLOAD + Short.BYTES <= capture.length) {
      int length = packets.getInt(at + CAPTURED);
      int packet = at + PACKET_HEADER;
      if (length < PAYLOAD || length > capture.length - packet) {
        break;
      }
      if (payload.getShort(packet + ETHERTYPE) == IPV4
          && capture[packet + IP_PROTOCOL] == UDP
          && payload.getShort(packet + PAYLOAD) == protocol.version()) {
        int rest = length - PAYLOAD - Short.BYTES;
        seed.write(rest >> Byte.SIZE & DatagramReader.LENGTH >> Byte.SIZE);
        seed.write(rest);
        seed.write(capture, packet + PAYLOAD + Short.BYTES, rest);
      }
      at = packet + length;
    }
    return seed.toByteArray();
  }
}
