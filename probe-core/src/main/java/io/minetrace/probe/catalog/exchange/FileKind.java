// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** THE registry of files that can be imported, recognised by what is in them. */
public enum FileKind {
  /** A history of visits: {@link ObservationRow}. */
  OBSERVATIONS("observations", ObservationRow.COLUMNS),
  /** What is served under which name: {@link DeclaredRow}. */
  DECLARED("services", DeclaredRow.REQUIRED_COLUMNS),
  /** What {@code catalog export --format csv} wrote: {@link FeedRow}. */
  FEED_ROWS("services of an export", FeedRow.REQUIRED_COLUMNS),
  /** What {@code probe --json} printed: {@link ProbeRow}. */
  PROBES("probe results", List.of()),
  /** Passive DNS in the common output format: {@link PassiveDns}. */
  PASSIVE_DNS("sightings of passive DNS", List.of()),
  /** What {@code catalog export --format ndjson} wrote. */
  FEED_LINES("services of an export", JsonLists::feed),
  /** Names and addresses, with ports or without, one a line. */
  TRAILS("services of a list", TextLists::trails),
  /** A hosts file that sends names nowhere. */
  HOSTS("services of a hosts file", TextLists::hosts),
  /** An event of MISP, or several. */
  MISP("services of a MISP event", JsonLists::misp),
  /** A bundle of STIX 2.1. */
  STIX("services of a STIX bundle", JsonLists::stix),
  /** A dataset of Suricata, names in base64. */
  SURICATA_DATASET("services of a Suricata dataset", TextLists::dataset),
  /** A dataset of Suricata in JSON lines. */
  SURICATA_JSON("services of a Suricata dataset", JsonLists::dataset),
  /** Rules of Suricata. */
  SURICATA_RULES("services of Suricata rules", SuricataRuleList::read),
  /** An intelligence file of Zeek. */
  ZEEK("services of a Zeek intelligence file", TextLists::zeek),
  /** What {@code ipset save} prints. */
  IPSET("services of an ipset", TextLists::ipset),
  /** Sets in a ruleset of nftables. */
  NFTABLES("services of nftables sets", NftablesList::read),
  /** The values of a Sigma rule. */
  SIGMA("services of a Sigma rule", SigmaList::read);

  private final String content;
  private final List<String> requiredColumns;
  private final Optional<ListReader> reader;

  FileKind(String content, List<String> requiredColumns) {
    this.content = content;
    this.requiredColumns = requiredColumns;
    this.reader = Optional.empty();
  }

  FileKind(String content, ListReader reader) {
    this.content = content;
    this.requiredColumns = List.of();
    this.reader = Optional.of(reader);
  }

  /** What its rows are, in the plural. */
  public String content() {
    return content;
  }

  /** The columns without which a CSV file is not this kind; none where it is no CSV. */
  public List<String> requiredColumns() {
    return requiredColumns;
  }

  /** What reads it, where it is a list in another language. */
  Optional<ListReader> reader() {
    return reader;
  }

  static Optional<FileKind> of(Collection<String> header) {
    for (FileKind kind : values()) {
      if (!kind.requiredColumns.isEmpty() && header.containsAll(kind.requiredColumns)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
