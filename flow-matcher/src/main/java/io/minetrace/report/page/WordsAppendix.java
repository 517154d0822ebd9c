// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/** The words of the page that have a meaning of their own. */
final class WordsAppendix implements Part {

  @Override
  public void writeTo(Markup page) {
    page.element("h2", "Appendix D: words");
    Definitions words = new Definitions(page, "");
    words.item(
        "Observation",
        "One visit of the prober to an address and port. UP: it answered as a mining service does,"
            + " in a mining protocol. LISTENING: it took the connection and showed nothing of the"
            + " kind. DOWN: it refused or did not answer.");
    words.item(
        "Window",
        "A run of UP observations of one address and port without a hole too long between two. A"
            + " list of addresses without times would call a flow mining years after the pool had"
            + " left.");
    words.item(
        "CONFIRMED",
        "Some instant of the flow lies in a window (IN_WINDOW): between two observations of the"
            + " service as UP.");
    words.item(
        "LIKELY, POSSIBLE",
        "The flow lies next to a window; LIKELY with a score of 75 or more, POSSIBLE with 10 to 74."
            + " BRIDGED_MISS: in a hole of one missed observation. GAP_BETWEEN_UPS: between two UPs"
            + " too far apart to bridge, nothing observed between. MARGIN_OPEN, OPEN_END: beyond an"
            + " end of a window after or before which nothing was observed yet. MARGIN_CLOSED,"
            + " GAP_ONE_SIDE: between an UP and the observation next to it that was not.");
    words.item(
        "Activity",
        "From the record's own flags and counters. ESTABLISHED: data went to and fro. REFUSED,"
            + " ATTEMPTED: the service did not take the connection. UNKNOWN: the record does not"
            + " tell. Never part of the confidence.");
    words.item(
        "Tracing a claim",
        "Every row of matches.csv names its input file and record (input_file, record_ordinal), its"
            + " window, and the observations around it; flow-matcher explain prints that chain.");
    words.end();
  }
}
