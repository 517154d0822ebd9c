// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The registry of export messages, by the version word they begin with. Another one is a decoder
 * file and a constant here.
 */
public enum ExportProtocol {
  NETFLOW_V1(1, "NetFlow v1") {
    @Override
    boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
      return NetflowV1Decoder.isPlausible(bytes, from, length, missingBytes);
    }

    @Override
    MessageDecoder decoder(SetQueue queue, ExporterTable exporters) {
      return new NetflowV1Decoder(queue, exporters);
    }
  },
  NETFLOW_V5(5, "NetFlow v5") {
    @Override
    boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
      return NetflowV5Decoder.isPlausible(bytes, from, length, missingBytes);
    }

    @Override
    MessageDecoder decoder(SetQueue queue, ExporterTable exporters) {
      return new NetflowV5Decoder(queue, exporters);
    }
  },
  NETFLOW_V7(7, "NetFlow v7") {
    @Override
    boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
      return NetflowV7Decoder.isPlausible(bytes, from, length, missingBytes);
    }

    @Override
    MessageDecoder decoder(SetQueue queue, ExporterTable exporters) {
      return new NetflowV7Decoder(queue, exporters);
    }
  },
  NETFLOW_V9(9, "NetFlow v9") {
    @Override
    boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
      return NetflowV9Decoder.isPlausible(bytes, from, length, missingBytes);
    }

    @Override
    MessageDecoder decoder(SetQueue queue, ExporterTable exporters) {
      return new NetflowV9Decoder(queue, exporters);
    }
  },
  IPFIX(10, "IPFIX") {
    @Override
    boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
      return IpfixDecoder.isPlausible(bytes, from, length, missingBytes);
    }

    @Override
    MessageDecoder decoder(SetQueue queue, ExporterTable exporters) {
      return new IpfixDecoder(queue, exporters);
    }
  };

  private static final List<Optional<ExportProtocol>> BY_VERSION =
      IntStream.rangeClosed(0, Arrays.stream(values()).mapToInt(p -> p.version).max().orElse(0))
          .mapToObj(number -> Arrays.stream(values()).filter(p -> p.version == number).findFirst())
          .toList();

  private final int version;
  private final String displayName;

  ExportProtocol(int version, String displayName) {
    this.version = version;
    this.displayName = displayName;
  }

  /** The protocol of a version word. */
  static Optional<ExportProtocol> ofVersion(int version) {
    return version < BY_VERSION.size() ? BY_VERSION.get(version) : Optional.empty();
  }

  /** The first 16 bits of its messages. */
  public int version() {
    return version;
  }

  /** All version words, for messages: {@code 1, 5, 7, 9, 10}. */
  static String versions() {
    return Arrays.stream(values())
        .map(protocol -> Integer.toString(protocol.version))
        .collect(Collectors.joining(", "));
  }

  /** All names, for messages. */
  static String displayNames() {
    return Arrays.stream(values())
        .map(ExportProtocol::displayName)
        .collect(Collectors.joining(", "));
  }

  /** As people write it. */
  public String displayName() {
    return displayName;
  }

  /**
   * Tells a message of this protocol from anything else that begins with the same word.
   *
   * @param length bytes from the version word to the end of the datagram, or of what was captured
   * @param missingBytes how many follow that were not captured
   */
  abstract boolean isPlausible(byte[] bytes, int from, int length, int missingBytes);

  /** What the sequence numbers of its messages count. */
  String sequenceUnit() {
    return switch (this) {
      case NETFLOW_V1, NETFLOW_V5, NETFLOW_V7 -> "flows";
      case NETFLOW_V9 -> "messages";
      case IPFIX -> "records";
    };
  }

  /** Whether they count messages rather than what is in them. */
  boolean countsMessages() {
    return this == NETFLOW_V9;
  }

  /** The decoder of one input. */
  abstract MessageDecoder decoder(SetQueue queue, ExporterTable exporters);
}
