// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputProblem;
import io.minetrace.report.InputSummary;
import io.minetrace.report.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Says of an input what went wrong with it, one line each. */
public final class InputMessages {

  private static final int SHOWN_INPUTS = 20;

  private InputMessages() {}

  /**
   * That so many flows could not be matched, for want of the protocol that their port is one of.
   */
  public static String withoutProtocol(long flows) {
    return Quantity.count(flows, "flow")
        + " without protocol "
        + (flows == 1 ? "was" : "were")
        + " not matched (expected: its number or name)";
  }

  /** That so many flows could not be matched, for want of a port. */
  public static String withoutPorts(long flows) {
    return Quantity.count(flows, "flow")
        + " without ports "
        + (flows == 1 ? "was" : "were")
        + " not matched (expected: the port of either side; a window is of one port)";
  }

  /** What broke off the reading of an input of this name. */
  static InputFailure failure(String input, IOException exception) {
    String message = IoMessages.describe(input, exception);
    return exception instanceof MalformedFlowFileException malformed
        ? new InputFailure(
            InputFailure.Kind.MALFORMED,
            OptionalLong.of(malformed.offset()),
            TextTable.printable(malformed.problem()),
            message)
        : new InputFailure(
            InputFailure.Kind.UNREADABLE,
            OptionalLong.empty(),
            IoMessages.describe(exception),
            message);
  }

  /** Why a run that is to stop at damage stops: the first of it. */
  static CommandFailure stopped(InputSummary damaged) {
    InputProblem first = InputProblem.of(List.of(damaged), List.of()).get(0);
    String place =
        TextTable.printable(first.file())
            + (first.offset().isPresent() ? ", offset " + first.offset().getAsLong() : "")
            + ": ";
    // What the file system says has the name in it already.
    boolean named = first.offset().isEmpty() && first.detail().startsWith(place);
    return new CommandFailure(
        ExitCode.UNREADABLE_INPUT,
        (named ? "" : place)
            + first.detail()
            + " ("
            + first.reason()
            + "); the run was to stop at this, and nothing was written");
  }

  /** Says it of many, and no more than a person would read. */
  static void print(List<InputSummary> summaries, PrintStream err) {
    List<InputSummary> partial = summaries.stream().filter(InputSummary::isPartial).toList();
    partial.stream().limit(SHOWN_INPUTS).forEach(summary -> print(summary, err));
    printMore(partial.size(), "inputs that could not be read wholly", err);
    printCopies(summaries, err);
    printDoubts(summaries, err);
  }

  /**
   * What spoils matches though nothing of an input is lost, a line each: what was replaced before
   * it was written, of that by which flows match, so that what matches does so by chance; and times
   * that are one of two.
   */
  public static List<String> doubts(DecodeReport report) {
    List<String> doubts = replaced(report);
    String assumed = report.facts().get(DecodeReport.ASSUMED_TIMES);
    if (assumed != null) {
      doubts.add("times without zone at a change of the clocks may be an hour off: " + assumed);
    }
    return doubts;
  }

  private static List<String> replaced(DecodeReport report) {
    List<String> replaced = new ArrayList<>();
    String addresses = report.facts().get(DecodeReport.REPLACED_ADDRESSES);
    if (addresses != null) {
      replaced.add(
          "addresses were replaced before it was written: "
              + addresses
              + "; of those that were, none is a service but by chance");
    }
    String others = report.facts().get(DecodeReport.REPLACED_PORTS_AND_TIMES);
    if (others != null) {
      replaced.add(
          "ports, times or translated addresses were replaced before it was written: "
              + others
              + "; by those that were, no flow matches a service but by chance");
    }
    return replaced;
  }

  private static void printDoubts(List<InputSummary> summaries, PrintStream err) {
    int inputs = 0;
    for (InputSummary summary : summaries) {
      List<String> doubts = summary.report().map(InputMessages::doubts).orElse(List.of());
      if (!doubts.isEmpty() && inputs++ < SHOWN_INPUTS) {
        doubts.forEach(
            what -> err.println("warning: " + TextTable.printable(summary.path() + ": " + what)));
      }
    }
    printMore(inputs, "inputs with replaced fields or doubtful times", err);
  }

  /** Flows that lie in two inputs are counted twice; that is the user's to know. */
  private static void printCopies(List<InputSummary> summaries, PrintStream err) {
    Map<String, String> first = new HashMap<>();
    String example = "";
    int copies = 0;
    for (InputSummary summary : summaries) {
      if (summary.decoded() == 0) {
        continue;
      }
      // The id stands for length, beginning and end; the hash, where there is one, for the rest.
      String content = summary.inputFile() + summary.sha256().orElse("");
      String name = TextTable.printable(summary.path());
      String earlier = first.putIfAbsent(content, name);
      if (earlier != null) {
        example = copies == 0 ? name + ": has the same bytes as " + earlier : example;
        copies++;
      }
    }
    if (copies > 0) {
      String more = copies > 1 ? "; so it is with " + (copies - 1) + " more" : "";
      err.println("warning: " + example + ", so its flows count twice" + more);
    }
  }

  /** As many lines as a person would read. */
  static void printErrors(List<String> problems, PrintStream err) {
    problems.stream().limit(SHOWN_INPUTS).forEach(problem -> err.println("error: " + problem));
    printMore(problems.size(), "names that could not be read", err);
  }

  private static void printMore(int all, String what, PrintStream err) {
    if (all > SHOWN_INPUTS) {
      err.println("… and " + (all - SHOWN_INPUTS) + " more " + what);
    }
  }

  static void print(InputSummary summary, PrintStream err) {
    summary.failure().ifPresent(failure -> err.println("error: " + failure));
    summary.report().ifPresent(report -> printLosses(report, err));
  }

  /** One line for each reason for which flow records may be missing. */
  static void printLosses(DecodeReport report, PrintStream err) {
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      if (entry.getKey().isLoss()) {
        err.println("warning: " + TextTable.printable(report.file() + ", " + describe(entry)));
      }
    }
  }

  /** {@code offset 140: block size … (2 × CORRUPT, 312 bytes)}. */
  public static String describe(Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry) {
    DecodeReport.Tally tally = entry.getValue();
    return "offset "
        + tally.firstOffset()
        + ": "
        + tally.firstDetail()
        + " ("
        + tally.count()
        + " × "
        + entry.getKey()
        + ", "
        + tally.bytes()
        + " bytes)";
  }
}
