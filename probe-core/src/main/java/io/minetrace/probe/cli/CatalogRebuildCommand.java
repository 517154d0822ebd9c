// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.InstantText;
import io.minetrace.cli.TextTable;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.PruneClass;
import io.minetrace.probe.catalog.PruneEntry;
import io.minetrace.probe.catalog.RebuildMode;
import io.minetrace.probe.catalog.RebuildReport;
import io.minetrace.probe.catalog.RebuildScope;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.snapshot.WindowChange;
import io.minetrace.snapshot.WindowField;
import io.minetrace.window.AvailabilityWindow;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probe-core catalog rebuild}. */
@Command(
    name = "rebuild",
    description = {
      "Computes the availability windows once more from the observations and doubts they rest on, and",
      "says which of the stored ones differ. Nothing is changed without --apply. Interrupted, it has",
      "changed all of an endpoint's windows or none; run it again."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, with or without differences",
      "1:internal error",
      "2:wrong usage, or an endpoint or pool that is not in the catalog",
      "5:database absent, or newer than the program",
      "130, 143:interrupted"
    })
final class CatalogRebuildCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(
      names = "--apply",
      description = "Store the windows computed in place of those that differ.")
  private boolean apply;

  @Option(
      names = "--endpoint",
      paramLabel = "ADDRESS:PORT",
      description = "Only this one: 192.0.2.1:3333 or [2001:db8::1]:3333, /udp behind it for UDP.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Only the endpoints that names of this pool led to.")
  private Optional<String> pool = Optional.empty();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "40",
      description = "Windows shown that differ; all are counted (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  private final List<WindowChange> shown = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (top < 0) {
      throw new ParameterException(spec.commandLine(), "--top: " + top + " (expected: 0 or more)");
    }
    RebuildScope scope = new RebuildScope(endpoint.map(this::parsed), pool);
    return database.run(
        catalog -> {
          RebuildReport report = rebuild(catalog, scope);
          print(report, catalog.prunes());
          return ExitCode.OK;
        });
  }

  private Endpoint parsed(String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--endpoint: " + e.getMessage(), e);
    }
  }

  private RebuildReport rebuild(Catalog catalog, RebuildScope scope) {
    RebuildReport report =
        catalog.rebuild(
            scope, apply ? RebuildMode.APPLY : RebuildMode.COMPARE, this::show, done -> {});
    if (report.endpoints() == 0 && !scope.equals(RebuildScope.EVERYTHING)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "not in the catalog: "
              + TextTable.printable(
                  endpoint.orElse("no endpoint")
                      + pool.map(p -> " of pool '" + p + "'").orElse("")),
          "'catalog search' finds what there is");
    }
    return report;
  }

  private void show(WindowChange change) {
    if (shown.size() < top) {
      shown.add(change);
    }
  }

  private void print(RebuildReport report, List<PruneEntry> prunes) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(object(report)));
    } else if (!shown.isEmpty()) {
      table().lines().forEach(out::println);
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    if (report.differing() > shown.size() && !json) {
      err.printf("… and %,d more (see --top)%n", report.differing() - shown.size());
    }
    err.printf(
        "%,d endpoints, %,d observations, %,d windows by rule version %d: %,d differ (%s)%n",
        report.endpoints(),
        report.observations(),
        report.windows(),
        WindowLedger.ALGORITHM_VERSION,
        report.differing(),
        kinds(report));
    note(err, report.behind(), "endpoints had something that was not folded yet");
    note(err, report.damaged(), "windows had damaged rows");
    note(err, report.outdated(), "windows were made by another version of the rules");
    noteRetention(err, prunes);
    err.println(apply ? "all of them are stored as computed" : "nothing was changed (see --apply)");
    err.flush();
  }

  /** Packed or not, they have been taken in; who wonders where rows are is told. */
  private static void noteRetention(PrintWriter err, List<PruneEntry> prunes) {
    List<PruneEntry> packings =
        prunes.stream().filter(p -> p.order().what() == PruneClass.OBSERVATIONS).toList();
    if (!packings.isEmpty()) {
      note(
          err,
          packings.stream().mapToLong(PruneEntry::rows).sum(),
          "observations were packed by retention, the last time "
              + InstantText.toSecond(packings.get(packings.size() - 1).order().decidedAt()));
    }
  }

  private static void note(PrintWriter err, long count, String what) {
    if (count > 0) {
      err.printf("%,d %s%n", count, what);
    }
  }

  private static String kinds(RebuildReport report) {
    return Arrays.stream(WindowChange.Kind.values())
        .map(kind -> String.format("%,d %s", report.count(kind), kind.word()))
        .collect(Collectors.joining(", "));
  }

  private TextTable table() {
    TextTable table = new TextTable();
    table.row("CHANGE", "ENDPOINT", "FIRST UP", "LAST UP", "WHAT");
    for (WindowChange change : shown) {
      AvailabilityWindow window = change.window();
      table.row(
          words(change),
          window.endpoint().toString(),
          InstantText.toSecond(window.up().from()),
          InstantText.toSecond(window.up().to()),
          what(change));
    }
    return table;
  }

  private static String words(WindowChange change) {
    return change.kinds().stream()
        .sorted()
        .map(WindowChange.Kind::word)
        .collect(Collectors.joining(","));
  }

  private static String what(WindowChange change) {
    if (change.older().isEmpty() || change.newer().isEmpty()) {
      return "-";
    }
    return change.fields().stream()
        .map(
            field ->
                field.columnName()
                    + " "
                    + orDash(field.of(change.older().get()))
                    + " ⇒ "
                    + orDash(field.of(change.newer().get())))
        .collect(Collectors.joining("; "));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private ObjectNode object(RebuildReport report) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    object.put("applied", apply);
    object.put("algorithm_version", WindowLedger.ALGORITHM_VERSION);
    object.put("endpoints", report.endpoints());
    object.put("endpoints_behind", report.behind());
    object.put("observations", report.observations());
    object.put("windows", report.windows());
    object.put("differing", report.differing());
    for (WindowChange.Kind kind : WindowChange.Kind.values()) {
      object.put(kind.word(), report.count(kind));
    }
    object.put("damaged", report.damaged());
    object.put("outdated", report.outdated());
    for (WindowChange change : shown) {
      write(object.withArray("first").addObject(), change);
    }
    return object;
  }

  private static void write(ObjectNode object, WindowChange change) {
    AvailabilityWindow window = change.window();
    change.kinds().stream().sorted().forEach(k -> object.withArray("change").add(k.word()));
    object.put("window_id", window.windowId());
    object.put("address", window.endpoint().address().toString());
    object.put("port", window.endpoint().port());
    object.put("transport", window.endpoint().transport().keyword());
    object.put("first_up", window.up().from());
    object.put("last_up", window.up().to());
    ObjectNode fields = object.putObject("fields");
    if (change.older().isPresent() && change.newer().isPresent()) {
      for (WindowField field : change.fields()) {
        ObjectNode values = fields.putObject(field.columnName());
        values.put("stored", field.of(change.older().get()));
        values.put("computed", field.of(change.newer().get()));
      }
    }
  }
}
