// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import java.util.Arrays;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** THE registry of languages that the catalog can be written in. */
public enum FeedFormat {
  CSV(new CsvFeed(), entry -> true),
  NDJSON(new NdjsonFeed(), entry -> true),
  NFDUMP(new NfdumpFeed(), Indicators::hasEndpoint),
  IPSET(
      new IpsetFeed(),
      entry -> Indicators.hasEndpoint(entry) && entry.transport() != TransportProtocol.DCCP),
  NFTABLES(new NftablesFeed(), Indicators::hasEndpoint),
  SURICATA(
      new SuricataRules(),
      entry ->
          Indicators.hasName(entry)
              || (anything(entry) && entry.transport() != TransportProtocol.DCCP)),
  SURICATA_DATASET(
      SuricataDatasets::files, entry -> Indicators.hasName(entry) || Indicators.hasAddress(entry)),
  ZEEK(new ZeekFeed(), entry -> Indicators.hasName(entry) || Indicators.hasAddress(entry)),
  HOSTS(new HostsFeed(), Indicators::hasName),
  DOMAINS(new DomainsFeed(), Indicators::hasName),
  MALTRAIL(new MaltrailFeed(), FeedFormat::anything),
  MISP(new MispEvent(), FeedFormat::anything),
  MISP_FEED(MispFeed::files, FeedFormat::anything),
  STIX(new StixBundle(), FeedFormat::anything),
  SIGMA(new SigmaRules(), FeedFormat::anything),
  COF(new CofFeed(), Indicators::hasName);

  private final Optional<FeedWriter> single;
  private final Function<Feed, NavigableMap<String, FeedWriter>> files;
  private final Predicate<FeedEntry> carries;

  FeedFormat(FeedWriter single, Predicate<FeedEntry> carries) {
    this.single = Optional.of(single);
    this.files = feed -> new TreeMap<>();
    this.carries = carries;
  }

  FeedFormat(Function<Feed, NavigableMap<String, FeedWriter>> files, Predicate<FeedEntry> carries) {
    this.single = Optional.empty();
    this.files = files;
    this.carries = carries;
  }

  private static boolean anything(FeedEntry entry) {
    return Indicators.hasName(entry)
        || Indicators.hasEndpoint(entry)
        || Indicators.hasAddress(entry);
  }

  /** Its word on the command line: {@code misp-feed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format of a word, if there is one. */
  public static Optional<FeedFormat> ofWord(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** What writes it; empty where it is a directory of {@link #files}. */
  public Optional<FeedWriter> single() {
    return single;
  }

  /** What writes the files of a directory, by their names; none where it is one file. */
  public NavigableMap<String, FeedWriter> files(Feed feed) {
    return files.apply(feed);
  }

  /** Whether anything of an entry can be said in it. */
  public boolean carries(FeedEntry entry) {
    return carries.test(entry);
  }
}
