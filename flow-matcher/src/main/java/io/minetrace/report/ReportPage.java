// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.nio.file.Path;

/** How a report is made of a result: what checks one does not know what a page looks like. */
@FunctionalInterface
public interface ReportPage {

  /**
   * The page.
   *
   * @param manifest run.json of the result
   * @param totals of all its rows, made for a report
   * @throws IOException naming the manifest, if it cannot be read
   */
  String of(Path manifest, ResultTotals totals) throws IOException;
}
