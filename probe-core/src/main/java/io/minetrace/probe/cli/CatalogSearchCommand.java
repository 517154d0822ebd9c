// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.net.HostPort;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.NameSighting;
import io.minetrace.probe.catalog.Retirements;
import io.minetrace.probe.catalog.SearchAnswer;
import io.minetrace.probe.catalog.SearchHit;
import io.minetrace.probe.catalog.SearchQuestion;
import io.minetrace.probe.catalog.SearchStanding;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog search}. */
@Command(
    name = "search",
    description = {
      "Looks up a host name (or all below a domain), ADDRESS, ADDRESS:PORT, [IPV6]:PORT, HOST:PORT,",
      "a URL of one, a port, a block of addresses, a pool or a coin; where nothing is called so,",
      "names and pools with the text in them. STATE: up (answered at its newest visit), ever (did",
      "once), declared (a source says so). Of a host or an address, also which names pointed where.",
      "Nothing found is said on stderr, with what may have been meant; the exit code is 0 all the same."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, with or without anything found",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogSearchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Parameters(paramLabel = "TEXT", description = "What to look for.")
  private String text;

  @Option(
      names = "--at",
      converter = InstantText.class,
      paramLabel = "TIME",
      description = {
        "Also how each stood at that time, as a flow then would be judged; NOT_MINING: visited",
        "about then, and refuted; NOT_OBSERVED: nothing can be said. WINDOW is what it rests on."
      })
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many hits at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--json",
      description = {
        "JSON instead of tables, an object a line; its kind is service, name, indicator or",
        "suggestion."
      })
  private boolean json;

  private Retirements retirements;

  @Override
  public Integer call() throws IOException {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit: " + limit + " (expected: 1 or more)");
    }
    return database.run(
        catalog -> {
          OptionalLong instant =
              at.map(time -> OptionalLong.of(time.toEpochMilli())).orElse(OptionalLong.empty());
          SearchAnswer answer = catalog.search(new SearchQuestion(text, instant, limit));
          retirements = catalog.retirements();
          PrintWriter out = spec.commandLine().getOut();
          if (json) {
            SearchJson.lines(answer, retirements).forEach(out::println);
          } else {
            tables(answer).forEach(out::println);
          }
          out.flush();
          say(answer);
          return ExitCode.OK;
        });
  }

  private List<String> tables(SearchAnswer answer) {
    List<String> lines = new ArrayList<>();
    if (!answer.hits().isEmpty()) {
      lines.addAll(hits(answer.hits()).lines());
    }
    if (!answer.names().isEmpty()) {
      separate(lines);
      lines.addAll(names(answer.names()).lines());
    }
    if (!answer.indicators().isEmpty()) {
      separate(lines);
      lines.addAll(indicators(answer.indicators()).lines());
    }
    return lines;
  }

  private static void separate(List<String> lines) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
  }

  private TextTable hits(List<SearchHit> hits) {
    TextTable table = new TextTable();
    List<String> head =
        new ArrayList<>(
            List.of(
                "POOL",
                "FQDN",
                "PORT",
                "COINS",
                "PROTOCOLS",
                "FOUND AT",
                "STATE",
                "NOW",
                "VISITED",
                "WINDOWS",
                "FIRST UP",
                "LAST UP"));
    at.ifPresent(time -> head.addAll(List.of(InstantText.toSecond(time.toEpochMilli()), "WINDOW")));
    table.row(head.toArray(new String[0]));
    for (SearchHit hit : hits) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  hit.pool(),
                  hit.fqdn(),
                  hit.port() == 0 ? "" : Integer.toString(hit.port()),
                  coins(hit),
                  String.join("|", hit.protocols()),
                  hit.address().map(a -> new HostPort(a, hit.port()).toString()).orElse(""),
                  state(hit),
                  hit.lastVerdict().orElse(""),
                  time(hit.lastVisit()),
                  Long.toString(hit.windows()),
                  time(hit.firstUp()),
                  time(hit.lastUp())));
      if (at.isPresent()) {
        row.add(hit.standing().map(CatalogSearchCommand::standing).orElse(""));
        row.add(
            hit.window().map(AvailabilityWindow::up).map(CatalogSearchCommand::span).orElse(""));
      }
      table.row(row.toArray(new String[0]));
    }
    return table;
  }

  /** How well it is known, and whether somebody took it out of use. */
  private String state(SearchHit hit) {
    return hit.state().word()
        + retirements
            .of(hit.pool(), hit.fqdn(), hit.port(), hit.address())
            .map(retirement -> ", retired " + time(OptionalLong.of(retirement.at())))
            .orElse("");
  }

  /** The declared coins; what is served instead is a finding, and said. */
  private static String coins(SearchHit hit) {
    String declared = String.join("|", hit.coins());
    return hit.contradicted()
        ? (declared + " (found " + String.join("|", hit.served()) + ")").strip()
        : declared;
  }

  private static String standing(SearchStanding standing) {
    return standing.word()
        + standing.placement().map(placement -> ", score " + placement.score()).orElse("");
  }

  private static String span(TimeSpan span) {
    return time(OptionalLong.of(span.from())) + " to " + time(OptionalLong.of(span.to()));
  }

  private static TextTable names(List<NameSighting> names) {
    TextTable table = new TextTable();
    table.row("NAME", "POINTED TO", "FROM", "TO", "ANSWERS", "LEFT", "WHOSE", "SAID BY");
    for (NameSighting name : names) {
      table.row(
          name.fqdn(),
          name.address().toString(),
          time(OptionalLong.of(name.seen().from())),
          time(OptionalLong.of(name.seen().to())),
          Long.toString(name.answers()),
          time(name.leftAt()),
          name.foreign() ? "no pool's" : name.pool(),
          name.resolver());
    }
    return table;
  }

  private static TextTable indicators(List<NameIndicator> indicators) {
    TextTable table = new TextTable();
    table.row("IN DNS AND TLS ONLY", "WHY", "POOL", "SOURCE");
    for (NameIndicator indicator : indicators) {
      table.row(indicator.pattern(), indicator.why().word(), indicator.pool(), indicator.source());
    }
    return table;
  }

  private static String time(OptionalLong millis) {
    return millis.isEmpty() ? "" : InstantText.toSecond(millis.getAsLong());
  }

  private void say(SearchAnswer answer) {
    PrintWriter err = spec.commandLine().getErr();
    int found = answer.hits().size();
    if (found == 0) {
      boolean known = !answer.names().isEmpty() || !answer.indicators().isEmpty();
      err.println(
          TextTable.printable(
              (known ? "no service found for '" : "nothing found for '") + text + "'"));
      if (!answer.suggestions().isEmpty()) {
        err.println(
            TextTable.printable("did you mean " + String.join(", ", answer.suggestions()) + "?"));
      }
    } else {
      err.println(
          found
              + " found"
              + (answer.cut() ? ", and there are more: --limit" : "")
              + (answer.asOf().isPresent() ? ", as of " + time(answer.asOf()) : ""));
    }
  }
}
