// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.capture.PcapReader;
import io.minetrace.format.capture.PcapngReader;
import io.minetrace.format.flowtools.FlowToolsReader;
import io.minetrace.format.ipfixfile.IpfixFileReader;
import io.minetrace.format.nfcapd.NfcapdReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The registry of flow files that are read, in the order in which they are tried. */
public enum FlowFormat {
  NFCAPD("nfcapd", NfcapdReader::recognises, NfcapdReader::open),
  PCAP("pcap", PcapReader::recognises, PcapReader::open),
  PCAPNG("pcapng", PcapngReader::recognises, PcapngReader::open),
  IPFIX_FILE("IPFIX file", IpfixFileReader::recognises, IpfixFileReader::open),
  FLOW_TOOLS("flow-tools", FlowToolsReader::recognises, FlowToolsReader::open);

  /** Opens an input that is of this format. */
  @FunctionalInterface
  private interface Opener {
    FlowReader open(FlowInput input) throws IOException;
  }

  private final String label;
  private final Predicate<byte[]> recogniser;
  private final Opener opener;

  FlowFormat(String label, Predicate<byte[]> recogniser, Opener opener) {
    this.label = label;
    this.recogniser = recogniser;
    this.opener = opener;
  }

  /** The name that its users know it by. */
  public String label() {
    return label;
  }

  /** Whether an input that begins with these bytes claims to be of this format. */
  public boolean recognises(byte[] head) {
    return recogniser.test(head);
  }

  /** The format of an input that begins with these bytes. */
  public static Optional<FlowFormat> of(byte[] head) {
    return Arrays.stream(values()).filter(format -> format.recognises(head)).findFirst();
  }

  /** The labels of all formats, for messages. */
  static String labels() {
    return Arrays.stream(values()).map(FlowFormat::label).collect(Collectors.joining(", "));
  }

  FlowReader open(FlowInput input) throws IOException {
    return opener.open(input);
  }
}
