// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Feeds for tests. */
public final class Feeds {

  public static final long START = 1_767_225_600_000L; // 2026-01-01T00:00Z
  public static final long HOUR = 3_600_000L;

  /** What others might call a pool to break out of some syntax. */
  public static final List<String> HOSTILE =
      List.of(
          "a\"); drop; (\"",
          "line\nalert tcp any any -> any any (sid:1;)",
          "carriage\rreturn",
          "tab\tIntel::ADDR\t-",
          "semi;colon # comment",
          "pipe|d",
          "back\\slash\" }\n}",
          "it's: - 'yaml'",
          "<b>&amp;</b> $(reboot) `id` ${HOME} %s %n",
          "\u0000\u001b[31m\u0007",
          "\u202e\u2028\u00fcber\u0001",
          "] } , \"objects\":[{",
          "*/ --- !!java",
          " ");

  private Feeds() {}

  public static FeedEntry window(
      FeedState state, String address, int port, List<String> names, String pool, String coin) {
    return window(state, address, port, TransportProtocol.TCP, names, pool, coin, false, 0);
  }

  public static FeedEntry window(
      FeedState state,
      String address,
      int port,
      TransportProtocol transport,
      List<String> names,
      String pool,
      String coin,
      boolean shared,
      int hour) {
    return new FeedEntry(
        state,
        Optional.of(IpAddress.parse(address)),
        port,
        transport,
        names,
        List.of(pool),
        List.of(coin),
        List.of("stratum1"),
        "plain",
        shared,
        Optional.of(new TimeSpan(START + hour * HOUR, START + (hour + 3) * HOUR)),
        "%016x".formatted(address.hashCode() * 31L + port + hour),
        3 * HOUR);
  }

  public static FeedEntry declared(String name, int port, String pool, String coin) {
    Optional<IpAddress> literal = IpAddress.tryParse(name);
    return new FeedEntry(
        FeedState.DECLARED,
        literal,
        port,
        TransportProtocol.TCP,
        literal.isPresent() ? List.of() : List.of(name),
        pool.isEmpty() ? List.of() : List.of(pool),
        coin.isEmpty() ? List.of() : List.of(coin),
        List.of(),
        "",
        false,
        Optional.empty(),
        "",
        0);
  }

  /** A little of everything. */
  public static Feed sample() {
    return new Feed(
        OptionalLong.of(START + 12 * HOUR),
        List.of(
            window(
                FeedState.UP, "192.0.2.20", 3333, List.of("eu.pool.test"), "Example Pool", "BTC"),
            window(
                FeedState.EVER,
                "192.0.2.20",
                3333,
                TransportProtocol.TCP,
                List.of("old.pool.test"),
                "Example Pool",
                "BCH",
                false,
                -9),
            window(FeedState.UP, "192.0.2.21", 443, List.of("eu.pool.test"), "Example Pool", "BTC"),
            window(
                FeedState.EVER,
                "2001:db8::1",
                3333,
                TransportProtocol.TCP,
                List.of("six.pool.test"),
                "Other",
                "XMR",
                false,
                0),
            window(
                FeedState.EVER,
                "198.51.100.7",
                5555,
                TransportProtocol.UDP,
                List.of(),
                "Other",
                "XMR",
                false,
                0),
            window(
                FeedState.EVER,
                "203.0.113.9",
                443,
                TransportProtocol.TCP,
                List.of("cdn.pool.test"),
                "Other",
                "XMR",
                true,
                0),
            declared("stratum_ltc.pool.test", 3334, "Third", "LTC"),
            declared("www.pool.test", 0, "Third", ""),
            declared("192.0.2.99", 0, "", ""),
            declared("not a name", 1, "Third", "")));
  }

  /** Each hostile word as a pool, a coin and a name. */
  public static Feed hostile() {
    return renamed(HOSTILE);
  }

  /** As many harmless words in the same places. */
  public static Feed harmless() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      words.add("Word" + i);
    }
    return renamed(words);
  }

  private static Feed renamed(List<String> words) {
    List<FeedEntry> entries = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      entries.add(
          new FeedEntry(
              FeedState.UP,
              Optional.of(IpAddress.parse("192.0.2." + (i + 1))),
              3000 + i,
              TransportProtocol.TCP,
              List.of(word, "host" + i + ".pool.test"),
              List.of(word),
              List.of(word),
              List.of("stratum1"),
              "plain",
              false,
              Optional.of(new TimeSpan(START, START + HOUR)),
              "%016x".formatted(i),
              HOUR));
      entries.add(declared(i + ".declared.test", 3000 + i, word, word));
      entries.add(declared("2001:db8::" + (i + 1), 3000 + i, word, word));
    }
    return new Feed(OptionalLong.of(START + 2 * HOUR), entries);
  }

  /** What a format makes of a feed, by file name; the name of a single file is empty. */
  public static SortedMap<String, String> written(FeedFormat format, Feed feed) {
    Feed carried = feed.only(format::carries);
    SortedMap<String, String> texts = new TreeMap<>();
    try {
      if (format.single().isPresent()) {
        texts.put("", text(format.single().get(), carried));
      }
      for (Map.Entry<String, FeedWriter> file : format.files(carried).entrySet()) {
        texts.put(file.getKey(), text(file.getValue(), carried));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  public static String text(FeedFormat format, Feed feed) {
    return written(format, feed).get("");
  }

  private static String text(FeedWriter writer, Feed feed) throws IOException {
    StringBuilder text = new StringBuilder();
    writer.write(feed, text);
    return text.toString();
  }
}
