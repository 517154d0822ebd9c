// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import io.minetrace.net.IpAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a reader made of its input: every byte that did not become a flow record is counted here
 * under a reason, with the offset where that reason first arose. Filled by the reader, on its
 * thread.
 */
public final class DecodeReport {

  /** Why a part of an input gave no flow records. */
  public enum Reason {
    /** The input ends in the middle of something. */
    TRUNCATED(true),
    /** A block, message or datagram whose lengths or contents contradict each other. */
    CORRUPT(true),
    /** A single record that cannot be what its template or type says. */
    BAD_RECORD(true),
    /** A template that no exporter can mean. */
    BAD_TEMPLATE(true),
    /** Data sets for which no template came, neither before nor after. */
    NO_TEMPLATE(true),
    /** A packet, datagram or stream of which the capture has only a part. */
    CUT_PACKET(true),
    /** Something that the format allows and this version does not read. */
    NOT_SUPPORTED(true),
    /** Packets of a capture, or records of a file, that are no flow export: rightly passed over. */
    NOT_FLOW_EXPORT(false);

    private final boolean loss;

    Reason(boolean loss) {
      this.loss = loss;
    }

    /** Whether flow records may have been lost by it. */
    public boolean isLoss() {
      return loss;
    }
  }

  /**
   * What was counted under one reason.
   *
   * @param count how many times
   * @param bytes how many bytes of input that concerns, as far as known
   * @param firstOffset bytes from the start of the input to the first of them
   * @param firstDetail what was expected and found there
   */
  public record Tally(long count, long bytes, long firstOffset, String firstDetail) {}

  /**
   * One stream of export messages, or the part of a file that one exporter filled.
   *
   * @param address the exporter; {@code ::} when the input does not say
   * @param domain observation domain, source id or engine
   */
  public record Exporter(IpAddress address, long domain) implements Comparable<Exporter> {
    @Override
    public int compareTo(Exporter other) {
      int byAddress = address.compareTo(other.address);
      return byAddress != 0 ? byAddress : Long.compare(domain, other.domain);
    }
  }

  /** The topic of addresses that were replaced before the input was written. */
  public static final String REPLACED_ADDRESSES = "anonymised";

  /** The topic of ports and times that were. */
  public static final String REPLACED_PORTS_AND_TIMES = "ports and times anonymised";

  /** The topic of times of text that may be of either side of a change of the clocks. */
  public static final String ASSUMED_TIMES = "times at clock changes";

  private final String file;
  private final Map<Reason, Tally> tallies = new EnumMap<>(Reason.class);
  private final ExporterCounts exporters = new ExporterCounts();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private String format;
  private String compression = "";
  private long records;
  private long lateRecords;
  private long unitsRead;
  private long unitsSkipped;
  private long lostByExporter;

  public DecodeReport(String file, String format) {
    this.file = file;
    this.format = format;
  }

  /** The input's name as the user gave it. */
  public String file() {
    return file;
  }

  /**
   * The format with its version and compression, as {@code nfcapd layout 2, LZ4} or {@code pcap in
   * gzip}.
   */
  public String format() {
    return compression.isEmpty() ? format : format + " in " + compression;
  }

  /** For an input that was compressed as a whole, whatever its format says of itself. */
  public void compressedBy(String compression) {
    this.compression = compression;
  }

  /** Whether the input was compressed as a whole: offsets are then those of its content. */
  public boolean isCompressed() {
    return !compression.isEmpty();
  }

  /** For a reader that learns the details of its format only while reading. */
  public void refineFormat(String details) {
    format = details;
  }

  /** Flow records decoded. */
  public long records() {
    return records;
  }

  /** Those of them that were decoded with a template that came later. */
  public long lateRecords() {
    return lateRecords;
  }

  /** Blocks, messages or packets that were read. */
  public long unitsRead() {
    return unitsRead;
  }

  /** Blocks, messages or packets that were given up. */
  public long unitsSkipped() {
    return unitsSkipped;
  }

  /** Records or messages that the exporters' sequence numbers say never arrived in the input. */
  public long lostByExporter() {
    return lostByExporter;
  }

  public Map<Reason, Tally> tallies() {
    return Collections.unmodifiableMap(tallies);
  }

  /** Records by exporter; a live view. */
  public ExporterCounts exporterCounts() {
    return exporters;
  }

  /** Records by exporter, in order of address and domain, of those exporters that are named. */
  public Map<Exporter, Long> exporters() {
    return exporters.named();
  }

  /** Whether records of an exporter with this address were counted, in any domain. */
  public boolean hasExporter(IpAddress address) {
    return exporters.hasAddress(address);
  }

  /**
   * What else a person may want to know of the input, by topic, in the order in which it was said.
   */
  public Map<String, String> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** Whether flow records may have been lost: the run then ends with exit code 3. */
  public boolean isPartial() {
    return tallies.keySet().stream().anyMatch(Reason::isLoss);
  }

  /** Records, sets or datagrams counted under reasons that mean loss. */
  public long undecodable() {
    return tallies.entrySet().stream()
        .filter(e -> e.getKey().isLoss())
        .mapToLong(e -> e.getValue().count())
        .sum();
  }

  public void addRecords(long count) {
    records += count;
  }

  public void addLateRecords(long count) {
    lateRecords += count;
  }

  public void addUnitRead() {
    unitsRead++;
  }

  public void addUnitSkipped() {
    unitsSkipped++;
  }

  public void addLostByExporter(long count) {
    lostByExporter += count;
  }

  public void addExporter(Exporter exporter, long count) {
    exporters.add(exporter, count);
  }

  /**
   * Says something of the input for a person to read, as {@code templates: 3, redefined 1}; what
   * was said before under the same topic is replaced.
   */
  public void addFact(String topic, String text) {
    facts.put(topic, text);
  }

  /**
   * The same with other addresses, as far as it has any: in the exporters, and in what details and
   * facts say.
   */
  public DecodeReport withAddresses(
      UnaryOperator<IpAddress> addresses, UnaryOperator<String> sentences) {
    DecodeReport copy = new DecodeReport(file, format);
    copy.compression = compression;
    copy.records = records;
    copy.lateRecords = lateRecords;
    copy.unitsRead = unitsRead;
    copy.unitsSkipped = unitsSkipped;
    copy.lostByExporter = lostByExporter;
    exporters
        .named()
        .forEach(
            (exporter, count) ->
                copy.addExporter(
                    new Exporter(addresses.apply(exporter.address()), exporter.domain()), count));
    copy.exporters.addOthers(exporters.others());
    facts.forEach((topic, text) -> copy.facts.put(topic, sentences.apply(text)));
    tallies.forEach(
        (reason, tally) ->
            copy.tallies.put(
                reason,
                new Tally(
                    tally.count,
                    tally.bytes,
                    tally.firstOffset,
                    sentences.apply(tally.firstDetail))));
    return copy;
  }

  /** Counts one thing under a reason; offset and detail are kept for the first only. */
  public void add(Reason reason, long offset, long bytes, String detail) {
    tallies.merge(
        reason,
        new Tally(1, bytes, offset, detail),
        (before, now) ->
            new Tally(
                before.count + 1, before.bytes + bytes, before.firstOffset, before.firstDetail));
  }
}
