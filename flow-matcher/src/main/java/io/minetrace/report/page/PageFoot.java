// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/** What the page says of itself. */
final class PageFoot implements Part {

  @Override
  public void writeTo(Markup page) {
    page.open("footer");
    page.paragraph(
        "This report says which connections are consistent with mining, and how well that is founded."
            + " It bears no date of its own: made again from the same result, it is the same to the"
            + " byte. An evidence bag bears its date in bag-info.txt.");
    page.close();
  }
}
