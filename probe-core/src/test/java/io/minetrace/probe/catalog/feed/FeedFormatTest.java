// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedFormatTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void oneCatalogGivesTheSameBytesInAnyOrder(FeedFormat format) {
    List<FeedEntry> shuffled = new ArrayList<>(Feeds.sample().entries());
    Collections.shuffle(shuffled, new Random(5));
    shuffled.add(shuffled.get(0));

    assertThat(Feeds.written(format, new Feed(Feeds.sample().asOf(), shuffled)))
        .isEqualTo(Feeds.written(format, Feeds.sample()));
  }

  /**
   * Whatever pools, coins and names are called, a text has the lines it would have with harmless
   * words, and no sign in it that could end or steer anything. CSV may hold line ends in quotes.
   */
  @ParameterizedTest
  @EnumSource(value = FeedFormat.class, names = "CSV", mode = EnumSource.Mode.EXCLUDE)
  void hostileWordsNeverBreakOutOfALine(FeedFormat format) {
    Map<String, String> hostile = Feeds.written(format, Feeds.hostile());
    Map<String, String> harmless = Feeds.written(format, Feeds.harmless());

    assertThat(hostile).hasSameSizeAs(harmless);
    assertThat(hostile.values().stream().mapToLong(text -> text.lines().count()).sum())
        .isEqualTo(harmless.values().stream().mapToLong(text -> text.lines().count()).sum());
    hostile.values().forEach(text -> assertThat(text).matches("[\\x20-\\x7e\\n\\t]*"));
  }

  @Test
  void hostileWordsStayWholeInCsv() throws IOException {
    String text = Feeds.text(FeedFormat.CSV, Feeds.hostile());
    Set<String> pools = new HashSet<>();
    try (CSVParser rows =
        CSVFormat.RFC4180.builder().setHeader().get().parse(new StringReader(text))) {
      for (CSVRecord row : rows) {
        assertThat(row.isConsistent()).isTrue();
        pools.add(row.get("pools"));
      }
    }
    assertThat(pools)
        .containsExactlyInAnyOrderElementsOf(
            Feeds.HOSTILE.stream().map(word -> word.replace('|', '_')).toList());
  }

  @Test
  void hostileWordsStayWholeInJson() throws IOException {
    Set<String> pools = new HashSet<>();
    for (String line : Feeds.text(FeedFormat.NDJSON, Feeds.hostile()).lines().toList()) {
      JSON.readTree(line).path("pools").forEach(pool -> pools.add(pool.textValue()));
    }
    assertThat(pools).containsExactlyInAnyOrderElementsOf(Feeds.HOSTILE);
    assertThat(JSON.readTree(Feeds.text(FeedFormat.STIX, Feeds.hostile())).path("objects"))
        .hasSameSizeAs(
            JSON.readTree(Feeds.text(FeedFormat.STIX, Feeds.harmless())).path("objects"));
    assertThat(
            JSON.readTree(Feeds.text(FeedFormat.MISP, Feeds.hostile()))
                .path("Event")
                .path("Attribute"))
        .hasSize(4 * Feeds.HOSTILE.size());
  }

  @Test
  void anExactPairStaysAPairInAnNfdumpFilter() {
    assertThat(Feeds.text(FeedFormat.NFDUMP, Feeds.sample()))
        .isEqualTo(
            """
            # Mining pool servers, known to minetrace as of 2026-01-01T12:00:00Z
               (proto 6 and dst port 443 and dst ip in [192.0.2.21 203.0.113.9])
            or (proto 6 and dst port 3333 and dst ip in [192.0.2.20 2001:db8::1])
            or (proto 17 and dst port 5555 and dst ip in [198.51.100.7])
            """);
  }

  @Test
  void anEmptyCatalogMatchesNothingInEachFormat() throws IOException {
    Feed empty = new Feed(OptionalLong.empty(), List.of());
    assertThat(Feeds.text(FeedFormat.NFDUMP, empty))
        .isEqualTo("# Mining pool servers, known to minetrace as of no visit\nnot any\n");
    assertThat(JSON.readTree(Feeds.text(FeedFormat.STIX, empty)).path("objects")).isEmpty();
    assertThat(JSON.readTree(Feeds.text(FeedFormat.MISP, empty)).path("Event").path("Attribute"))
        .isEmpty();
    assertThat(JSON.readTree(Feeds.written(FeedFormat.MISP_FEED, empty).get("manifest.json")))
        .isEmpty();
    assertThat(Feeds.text(FeedFormat.CSV, empty).lines()).hasSize(1);
    assertThat(Feeds.text(FeedFormat.ZEEK, empty).lines()).hasSize(1);
  }

  @Test
  void aSharedAddressIsNamedOnlyWithItsPort() {
    assertThat(Feeds.text(FeedFormat.ZEEK, Feeds.sample())).doesNotContain("203.0.113.9");
    assertThat(
            Feeds.written(FeedFormat.SURICATA_DATASET, Feeds.sample())
                .get("minetrace-addresses.lst"))
        .isEqualTo("192.0.2.20\n192.0.2.21\n192.0.2.99\n198.51.100.7\n2001:db8::1\n");
    assertThat(Feeds.text(FeedFormat.MALTRAIL, Feeds.sample()).lines())
        .anyMatch(line -> line.startsWith("203.0.113.9:443 "))
        .noneMatch(line -> line.startsWith("203.0.113.9 "));
  }

  @Test
  void namesAreHostNamesOnly() {
    assertThat(Feeds.text(FeedFormat.DOMAINS, Feeds.sample()))
        .isEqualTo(
            """
            # Mining pool servers, known to minetrace as of 2026-01-01T12:00:00Z
            cdn.pool.test
            eu.pool.test
            old.pool.test
            six.pool.test
            stratum_ltc.pool.test
            www.pool.test
            """);
    assertThat(Feeds.text(FeedFormat.HOSTS, Feeds.sample())).contains("\n0.0.0.0 eu.pool.test\n");
  }

  @Test
  void aRuleOfSuricataIsOneLineWithANumberOfItsOwn() {
    String rules = Feeds.text(FeedFormat.SURICATA, Feeds.sample());
    assertThat(rules)
        .contains(
            "alert tls $HOME_NET any -> any any (msg:\"Mining pool eu.pool.test - Example Pool BTC"
                + " up\"; tls.sni; content:\"eu.pool.test\"; nocase; bsize:12;"
                + " classtype:coin-mining; sid:")
        .contains(
            "alert tcp $HOME_NET any -> [2001:db8::1] 3333 (msg:\"Mining pool server - Other XMR"
                + " ever\"; flags:S,12; classtype:coin-mining; sid:")
        .contains("alert udp $HOME_NET any -> 198.51.100.7 5555 (msg:");
    assertThat(rules.lines().skip(1).map(line -> line.replaceAll(".*sid:([0-9]+);.*", "$1")))
        .doesNotHaveDuplicates()
        .allMatch(sid -> sid.matches("1[0-9]{6}"))
        .hasSize(6 * 2 + 5 + 1);
  }

  @Test
  void aZeekLineHasOneTabBetweenItsFiveFields() {
    String text = Feeds.text(FeedFormat.ZEEK, Feeds.sample());
    assertThat(text.lines().map(line -> line.split("\t", -1).length)).containsOnly(5, 6);
    assertThat(text)
        .contains("\neu.pool.test\tIntel::DOMAIN\tminetrace\tmining pool Example Pool BTC up\t-\n")
        .contains("\n2001:db8::1\tIntel::ADDR\tminetrace\tmining pool Other XMR ever\t-\n");
  }

  @Test
  void aStixIndicatorIsValidForItsWindow() throws IOException {
    JsonNode objects = JSON.readTree(Feeds.text(FeedFormat.STIX, Feeds.sample())).path("objects");
    List<JsonNode> windows = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    objects.forEach(
        object -> {
          assertThat(ids.add(object.path("id").textValue())).as("%s", object).isTrue();
          if (object.path("name").textValue() != null
              && object.path("name").textValue().endsWith(" 192.0.2.20 3333/tcp")) {
            windows.add(object);
          }
        });
    assertThat(windows)
        .satisfiesExactly(
            old -> {
              assertThat(old.path("valid_from").textValue()).isEqualTo("2025-12-31T15:00:00.000Z");
              assertThat(old.path("valid_until").textValue()).isEqualTo("2025-12-31T21:00:00.000Z");
            },
            up -> {
              assertThat(up.path("valid_from").textValue()).isEqualTo("2026-01-01T00:00:00.000Z");
              assertThat(up.has("valid_until")).isFalse();
              assertThat(up.path("pattern").textValue())
                  .isEqualTo(
                      "[network-traffic:dst_ref.type = 'ipv4-addr' AND"
                          + " network-traffic:dst_ref.value = '192.0.2.20' AND"
                          + " network-traffic:dst_port = 3333]");
            });
    for (JsonNode object : objects) {
      if (object.path("type").textValue().equals("relationship")) {
        assertThat(ids)
            .contains(object.path("source_ref").textValue(), object.path("target_ref").textValue());
      }
    }
  }

  @Test
  void aMispFeedNamesEachOfItsEvents() throws IOException {
    Map<String, String> files = Feeds.written(FeedFormat.MISP_FEED, Feeds.sample());
    JsonNode manifest = JSON.readTree(files.get("manifest.json"));
    Set<String> named = new HashSet<>();
    manifest.fieldNames().forEachRemaining(uuid -> named.add(uuid + ".json"));
    named.add("manifest.json");
    assertThat(files.keySet()).isEqualTo(named).hasSize(5);
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!file.getKey().equals("manifest.json")) {
        JsonNode event = JSON.readTree(file.getValue()).path("Event");
        assertThat(event.path("uuid").textValue() + ".json").isEqualTo(file.getKey());
        assertThat(event.path("timestamp"))
            .isEqualTo(manifest.path(event.path("uuid").textValue()).path("timestamp"));
      }
    }
  }

  @Test
  void anAttributeOfMispIsForDetectionOnlyWhileItIsUp() throws IOException {
    JsonNode attributes =
        JSON.readTree(Feeds.text(FeedFormat.MISP, Feeds.sample())).path("Event").path("Attribute");
    Map<String, Boolean> detect = new TreeMap<>();
    attributes.forEach(
        a -> detect.put(a.path("value").textValue(), a.path("to_ids").booleanValue()));
    assertThat(detect)
        .containsEntry("192.0.2.20|3333", true)
        .containsEntry("old.pool.test", false)
        .containsEntry("2001:db8::1|3333", false)
        .containsEntry("192.0.2.99", false)
        .hasSize(12);
  }

  @Test
  void aSelectionOfSigmaIsOnePortWithItsAddresses() {
    assertThat(Feeds.text(FeedFormat.SIGMA, Feeds.sample()))
        .contains(
            """
                selection_3333:
                    DestinationIp:
                        - '192.0.2.20'
                        - '2001:db8::1'
                    DestinationPort: 3333
            """)
        .contains("        query:\n            - 'cdn.pool.test'\n")
        .contains("date: '2026-01-01'\n");
  }
}
