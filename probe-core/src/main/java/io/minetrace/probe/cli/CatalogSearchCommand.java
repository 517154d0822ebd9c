// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.TextTable;
import io.minetrace.net.HostPort;
import io.minetrace.probe.catalog.Retirement;
import io.minetrace.probe.catalog.Retirements;
import io.minetrace.probe.catalog.SearchHit;
import io.minetrace.window.CoinBasis;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog search}. */
@Command(
    name = "search",
    description = {
      "Looks up a pool, a host name (or part of either), a coin, an address, ADDRESS:PORT or a port.",
      "Nothing found is said on stderr; the exit code is 0 all the same."
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

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  private Retirements retirements;

  @Override
  public Integer call() throws IOException {
    return database.run(
        catalog -> {
          List<SearchHit> hits = catalog.search(text);
          retirements = catalog.retirements();
          if (json) {
            printJson(hits);
          } else if (!hits.isEmpty()) {
            printTable(hits);
          }
          spec.commandLine().getOut().flush();
          spec.commandLine()
              .getErr()
              .println(
                  hits.isEmpty() ? "nothing found for '" + text + "'" : hits.size() + " found");
          return ExitCode.OK;
        });
  }

  private void printTable(List<SearchHit> hits) {
    TextTable table = new TextTable();
    table.row(
        "POOL",
        "FQDN",
        "PORT",
        "COINS",
        "PROTOCOLS",
        "FOUND AT",
        "NOW",
        "WINDOWS",
        "FIRST UP",
        "LAST UP");
    for (SearchHit hit : hits) {
      table.row(
          hit.pool(),
          hit.fqdn(),
          hit.port() == 0 ? "" : Integer.toString(hit.port()),
          coins(hit),
          String.join("|", hit.protocols()),
          hit.address().map(a -> new HostPort(a, hit.port()).toString()).orElse(""),
          now(hit),
          Long.toString(hit.windows()),
          time(hit.firstUp()),
          time(hit.lastUp()));
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
  }

  private Optional<Retirement> retired(SearchHit hit) {
    return retirements.of(hit.pool(), hit.fqdn(), hit.port(), hit.address());
  }

  /** What was found last, and whether somebody took it out of use. */
  private String now(SearchHit hit) {
    return Stream.concat(
            hit.lastVerdict().stream(),
            retired(hit).stream().map(r -> "retired " + time(OptionalLong.of(r.at()))))
        .collect(Collectors.joining(", "));
  }

  /** The declared coins; what is served instead is a finding, and said. */
  private static String coins(SearchHit hit) {
    String declared = String.join("|", hit.coins());
    return hit.contradicted()
        ? (declared + " (found " + String.join("|", hit.served()) + ")").strip()
        : declared;
  }

  private static String time(OptionalLong millis) {
    return millis.isEmpty()
        ? ""
        : Instant.ofEpochMilli(millis.getAsLong()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void printJson(List<SearchHit> hits) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    for (SearchHit hit : hits) {
      ObjectNode object = mapper.createObjectNode();
      object.put("pool", hit.pool());
      object.put("fqdn", hit.fqdn());
      object.put("port", hit.port());
      put(object.putArray("coins"), hit.coins());
      put(object.putArray("protocols"), hit.protocols());
      object.put("address", hit.address().orElse(null));
      object.put("last_verdict", hit.lastVerdict().orElse(null));
      put(object.putArray("coins_served"), hit.served());
      object.put("coin_basis", hit.coinBasis().map(CoinBasis::word).orElse(null));
      object.put("coin_contradiction", hit.contradicted());
      object.put("pool_tag", hit.poolTag().isEmpty() ? null : hit.poolTag());
      object.put("windows", hit.windows());
      object.put("first_up", hit.firstUp().isPresent() ? hit.firstUp().getAsLong() : null);
      object.put("last_up", hit.lastUp().isPresent() ? hit.lastUp().getAsLong() : null);
      object.put("retired_at", retired(hit).map(Retirement::at).orElse(null));
      object.put("retired_why", retired(hit).map(Retirement::why).orElse(null));
      spec.commandLine().getOut().println(mapper.writeValueAsString(object));
    }
  }

  private static void put(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
