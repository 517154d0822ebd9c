// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.BackgroundResultWriter;
import io.minetrace.report.CellGuard;
import io.minetrace.report.ContextWriter;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.ResultWriter;
import io.minetrace.report.SessionWriter;
import io.minetrace.report.TotalsWriter;
import io.minetrace.report.exchange.ColumnView;
import io.minetrace.report.exchange.MispWriter;
import io.minetrace.report.exchange.StixWriter;
import io.minetrace.report.exchange.TimesketchWriter;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that decide what files a result consists of: a picocli mixin. A directory always
 * holds the rows with our own columns, which our own commands read; what was asked for in the words
 * of others lies beside them. A single file, or standard output, is only what was asked for.
 */
final class OutputChoices {

  private static final String STDOUT = "-";

  @Option(
      names = {"-f", "--format"},
      split = ",",
      paramLabel = "FORMAT",
      description =
          "What to write: ${COMPLETION-CANDIDATES} (default: csv and ndjson in a directory)."
              + " timesketch is an event a row; stix and misp are an object a mining session.")
  private Set<OutputFormat> formats = EnumSet.noneOf(OutputFormat.class);

  @Option(
      names = "--columns",
      paramLabel = "PRESET|LIST",
      converter = Columns.class,
      description =
          "Columns of the rows: ipfix (our own, the default), nfdump, zeek, ecs or silk, each with"
              + " its program's names, times and layout and our own columns behind; or a list of"
              + " our own columns and community_id with commas between. In a directory these lie"
              + " beside the rows with our own columns.")
  private ColumnView columns = ColumnView.own();

  @Option(
      names = "--excel",
      description =
          "Guard CSV for spreadsheets: an apostrophe before each cell that begins with = + - @,"
              + " tab, line break or apostrophe. In a directory as matches.excel.csv,"
              + " sessions.excel.csv and context.excel.csv beside the tables as they are.")
  private boolean excel;

  private boolean directory;

