// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultReader;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.RunFacts;
import io.minetrace.report.page.HtmlReport;
import io.minetrace.snapshot.FreshFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flow-matcher report}: the HTML report of a result that lies there already. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the HTML report of an earlier result: one file, readable without network and scripts.",
      "The rows are checked against the digest in run.json first."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:wrong usage",
      "4:the result cannot be read",
      "6:the rows are not those that run.json tells of",
      "7:output exists (see --overwrite)"
    })
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RESULT",
      description =
          "A result directory of match, or a single result file with its run.json beside.")
  private Path result;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.html",
      description = "Where to (default: report.html in the directory, or beside the file).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--overwrite", description = "Replace an earlier report.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    ResultFiles files = ResultFiles.of(result);
    Path target = output.orElseGet(files::report);
    ReportPlace place =
        new ReportPlace(
            target,
            ReportPlace.Kind.REPORT,
            overwrite ? FreshFile.Existing.REPLACE : FreshFile.Existing.REFUSE);
    place.check(Optional.empty(), files.all());
    RunFacts run = RunFacts.read(files.manifest());
    ResultTotals totals = ResultTotals.forReport(run.sessionGap(), run.inside(), s -> {});
    try (ResultReader rows = ResultReader.open(files.rows())) {
      for (Optional<ResultRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        totals.add(row.get());
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.MISMATCH, files.rows() + ": " + e.getMessage());
    }
    totals.finish();
    files.requireDigest(totals.digest());
    files.requireListed(run);
    place.write(HtmlReport.of(files.manifest(), totals));
    System.err.println("wrote " + target);
    return ExitCode.OK.code();
  }
}
