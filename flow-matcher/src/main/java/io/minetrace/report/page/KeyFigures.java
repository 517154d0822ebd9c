// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Confidence;
import io.minetrace.report.HostGroup;
import io.minetrace.report.Quantity;
import io.minetrace.report.ResultTotals;

/** The verdict once more, in numbers that are seen from afar. */
final class KeyFigures implements Part {

  private final Manifest manifest;
  private final ResultTotals totals;

  KeyFigures(Manifest manifest, ResultTotals totals) {
    this.manifest = manifest;
    this.totals = totals;
  }

  @Override
  public void writeTo(Markup page) {
    HostGroup hosts = Verdict.connected(totals);
    page.open("ul", "class", "figures");
    figure(
        page,
        Quantity.count(hosts.hosts()),
        (hosts.hosts() == 1 ? "host" : "hosts") + " with connections");
    figure(page, Quantity.count(hosts.sessions()), hosts.sessions() == 1 ? "session" : "sessions");
    figure(page, Quantity.duration(hosts.activeMillis()), "active, these hosts together");
    figure(page, Quantity.bytes(hosts.octets()), "both ways, as exported");
    page.close().open("ul", "class", "figures");
    String who = totals.outside().matches() > 0 ? "all clients" : "all hosts";
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      Confidence confidence = Confidence.values()[i];
      figure(
          page,
          // A grade that was left out by choice has no number, and 0 would be one.
          manifest.isLeftOut(confidence)
              ? "left out"
              : Quantity.count(totals.counts().of(confidence)),
          "records " + confidence + ", " + who);
    }
    page.close();
  }

  private static void figure(Markup page, String figure, String what) {
    page.open("li").element("b", figure).element("span", what).close();
  }
}
