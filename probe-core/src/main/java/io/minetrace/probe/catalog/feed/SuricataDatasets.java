// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Datasets for Suricata, with rules that load them: {@code .lst} (names in base64, addresses as
 * text) for every version, {@code .jsonl} with pool and coin for those that know {@code format
 * jsonline}. Names are matched whole; addresses that others' names share are left out.
 */
final class SuricataDatasets {

  private SuricataDatasets() {}

  static NavigableMap<String, FeedWriter> files(Feed feed) {
    NavigableMap<String, FeedWriter> files = new TreeMap<>();
    files.put("minetrace-names.lst", SuricataDatasets::names);
    files.put("minetrace-addresses.lst", SuricataDatasets::addresses);
    files.put("minetrace-names.jsonl", SuricataDatasets::namesWithLabels);
    files.put("minetrace-addresses.jsonl", SuricataDatasets::addressesWithLabels);
    files.put("minetrace.rules", (of, out) -> rules(of, out, "lst", ""));
    files.put(
        "minetrace-jsonline.rules",
        (of, out) ->
            rules(of, out, "jsonl", ", format jsonline, value_key value, enrichment_key mining"));
    return files;
  }

  private static void names(Feed feed, Appendable out) throws IOException {
    for (String name : Indicators.names(feed).keySet()) {
      out.append(Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.US_ASCII)))
          .append('\n');
    }
  }

  private static void addresses(Feed feed, Appendable out) throws IOException {
    for (IpAddress address : Indicators.addresses(feed).keySet()) {
      out.append(address.toString()).append('\n');
    }
  }

  private static void namesWithLabels(Feed feed, Appendable out) throws IOException {
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      line(entry.getKey(), entry.getValue(), out);
    }
  }

  private static void addressesWithLabels(Feed feed, Appendable out) throws IOException {
    for (Map.Entry<IpAddress, Label> entry : Indicators.addresses(feed).entrySet()) {
      line(entry.getKey().toString(), entry.getValue(), out);
    }
  }

  private static void line(String value, Label label, Appendable out) throws IOException {
    ObjectNode line = JsonText.object();
    line.put("value", value);
    line.put("state", label.state().word());
    JsonText.put(line.putArray("pools"), label.pools());
    JsonText.put(line.putArray("coins"), label.coins());
    line.put("last_up", label.seen().map(span -> EntryFields.time(span.to())).orElse(null));
    out.append(JsonText.of(line)).append('\n');
  }

  private static void rules(Feed feed, Appendable out, String ending, String more)
      throws IOException {
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    int sid = 1_999_900;
    for (String place : new String[] {"dns dns.query", "tls tls.sni"}) {
      int blank = place.indexOf(' ');
      out.append(
          "alert %s $HOME_NET any -> any any (msg:\"Mining pool name\"; %s; dataset:isset,minetrace-names-%s, type string, load minetrace-names.%s%s; classtype:coin-mining; sid:%d; rev:1;)\n"
              .formatted(
                  place.substring(0, blank),
                  place.substring(blank + 1),
                  ending,
                  ending,
                  more,
                  sid++));
    }
    out.append(
        "alert tcp $HOME_NET any -> any any (msg:\"Mining pool address\"; flags:S,12; ip.dst; dataset:isset,minetrace-addresses-%s, type ip, load minetrace-addresses.%s%s; classtype:coin-mining; sid:%d; rev:1;)\n"
            .formatted(ending, ending, more, sid));
  }
}
