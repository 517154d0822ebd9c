// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.IoMessages;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.probe.catalog.feed.FeedFormat;
import io.minetrace.probe.catalog.feed.FeedWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog export}. */
@Command(
    name = "export",
    description = {
      "Writes the catalog in the language of another tool: csv, ndjson (both complete),",
      "nfdump, ipset, nftables, suricata, suricata-dataset, zeek, hosts, domains,",
      "maltrail, misp, misp-feed, stix, sigma, or cof (passive DNS: which names pointed",
      "where, and when); suricata-dataset and misp-feed are directories. The same state",
      "of the catalog gives the same bytes."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "7:output exists",
      "130, 143:interrupted"
    })
final class CatalogExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      required = true,
      description = "The language.")
  private String format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file or directory to write; - or none: standard output.")
  private Path output = Path.of("-");

  @Option(names = "--overwrite", description = "Replace the file, or the files in the directory.")
  private boolean overwrite;

  @Option(
      names = "--coin",
      paramLabel = "COIN",
      description = "Only what serves one of these coins, by symbol.")
  private List<String> coins = List.of();

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Only what is of one of these pools, by name.")
  private List<String> pools = List.of();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "ever",
      description = {
        "up: answered at its newest visit; ever: or at any; declared: or a source says so",
        "(default: ${DEFAULT-VALUE})."
      })
  private String state;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = {
        "Only what answered within this time before the newest visit in the catalog: 12h, 30d.",
        "What was never proven has no age, and is left out."
      })
  private Optional<Duration> maxAge = Optional.empty();

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "Only this transport: tcp, udp, dccp or sctp.")
  private Optional<String> transport = Optional.empty();

  @Override
  public Integer call() throws IOException {
    FeedFormat chosen =
        FeedFormat.ofWord(format)
            .orElseThrow(() -> wrong("--format", format, words(FeedFormat.values())));
    FeedState least =
        Arrays.stream(FeedState.values())
            .filter(s -> s.word().equals(state))
            .findFirst()
            .orElseThrow(() -> wrong("--state", state, "up, ever or declared"));
    Optional<TransportProtocol> only = transport.map(this::transport);
    boolean toStandardOutput = output.toString().equals("-");
    if (toStandardOutput && chosen.single().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--format " + format + " is a directory: name one with -o");
    }
    requireFree(chosen, toStandardOutput);
    return database.run(
        catalog -> {
          Feed all = catalog.feed();
          Feed wanted = all.only(wanted(all, least, only));
          Feed carried = wanted.only(chosen::carries);
          if (toStandardOutput) {
            PrintWriter out = spec.commandLine().getOut();
            chosen.single().orElseThrow().write(carried, out);
            out.flush();
          } else {
            write(chosen, carried);
          }
          say(wanted, carried);
          return ExitCode.OK;
        });
  }

  private void requireFree(FeedFormat chosen, boolean toStandardOutput) throws IOException {
    if (toStandardOutput) {
      return;
    }
    Path parent = output.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandFailure(ExitCode.USAGE, output + ": its directory does not exist");
    }
    if (!Files.exists(output)) {
      return;
    }
    boolean directory = chosen.single().isEmpty();
    if (directory != Files.isDirectory(output)) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, output + ": is " + (directory ? "no" : "a") + " directory");
    }
    if (overwrite) {
      return;
    }
    if (directory) {
      try (Stream<Path> entries = Files.list(output)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new CommandFailure(
        ExitCode.OUTPUT_EXISTS,
        output + (directory ? ": is not empty" : ": exists"),
        "give another name, or --overwrite");
  }

  private Predicate<FeedEntry> wanted(
      Feed feed, FeedState least, Optional<TransportProtocol> only) {
    return entry ->
        entry.state().isAtLeast(least)
            && (coins.isEmpty() || hasOneOf(entry.coins(), coins))
            && (pools.isEmpty() || hasOneOf(entry.pools(), pools))
            && (only.isEmpty() || only.get() == entry.transport())
            && (maxAge.isEmpty()
                || entry
                    .window()
                    .filter(span -> span.to() >= feed.asOf().orElse(0) - maxAge.get().toMillis())
                    .isPresent());
  }

  private static boolean hasOneOf(List<String> words, List<String> wanted) {
    return wanted.stream().anyMatch(w -> words.stream().anyMatch(w::equalsIgnoreCase));
  }

  private TransportProtocol transport(String word) {
    try {
      return TransportProtocol.ofKeyword(word.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong("--transport", word, "tcp, udp, dccp or sctp");
    }
  }

  private ParameterException wrong(String option, String found, String expected) {
    return new ParameterException(
        spec.commandLine(), option + ": '" + found + "' (expected: " + expected + ")");
  }

  private static String words(FeedFormat... formats) {
    return Arrays.stream(formats).map(FeedFormat::word).collect(Collectors.joining(", "));
  }

  private void write(FeedFormat chosen, Feed feed) {
    try {
      if (chosen.single().isPresent()) {
        writeFile(output, chosen.single().get(), feed);
      } else {
        writeDirectory(chosen, feed);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, output + ": cannot be written: " + IoMessages.describe(e));
    }
  }

  /** Written beside its place and moved there at the end: half a block list is none. */
  private static void writeFile(Path file, FeedWriter writer, Feed feed) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path partial =
        absolute.resolveSibling(
            "." + absolute.getFileName() + ".partial" + ProcessHandle.current().pid());
    try {
      try (Writer out =
          new BufferedWriter(Files.newBufferedWriter(partial, StandardCharsets.UTF_8))) {
        writer.write(feed, out);
      }
      Files.move(
          partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The manifest last, so that it names nothing that is not there yet. */
  private void writeDirectory(FeedFormat chosen, Feed feed) throws IOException {
    boolean isNew = !Files.exists(output);
    Files.createDirectories(output);
    List<Map.Entry<String, FeedWriter>> files =
        chosen.files(feed).entrySet().stream()
            .sorted(Comparator.comparing(file -> file.getKey().equals("manifest.json")))
            .toList();
    boolean whole = false;
    try {
      for (Map.Entry<String, FeedWriter> file : files) {
        writeFile(output.resolve(file.getKey()), file.getValue(), feed);
      }
      whole = true;
    } finally {
      if (isNew && !whole) {
        for (Map.Entry<String, FeedWriter> file : files) {
          Files.deleteIfExists(output.resolve(file.getKey()));
        }
        Files.delete(output);
      }
    }
  }

  private void say(Feed wanted, Feed carried) {
    boolean ofNames = format.equals(FeedFormat.COF.word());
    int left = wanted.entries().size() - carried.entries().size();
    spec.commandLine()
        .getErr()
        .printf(
            "%s: %,d %s in %s, as of %s%s%n",
            output.toString().equals("-") ? "standard output" : output,
            ofNames ? carried.names().size() : carried.entries().size(),
            ofNames ? "times of a name at an address" : "entries",
            format,
            carried.asOf().isPresent()
                ? InstantText.toSecond(carried.asOf().getAsLong())
                : "no visit",
            left == 0 || ofNames ? "" : "; %,d that it cannot carry are left out".formatted(left));
    spec.commandLine().getErr().flush();
  }
}
