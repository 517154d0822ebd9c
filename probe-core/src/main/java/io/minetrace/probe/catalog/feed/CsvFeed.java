// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Our own CSV: RFC 4180, UTF-8, LF; sets are joined by {@code |}. One row an entry. */
final class CsvFeed implements FeedWriter {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    printer.printRecord(EntryFields.NAMES);
    String asOf = feed.asOf().isPresent() ? EntryFields.time(feed.asOf().getAsLong()) : "";
    for (FeedEntry entry : feed.entries()) {
      printer.printRecord(
          entry.state().word(),
          entry.address().map(IpAddress::toString).orElse(""),
          EntryFields.port(entry),
          entry.transport().keyword(),
          set(entry.names()),
          set(entry.pools()),
          set(entry.coins()),
          set(entry.protocols()),
          entry.channel(),
          entry.shared() ? "1" : "0",
          EntryFields.time(entry.window(), TimeSpan::from),
          EntryFields.time(entry.window(), TimeSpan::to),
          entry.windowId(),
          Long.toString(entry.intervalMillis()),
          asOf);
    }
  }

  /** A word with the sign that joins them could only have come past every check: it is replaced. */
  private static String set(List<String> words) {
    return String.join("|", words.stream().map(word -> word.replace('|', '_')).toList());
  }
}
