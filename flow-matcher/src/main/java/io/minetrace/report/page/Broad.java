// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.List;

/**
 * Parts whose tables are too broad for an upright sheet: they are printed across. On a sheet that
 * is too narrow a browser prints the whole page smaller, down to what nobody reads.
 */
final class Broad implements Part {

  private final List<Part> parts;

  Broad(Part... parts) {
    this.parts = List.of(parts);
  }

  @Override
  public void writeTo(Markup page) {
    page.open("section", "class", "broad");
    parts.forEach(part -> part.writeTo(page));
    page.close();
  }
}
