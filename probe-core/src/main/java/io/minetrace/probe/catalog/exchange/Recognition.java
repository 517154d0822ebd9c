// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.minetrace.probe.catalog.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says by its content what a file is, so far as that is not said by the header of a CSV file. */
final class Recognition {

  private static final int LOOKED_AT = 1 << 16;
  private static final int LINES = 200;

  private Recognition() {}

  /** The kind of a file; empty for what may be CSV. */
  static Optional<FileKind> of(Path file) throws IOException {
    String head;
    try (InputStream stream = CsvRows.uncompressed(Files.newInputStream(file))) {
      head = TextLists.clean(new String(stream.readNBytes(LOOKED_AT), StandardCharsets.UTF_8));
    }
    String start = head.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      return Optional.of(json(file));
    }
    return text(head.lines().limit(LINES).map(TextLists::clean).toList());
  }

  /** By the names of the first object's fields; read past what they hold. */
  private static FileKind json(Path file) throws IOException {
    Set<String> fields = new HashSet<>();
    try (InputStream stream = CsvRows.uncompressed(Files.newInputStream(file));
        JsonParser parser = new JsonFactory().createParser(stream)) {
      JsonToken token = parser.nextToken();
      while (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        fields.add(parser.currentName());
        parser.nextToken();
        if (Set.of("Event", "response", "objects").contains(parser.currentName())) {
          break; // the rest is long, and says nothing more
        }
        parser.skipChildren();
      }
    } catch (JsonProcessingException e) {
      // Cut off or damaged: the fields before that decide, and whoever reads it says where.
      fields.remove("");
    }
    if (fields.contains("Event") || fields.contains("response") || fields.contains("Attribute")) {
      return FileKind.MISP;
    }
    if (fields.contains("objects") || fields.contains("spec_version")) {
      return FileKind.STIX;
    }
    if (fields.contains("rrname") || fields.contains("cond") || fields.contains("obj")) {
      return FileKind.PASSIVE_DNS;
    }
    if (fields.contains("target") || fields.contains("verdict")) {
      return FileKind.PROBES;
    }
    if (fields.contains("window_id")) {
      return FileKind.FEED_LINES;
    }
    return JsonLists.VALUE_KEYS.stream().anyMatch(fields::contains)
        ? FileKind.SURICATA_JSON
        : FileKind.PROBES;
  }

  private static Optional<FileKind> text(List<String> lines) {
    if (lines.stream().anyMatch(line -> line.startsWith("#fields\t"))) {
      return Optional.of(FileKind.ZEEK);
    }
    if (lines.stream().anyMatch(line -> line.matches("(create|add|-N|-A) \\S+ \\S.*"))
        && lines.stream().noneMatch(line -> line.contains("{"))) {
      return Optional.of(FileKind.IPSET);
    }
    if (lines.stream()
        .anyMatch(line -> line.matches("\\s*(table|set|add element|add table|add set) .*"))) {
      return Optional.of(FileKind.NFTABLES);
    }
    if (lines.stream().anyMatch(SuricataRuleList::isRule)) {
      return Optional.of(FileKind.SURICATA_RULES);
    }
    if (lines.stream().anyMatch(line -> line.matches("(logsource|detection|title):.*"))) {
      return Optional.of(FileKind.SIGMA);
    }
    List<String> rows =
        lines.stream().map(TextLists::withoutComment).filter(line -> !line.isEmpty()).toList();
    if (rows.stream().anyMatch(Recognition::isHostsLine)) {
      return Optional.of(FileKind.HOSTS);
    }
    if (rows.stream().anyMatch(row -> row.indexOf(',') >= 0)) {
      return Optional.empty();
    }
    if (!rows.isEmpty() && rows.stream().allMatch(Recognition::isNameInBase64)) {
      return Optional.of(FileKind.SURICATA_DATASET);
    }
    return rows.stream().anyMatch(TextLists::isTrail)
        ? Optional.of(FileKind.TRAILS)
        : Optional.empty();
  }

  private static boolean isHostsLine(String row) {
    String[] words = row.split("\\s+", -1);
    return words.length > 1 && TextLists.isSink(words[0]);
  }

  private static boolean isNameInBase64(String row) {
    return TextLists.decoded(row).flatMap(HostName::of).isPresent();
  }
}
