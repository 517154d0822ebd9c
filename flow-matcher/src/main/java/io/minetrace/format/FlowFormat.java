// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.capture.PcapReader;
import io.minetrace.format.capture.PcapngReader;
import io.minetrace.format.flowtools.FlowToolsReader;
import io.minetrace.format.ipfixfile.IpfixFileReader;
import io.minetrace.format.nfcapd.NfcapdReader;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.format.text.ArgusCsv;
import io.minetrace.format.text.AwsVpc;
import io.minetrace.format.text.Goflow2Json;
import io.minetrace.format.text.Ipfixcol2Json;
import io.minetrace.format.text.MappedText;
import io.minetrace.format.text.MinetraceCsv;
import io.minetrace.format.text.MinetraceNdjson;
import io.minetrace.format.text.NfdumpCsv;
import io.minetrace.format.text.NfdumpJson;
import io.minetrace.format.text.NfdumpLine;
import io.minetrace.format.text.NfdumpPipe;
import io.minetrace.format.text.PmacctCsv;
import io.minetrace.format.text.PmacctJson;
import io.minetrace.format.text.SilkRwcut;
import io.minetrace.format.text.SuricataEve;
import io.minetrace.format.text.ZeekJson;
import io.minetrace.format.text.ZeekTsv;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The registry of flow files that are read, in the order in which they are tried. */
public enum FlowFormat {
  NFCAPD("nfcapd", NfcapdReader::recognises, NfcapdReader::open),
  PCAP("pcap", PcapReader::recognises, (input, options) -> PcapReader.open(input)),
  PCAPNG("pcapng", PcapngReader::recognises, (input, options) -> PcapngReader.open(input)),
  IPFIX_FILE(
      "IPFIX file", IpfixFileReader::recognises, (input, options) -> IpfixFileReader.open(input)),
  FLOW_TOOLS(
      "flow-tools", FlowToolsReader::recognises, (input, options) -> FlowToolsReader.open(input)),
  /** Only where the user describes a layout; before the dialects that it may resemble. */
  MAPPED_TEXT("text as mapped", MappedText::recognises, MappedText::open),
  NFDUMP_CSV("nfdump CSV", NfdumpCsv::recognises, NfdumpCsv::open),
  NFDUMP_PIPE("nfdump pipe", NfdumpPipe::recognises, NfdumpPipe::open),
  NFDUMP_JSON("nfdump JSON", NfdumpJson::recognises, NfdumpJson::open),
  NFDUMP_LINE("nfdump lines", NfdumpLine::recognises, NfdumpLine::open),
  SILK_RWCUT("SiLK rwcut", SilkRwcut::recognises, SilkRwcut::open),
  ZEEK_TSV("Zeek conn TSV", ZeekTsv::recognises, ZeekTsv::open),
  ZEEK_JSON("Zeek conn JSON", ZeekJson::recognises, ZeekJson::open),
  GOFLOW2_JSON("goflow2 JSON", Goflow2Json::recognises, Goflow2Json::open),
  PMACCT_CSV("pmacct CSV", PmacctCsv::recognises, PmacctCsv::open),
  PMACCT_JSON("pmacct JSON", PmacctJson::recognises, PmacctJson::open),
  IPFIXCOL2_JSON("ipfixcol2 JSON", Ipfixcol2Json::recognises, Ipfixcol2Json::open),
  SURICATA_EVE("Suricata EVE", SuricataEve::recognises, SuricataEve::open),
  ARGUS_CSV("Argus CSV", ArgusCsv::recognises, ArgusCsv::open),
  AWS_VPC("AWS VPC flow log", AwsVpc::recognises, AwsVpc::open),
  MINETRACE_CSV("Minetrace CSV", MinetraceCsv::recognises, MinetraceCsv::open),
  MINETRACE_NDJSON("Minetrace NDJSON", MinetraceNdjson::recognises, MinetraceNdjson::open);

  /** Opens an input that is of this format. */
  @FunctionalInterface
  private interface Opener {
    FlowReader open(FlowInput input, ReadOptions options) throws IOException;
  }

  private final String label;
  private final BiPredicate<byte[], ReadOptions> recogniser;
  private final Opener opener;

  FlowFormat(String label, Predicate<byte[]> recogniser, Opener opener) {
    this(label, (head, options) -> recogniser.test(head), opener);
  }

  FlowFormat(String label, BiPredicate<byte[], ReadOptions> recogniser, Opener opener) {
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
    return recognises(head, ReadOptions.DEFAULT);
  }

  /** As {@link #recognises(byte[])}, where the user has told something of the input. */
  public boolean recognises(byte[] head, ReadOptions options) {
    return recogniser.test(head, options);
  }

  /** The format of an input that begins with these bytes. */
  public static Optional<FlowFormat> of(byte[] head) {
    return of(head, ReadOptions.DEFAULT);
  }

  /** As {@link #of(byte[])}, where the user has told something of the input. */
  public static Optional<FlowFormat> of(byte[] head, ReadOptions options) {
    return Arrays.stream(values()).filter(format -> format.recognises(head, options)).findFirst();
  }

  /** The labels of all formats, for messages. */
  static String labels() {
    return Arrays.stream(values())
        .filter(format -> format != MAPPED_TEXT)
        .map(FlowFormat::label)
        .collect(Collectors.joining(", "));
  }

  FlowReader open(FlowInput input, ReadOptions options) throws IOException {
    return opener.open(input, options);
  }
}