  /** Parses {@code --columns}. */
  static final class Columns implements ITypeConverter<ColumnView> {
    @Override
    public ColumnView convert(String text) {
      try {
        return ColumnView.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Starts a file of the result by the name that it has in a directory. */
  @FunctionalInterface
  interface Target {
    OutputStream start(String name) throws IOException;
  }

  /**
   * Settles what is written to a place.
   *
   * @param beside what else is to lie beside the matches: {@code --sessions are}; empty if nothing
   * @throws ParameterException if the choices do not go together
   */
  void check(CommandSpec spec, String output, Optional<String> beside) {
    List<OutputFormat> named = STDOUT.equals(output) ? List.of() : ofFile(output);
    checkEnding(spec, output);
    directory = !STDOUT.equals(output) && named.isEmpty();
    if (!directory) {
      checkSingle(spec, output, named);
    } else if (rowFormats().isEmpty()) {
      formats.addAll(EnumSet.of(OutputFormat.CSV, OutputFormat.NDJSON));
    }
    if (excel && !(columns.isCsv() && formats.contains(OutputFormat.CSV))) {
      throw usage(
          spec,
          columns.isCsv()
              ? "--excel guards cells of CSV, and none is written (see -f)"
              : "--excel guards cells of CSV, and --columns " + columns.word() + " is none");
    }
    if (rowFormats().isEmpty() && !columns.isOwn()) {
      throw usage(spec, "--columns are those of rows, and none are written (see -f)");
    }
    if (beside.isPresent() && !directory && (rowFormats().isEmpty() || !isOwnName(output))) {
      throw usage(
          spec,
          beside.get()
              + " written beside the matches: give a directory, or a file ending in .csv or"
              + " .ndjson, with -o");
    }
  }

  /** The same for a directory, whatever its name. */
  void checkDirectory(CommandSpec spec) {
    check(spec, "directory", Optional.empty());
  }

  private void checkSingle(CommandSpec spec, String output, List<OutputFormat> named) {
    if (formats.isEmpty()) {
      if (named.size() > 1) {
        throw usage(
            spec,
            "-o "
                + output
                + " may be "
                + named.stream().map(OutputFormat::word).collect(Collectors.joining(" or "))
                + ": say which with -f");
      }
      formats.add(
          named.isEmpty()
              ? (columns.prefersJson() ? OutputFormat.NDJSON : OutputFormat.CSV)
              : named.get(0));
    }
    if (formats.size() > 1) {
      throw usage(spec, "-o " + output + " takes one format (given: " + formats + ")");
    }
    if (!named.isEmpty() && !named.containsAll(formats)) {
      throw usage(spec, "-o " + output + " takes its own format (given: " + formats + ")");
    }
  }

  /** A file that ends in what another preset's table ends in would not be what its name says. */
  private void checkEnding(CommandSpec spec, String output) {
    String ending = output.substring(output.lastIndexOf('.') + 1);
    boolean table =
        output.length() > ending.length()
            && ColumnView.suffixes().stream().anyMatch(suffix -> suffix.endsWith("." + ending))
            && !ending.equals(OutputFormat.NDJSON.word());
    if (!columns.isOwn() && table && !ending.equals(tableExtension())) {
      throw usage(
          spec,
          "-o "
              + output
              + ": with these --columns a table is no ."
              + ending
              + " (expected: a name that ends in ."
              + tableExtension()
              + " or .ndjson, or a directory)");
    }
  }

  private static ParameterException usage(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<OutputFormat> ofFile(String output) {
    List<OutputFormat> named = OutputFormat.ofFile(output);
    boolean table = !columns.isCsv() && output.endsWith("." + tableExtension());
    return named.isEmpty() && table ? List.of(OutputFormat.CSV) : named;
  }

  private String tableExtension() {
    String suffix = columns.suffix(ResultFormat.CSV, CellGuard.NONE);
    return suffix.substring(suffix.lastIndexOf('.') + 1);
  }

  private static boolean isOwnName(String output) {
    return output.endsWith(".csv") || output.endsWith(".ndjson");
  }

  /** Whether several files are made, in a directory of their own. */
  boolean isDirectory() {
    return directory;
  }

  /** The syntaxes that rows are written in. */
  List<ResultFormat> rowFormats() {
    return formats.stream().map(OutputFormat::rows).flatMap(Optional::stream).toList();
  }

  private CellGuard guard() {
    return excel ? CellGuard.SPREADSHEET : CellGuard.NONE;
  }

  /**
   * Starts everything that is written row by row.
   *
   * @param totals take the rows, too, and are finished when the writers are closed
   */
  List<ResultWriter> rowWriters(Target target, ResultTotals totals) throws IOException {
    List<ResultWriter> canonical = new ArrayList<>();
    List<ResultWriter> writers = new ArrayList<>();
    boolean other = excel || !columns.isOwn();
    for (ResultFormat format : rowFormats()) {
      if (directory || !other) {
        ResultWriter writer = format.start(target.start("matches." + format.extension()));
        if (format == ResultFormat.NDJSON) {
          canonical.add(writer);
        } else {
          writers.add(beside(writer));
        }
      }
      // Our own columns as NDJSON have nothing to guard, and are there already.
      if (other && !(columns.isOwn() && format == ResultFormat.NDJSON)) {
        String name = "matches." + columns.suffix(format, guard());
        writers.add(beside(columns.start(format, guard(), target.start(name))));
      }
    }
    if (formats.contains(OutputFormat.TIMESKETCH)) {
      writers.add(beside(new TimesketchWriter(target.start(OutputFormat.TIMESKETCH.fileName()))));
    }
    // First, so that a reader of standard output who goes away takes nothing from the totals.
    writers.add(0, beside(new TotalsWriter(totals, canonical)));
    return writers;
  }

  /** On a thread of its own, where there are others. */
  private ResultWriter beside(ResultWriter writer) {
    return directory ? new BackgroundResultWriter(writer) : writer;
  }

  /** Starts everything for other programs that is written session by session. */
  List<SessionWriter> exchangeWriters(WindowSnapshot snapshot, Target target) throws IOException {
    long asOf = snapshot.asOf().orElse(0);
    List<SessionWriter> writers = new ArrayList<>();
    if (formats.contains(OutputFormat.STIX)) {
      writers.add(new StixWriter(asOf, target.start(OutputFormat.STIX.fileName())));
    }
    if (formats.contains(OutputFormat.MISP)) {
      writers.add(new MispWriter(asOf, target.start(OutputFormat.MISP.fileName())));
    }
    return writers;
  }

  /** Starts the tables of sessions in a syntax of the rows. */
  List<SessionWriter> sessionTables(ResultFormat format, OutputPlace place) throws IOException {
    List<SessionWriter> writers = new ArrayList<>();
    writers.add(SessionWriter.start(format, plainGuard(), place.sessions(format)));
    if (isGuardedBeside(format)) {
      OutputStream beside = place.file(OutputFormat.guarded("sessions"));
      writers.add(SessionWriter.start(format, guard(), beside));
    }
    return writers;
  }

  /** Starts the tables of context in a syntax of the rows. */
  List<ContextWriter> contextTables(ResultFormat format, OutputPlace place) throws IOException {
    List<ContextWriter> writers = new ArrayList<>();
    writers.add(ContextWriter.start(format, plainGuard(), place.context(format)));
    if (isGuardedBeside(format)) {
      OutputStream beside = place.file(OutputFormat.guarded("context"));
      writers.add(ContextWriter.start(format, guard(), beside));
    }
    return writers;
  }

  /** Of a table by its plain name: in a directory a guarded one lies beside it. */
  private CellGuard plainGuard() {
    return directory ? CellGuard.NONE : guard();
  }

  private boolean isGuardedBeside(ResultFormat format) {
    return directory && excel && format == ResultFormat.CSV;
  }

  /** All choices in force, given or not, for the manifest. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put(
        "formats",
        formats.stream().map(OutputFormat::word).sorted().collect(Collectors.joining(",")));
    parameters.put(
        "columns",
        ColumnView.presets().contains(columns.word())
            ? columns.word()
            : String.join(",", columns.names()));
    if (excel) {
      parameters.put("excel", "true");
    }
    return parameters;
  }
}
