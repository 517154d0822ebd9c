// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.match.Activity;
import io.minetrace.report.HostGroup;
import io.minetrace.report.HostTable;
import io.minetrace.report.Quantity;
import io.minetrace.report.ReportSurvey;
import io.minetrace.report.ResultTotals;
import io.minetrace.report.UtcTime;
import java.util.OptionalLong;

/** What the page says first, in plain words: who has which connections, and how sure that is. */
final class Verdict implements Part {

  private final Manifest manifest;
  private final ResultTotals totals;
  private final ReportSurvey survey;
  private final Compared compared;

  Verdict(Manifest manifest, ResultTotals totals) {
    this.manifest = manifest;
    this.totals = totals;
    this.survey = totals.survey();
    this.compared = Compared.of(manifest);
  }

  @Override
  public void writeTo(Markup page) {
    page.element("h1", "Connections consistent with mining in flow records");
    page.element(
        "p",
        flowRecords()
            + manifest.flowTimes().map(times -> ", " + Manifest.minutes(times)).orElse("")
            + ". Times are UTC. A flow that lies in several of the files counts as often.",
        "class",
        "of");
    if (totals.counts().total() == 0) {
      sentence(page, nothingFound());
      sentence(page, "This does not show that no mining took place: see the limits below.");
    } else {
      hosts(page);
      WhoseHosts.countedApart(totals.outside()).ifPresent(apart -> sentence(page, apart));
    }
    compared.lacking().ifPresent(lacking -> sentence(page, lacking));
    manifest.leftOut().ifPresent(leftOut -> sentence(page, leftOut));
  }

  /** How many there were in how many files, as far as that is told. */
  private String flowRecords() {
    OptionalLong records = manifest.sum("flow_records");
    String files = Quantity.count(manifest.inputs().size(), "file");
    if (records.isPresent()) {
      return Quantity.count(records.getAsLong(), "flow record") + " of " + files;
    }
    return manifest.inputs().isEmpty()
        ? "How many flow records there were was not recorded"
        : "Flow records of " + files + ", not counted";
  }

  private String nothingFound() {
    if (compared.isNothing()) {
      return "Nothing could be compared: none of the flow records tells what that takes.";
    }
    if (manifest.leftOut().isPresent()) {
      return "No match of the kind asked for was found among the flow records.";
    }
    String what =
        " consistent with a connection to a mining service that was known and observed at that"
            + " time.";
    if (compared.notMatched().isEmpty()) {
      return "None of the flow records was found"
          + what
          + " How many of them could be compared was not recorded.";
    }
    return "None of the "
        + (compared.isEverything()
            ? "flow records"
            : Quantity.count(
                compared.count(),
                "flow record that could be compared",
                "flow records that could be compared"))
        + " is"
        + what;
  }

  private void hosts(Markup page) {
    HostGroup connected = connected(totals);
    HostGroup unknown =
        HostGroup.of(totals.hosts().miners().stream().filter(host -> !isConnected(host)).toList());
    HostGroup others = HostGroup.of(totals.hosts().attemptedOnly());
    if (connected.hosts() > 0) {
      sentence(
          page,
          connected,
          Quantity.count(connected.hosts(), "host has", "hosts have")
              + " connections consistent with cryptocurrency mining: ",
          confidence(connected));
    } else {
      sentence(
          page,
          "No host has a connection"
              + (manifest.leftOut().isPresent() ? " of the kind asked for that is" : "")
              + " consistent with mining on which data went to and fro.");
    }
    if (unknown.hosts() > 0) {
      String further = connected.hosts() > 0 ? "further " : "";
      sentence(
          page,
          unknown,
          Quantity.count(unknown.hosts(), further + "host has", further + "hosts have")
              + " records consistent with mining, but the records do not tell whether data went to"
              + " and fro: ",
          confidence(unknown));
    }
    if (others.hosts() > 0) {
      sentence(
          page,
          others,
          Quantity.count(
                  others.hosts(), connected.hosts() + unknown.hosts() > 0 ? "further host" : "host")
              + " only tried, and no record shows that data went to and fro: ",
          "");
    }
  }

  /** Hosts on whose connections data went to and fro. */
  static HostGroup connected(ResultTotals totals) {
    return HostGroup.of(totals.hosts().miners().stream().filter(Verdict::isConnected).toList());
  }

  private static boolean isConnected(HostTable.Host host) {
    return host.tally().activity() == Activity.ESTABLISHED;
  }

  private static void sentence(Markup page, String sentence) {
    page.element("p", sentence, "class", "verdict");
  }

  /** A sentence about hosts, with their sessions and times, and what follows it. */
  private void sentence(Markup page, HostGroup hosts, String who, String after) {
    page.open("p", "class", "verdict");
    page.text(who + Quantity.count(hosts.sessions(), "session") + " between ");
    // No further than the chart shows: one wrong clock is no thousand years of mining.
    page.element("time", UtcTime.toMinute(Math.max(hosts.from(), survey.firstSeen())));
    page.text(" and ");
    page.element("time", UtcTime.toMinute(Math.min(hosts.to(), survey.lastSeen())));
    page.text(", " + Quantity.count(hosts.records(), "flow record") + " in all.");
    page.text(after.isEmpty() ? "" : " " + after);
    page.text(
        hosts.nodes() == 0
            ? ""
            : " "
                + Quantity.count(hosts.nodes(), "of the records is", "of the records are")
                + " of nodes that hand out work to whoever asks, not of a pool's server.");
    page.close();
  }

  private static String confidence(HostGroup hosts) {
    if (hosts.confirmed() == 0) {
      return hosts.likely() > 0
          ? "None is CONFIRMED: no instant of a flow lies between two observations of a mining"
              + " service without a hole too long between them. The surest are LIKELY."
          : "None is better than POSSIBLE, the weakest of three grades.";
    }
    return "Of these, "
        + Quantity.count(hosts.confirmed(), "is", "are")
        + " CONFIRMED: some instant of the flow lies between two observations of the service as a"
        + " mining service, without a hole too long between them."
        + (hosts.confirmedBeyond() == 0
            ? ""
            : " "
                + Quantity.count(hosts.confirmedBeyond(), "of them reaches", "of them reach")
                + " beyond the first or the last of these observations.");
  }
}
