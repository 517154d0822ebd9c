// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.report.UtcTime;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowSegment;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flow-matcher lookup}: what is known of an address, endpoint, name, pool or coin. */
@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    description = "Prints the windows of an IP, IP:port, CIDR, host name, pool or coin.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, found or not",
      "2:wrong usage, or targets that are mistyped; the others are answered",
      "3:done, but some lines of --from were no targets",
      "4:no target could be read",
      "5:windows missing or damaged",
      "6:the windows' signature is missing or does not fit --windows-key"
    })
final class LookupCommand implements Callable<Integer> {

  private static final String STDIN = "-";
  private static final String PORT = "[0-9]{1,5}";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "TARGET",
      description =
          "What to look up; - for many, one a line of standard input (the same as --from -).")
  private List<String> targets = List.of();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Look up many: one a line of this file, or of standard input with -. A line is IP,"
              + " IP:PORT or [IPv6]:PORT, and may have a time behind a blank or a comma.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description =
          "How the answers of --from are written: ${COMPLETION-CANDIDATES} (default: table).")
  private Optional<LookupWriter.Format> format = Optional.empty();

  @Mixin private WindowsSource windowsSource;

  @Option(
      names = "--at",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = "Also say how each stood at that time.")
  private Optional<Instant> at = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (targets.equals(List.of(STDIN)) && from.isEmpty()) {
      from = Optional.of(STDIN);
      targets = List.of();
    }
    if (from.isPresent() == !targets.isEmpty() || targets.contains(STDIN)) {
      throw new ParameterException(
          spec.commandLine(), "give targets, or --from FILE with one a line, or - for its lines");
    }
    if (from.isPresent()) {
      return many(from.get());
    }
    if (format.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--format is for many targets (--from)");
    }
    try (WindowSnapshot snapshot = windowsSource.open()) {
      Scores scores = WindowsSource.scores(snapshot);
      TextTable table = new TextTable();
      table.row(
          "endpoint", "pool", "coin", "name", "first up", "last up", "ups", "ended by", "answer");
      long found = 0;
      List<String> problems = new ArrayList<>();
      for (String asked : targets) {
        String target = MistypedTarget.strip(asked);
        List<AvailabilityWindow> windows = List.of();
        try {
          windows = windows(snapshot, target);
        } catch (IllegalArgumentException e) {
          problems.add(e.getMessage());
          continue;
        }
        if (windows.isEmpty()) {
          System.err.println(
              TextTable.printable(target) + ": no window" + withBrackets(snapshot, target));
        }
        for (AvailabilityWindow window : windows) {
          row(table, window, windows, scores);
        }
        found += windows.size();
      }
      if (found > 0) {
        table.printTo(System.out);
      }
      problems.forEach(problem -> System.err.println("error: " + TextTable.printable(problem)));
      return (problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE).code();
    }
  }

  /** Asks back where the port of an IPv6 address was taken for a part of it. */
  private static String withBrackets(WindowSnapshot snapshot, String target) {
    int colon = target.lastIndexOf(':');
    if (colon <= 0 || target.indexOf(':') == colon || target.startsWith("[")) {
      return "";
    }
    String endpoint = "[" + target.substring(0, colon) + "]:" + target.substring(colon + 1);
    try {
      return windows(snapshot, endpoint).isEmpty() ? "" : "; did you mean " + endpoint + "?";
    } catch (IllegalArgumentException e) {
      // Not one with brackets either.
      return "";
    }
  }

  /**
   * The windows of a target.
   *
   * @throws IllegalArgumentException if it is mistyped
   */
  private static List<AvailabilityWindow> windows(WindowSnapshot snapshot, String target) {
    if (target.isEmpty()) {
      refuse(MistypedTarget.ofWord(target));
    }
    List<AvailabilityWindow> windows =
        snapshot.windows().stream().filter(predicate(target)).toList();
    if (windows.isEmpty() && isWord(target)) {
      refuse(MistypedTarget.ofWord(target));
    }
    return windows;
  }

  private int many(String name) throws IOException {
    try (WindowSnapshot snapshot = windowsSource.open();
        TargetLines lines = lines(name)) {
      ManyLookups lookups = new ManyLookups(snapshot, at);
      StandardOutput out = new StandardOutput();
      LookupWriter writer =
          format.orElse(LookupWriter.Format.TABLE).start(out, StandardOutput.charset());
      try {
        lookups.run(name.equals(STDIN) ? "standard input" : name, lines, writer, System.err);
      } catch (UnusableWindowsException e) {
        throw new CommandFailure(ExitCode.NO_WINDOWS, e.getMessage());
      } catch (IOException e) {
        if (!out.hasFailed()) {
          throw new CommandFailure(ExitCode.UNREADABLE_INPUT, name + ": " + IoMessages.describe(e));
        }
        StandardOutput.checkGone(e);
      }
      if (lookups.answered() == 0 && !out.hasFailed()) {
        throw new CommandFailure(ExitCode.UNREADABLE_INPUT, name + ": no target in it");
      }
      return lookups.exitCode().code();
    }
  }

  private static TargetLines lines(String name) {
    if (name.equals(STDIN)) {
      return new TargetLines(System.in);
    }
    try {
      return new TargetLines(Files.newInputStream(Path.of(name)));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, IoMessages.describe(e));
    }
  }

  private static void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }

  /** Whether it is looked up as a name, pool or coin, because it is nothing else. */
  private static boolean isWord(String target) {
    return IpAddress.tryParse(target).isEmpty()
        && !isBlock(target)
        && target.indexOf(':') < 0
        && !target.matches(PORT);
  }

  private static boolean isBlock(String target) {
    int slash = target.indexOf('/');
    return slash > 0 && IpAddress.tryParse(target.substring(0, slash)).isPresent();
  }

  private static Predicate<AvailabilityWindow> predicate(String target) {
    Optional<IpAddress> address = IpAddress.tryParse(target);
    if (address.isPresent()) {
      return window -> window.endpoint().address().equals(address.get());
    }
    if (isBlock(target)) {
      Cidr block = Cidr.parse(target);
      return window -> block.contains(window.endpoint().address());
    }
    if (target.indexOf(':') >= 0) {
      refuse(MistypedTarget.ofAddress(target));
      Endpoint endpoint = Endpoint.parse(target);
      return window -> window.endpoint().equals(endpoint);
    }
    if (target.matches(PORT)) {
      refuse(MistypedTarget.ofPort(target));
      int port = Integer.parseInt(target);
      return window -> window.endpoint().port() == port;
    }
    // With the dot of the root a name is the same name.
    String word = target.toLowerCase(Locale.ROOT).replaceFirst("(?<=[^.])\\.$", "");
    return window -> window.segments().stream().anyMatch(segment -> names(segment, word));
  }

  private static boolean names(WindowSegment segment, String word) {
    return segment.coins().stream().anyMatch(c -> c.toLowerCase(Locale.ROOT).equals(word))
        || segment.pools().stream().anyMatch(p -> p.toLowerCase(Locale.ROOT).contains(word))
        || segment.fqdns().contains(word)
        || segment.staleFqdns().contains(word);
  }

  private void row(
      TextTable table, AvailabilityWindow window, List<AvailabilityWindow> found, Scores scores) {
    table.row(
        window.endpoint().toString(),
        orDash(
            String.join(
                "|", LookupAnswer.pools(window, at.map(LookupCommand::span).orElse(window.up())))),
        joined(window, WindowSegment::coins),
        joined(window, WindowSegment::fqdns),
        UtcTime.toMinute(window.up().from()),
        UtcTime.toMinute(window.up().to()),
        Long.toString(window.upCount()),
        window.endReason().name(),
        at.map(instant -> answer(window, found, instant, scores)).orElse("-"));
  }

  /** The answer stands with the window that it rests on. */
  private static String answer(
      AvailabilityWindow window, List<AvailabilityWindow> found, Instant at, Scores scores) {
    List<AvailabilityWindow> ofEndpoint =
        found.stream().filter(w -> w.endpoint().equals(window.endpoint())).toList();
    return Placement.of(ofEndpoint, span(at), scores)
        .filter(placement -> placement.window().equals(window))
        .map(placement -> placement.situation() + ", score " + placement.score())
        .orElse("-");
  }

  private static TimeSpan span(Instant at) {
    return new TimeSpan(at.toEpochMilli(), at.toEpochMilli());
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String joined(
      AvailabilityWindow window, java.util.function.Function<WindowSegment, List<String>> field) {
    return orDash(
        window.segments().stream()
            .flatMap(segment -> field.apply(segment).stream())
            .distinct()
            .sorted()
            .collect(Collectors.joining("|")));
  }
}
