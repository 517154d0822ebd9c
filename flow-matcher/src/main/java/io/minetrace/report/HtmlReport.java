// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.Situation;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A result as one HTML file for people who must decide, and defend it: the verdict in plain words,
 * the limits of it always in sight, charts, tables, and how to make it again. Needs no network, no
 * script, no other file; reads the same on paper. Made of the manifest and the rows alone, so that
 * the same result gives the same bytes whenever it is made.
 *
 * <p>Long tables are cut, and say so: what a hundred thousand hosts did is read in {@code
 * sessions.csv}, not on a page.
 */
public final class HtmlReport {

  private static final int SHOWN = ReportSurvey.SHOWN;
  private static final int SHOWN_GAPS = 8;
  private static final int SHOWN_FAILURES = 6;
  private static final int SHOWN_WORDS = 6;

  private final JsonTree run;
  private final ResultTotals totals;
  private final ReportSurvey survey;
  private final Markup page = new Markup();

  private HtmlReport(JsonTree run, ResultTotals totals) {
    this.run = run;
    this.totals = totals;
    this.survey = totals.survey();
  }

  /**
   * The report of a result.
   *
   * @param manifest its run.json
   * @param totals of all its rows, made for a report
   * @throws IOException if the manifest is not JSON
   */
  public static String of(InputStream manifest, ResultTotals totals) throws IOException {
    return new HtmlReport(JsonTree.read(manifest), totals).html();
  }

  /**
   * The same of a manifest that lies in a file.
   *
   * @throws IOException naming it
   */
  public static String of(Path manifest, ResultTotals totals) throws IOException {
    return new HtmlReport(JsonTree.read(manifest), totals).html();
  }

  private String html() throws IOException {
    page.doctype().open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    // Nothing is fetched and nothing runs, whatever stands in the names below.
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    page.element("title", "Connections consistent with mining in flow records: report");
    page.style(css()).close();
    page.open("body");
    header();
    limits();
    if (totals.hosts().hosts() > 0) {
      charts();
      hosts();
      sessions();
      services();
      attempts();
    }
    appendix();
    footer();
    return page.close().close().toString();
  }

  private static String css() throws IOException {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing from the class path");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void paragraph(String text) {
    page.element("p", text).newline();
  }

  // ---- the verdict

  private void header() {
    page.element("h1", "Connections consistent with mining in flow records");
    List<TimeSpan> times = inputTimes();
    page.element(
        "p",
        Quantity.count(records(), "flow record")
            + " of "
            + Quantity.count(run.list("inputs").size(), "file")
            + span(times).map(s -> ", " + minutes(s)).orElse("")
            + ". Times are UTC. A flow that lies in several of the files counts as often.",
        "class",
        "of");
    verdict();
    if (totals.counts().total() > 0) {
      figures();
    }
  }

  private void verdict() {
    if (totals.counts().total() == 0) {
      verdict(
          "None of the flow records is consistent with a connection to a mining service that was"
              + " known and observed at that time.");
      verdict("This does not show that no mining took place: see the limits below.");
      leftOut().ifPresent(this::verdict);
      return;
    }
    HostGroup connected = connected();
    HostGroup unknown =
        HostGroup.of(totals.hosts().miners().stream().filter(host -> !isConnected(host)).toList());
    HostGroup others = HostGroup.of(totals.hosts().attemptedOnly());
    if (connected.hosts() > 0) {
      verdict(
          connected,
          Quantity.count(connected.hosts(), "host has", "hosts have")
              + " connections consistent with cryptocurrency mining: ",
          confidence(connected));
    } else {
      verdict("No host has a connection consistent with mining on which data went to and fro.");
    }
    if (unknown.hosts() > 0) {
      verdict(
          unknown,
          Quantity.count(
                  unknown.hosts(),
                  further(connected) + "host has",
                  further(connected) + "hosts have")
              + " records consistent with mining, but the records do not tell whether data went to"
              + " and fro: ",
          confidence(unknown));
    }
    if (others.hosts() > 0) {
      verdict(
          others,
          Quantity.count(
                  others.hosts(), connected.hosts() + unknown.hosts() > 0 ? "further host" : "host")
              + " only tried, and no record shows that data went to and fro: ",
          "");
    }
    outside().ifPresent(this::verdict);
    leftOut().ifPresent(this::verdict);
  }

  /** Whom the result has rows of, though they are no hosts of ours. */
  private Optional<String> outside() {
    OutsideClients outside = totals.outside();
    return outside.matches() == 0
        ? Optional.empty()
        : Optional.of(
            "Counted apart: "
                + Quantity.count(outside.matches(), "record")
                + " of "
                + Quantity.count(outside.clients(), "client")
                + " outside of the networks given as ours. They are in the rows of the result, not"
                + " among the hosts, sessions, charts and tables of this report.");
  }

  private void inside() {
    OutsideClients outside = totals.outside();
    if (!outside.inside().isSaid()) {
      return;
    }
    List<String> services = outside.servicesInside();
    item(
        "Whose hosts",
        "A host is a client in "
            + outside.inside().toString().replace(",", ", ")
            + " (--inside), by its address before translation where a flow tells it.",
        outside().orElse("There were no clients elsewhere."),
        services.isEmpty()
            ? ""
            : Quantity.count(services.size(), "service is", "services are")
                + " in these networks themselves: "
                + String.join(", ", services.subList(0, Math.min(SHOWN_WORDS, services.size())))
                + (services.size() > SHOWN_WORDS ? " and more." : "."));
  }

  private static String further(HostGroup connected) {
    return connected.hosts() > 0 ? "further " : "";
  }

  private static boolean isConnected(HostTable.Host host) {
    return host.tally().activity() == Activity.ESTABLISHED;
  }

  private HostGroup connected() {
    return HostGroup.of(totals.hosts().miners().stream().filter(HtmlReport::isConnected).toList());
  }

  private void verdict(String sentence) {
    page.element("p", sentence, "class", "verdict");
  }

  /** A sentence about hosts, with their sessions and times, and what follows it. */
  private void verdict(HostGroup hosts, String who, String after) {
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

  /** What the run was told not to give, which is not in the figures. */
  private Optional<String> leftOut() {
    JsonTree parameters = run.at("parameters");
    List<String> choices = new ArrayList<>();
    parameters
        .text("min_confidence")
        .filter(least -> !least.equals(Confidence.POSSIBLE.name()))
        .ifPresent(least -> choices.add("matches less sure than " + least + " (--min-confidence)"));
    parameters
        .text("from")
        .ifPresent(time -> choices.add("flows that ended before " + time + " (--from)"));
    parameters
        .text("to")
        .ifPresent(time -> choices.add("flows that began after " + time + " (--to)"));
    return choices.isEmpty()
        ? Optional.empty()
        : Optional.of("Left out, as asked for: " + String.join("; ", choices) + ".");
  }

  private void figures() {
    MatchCounts counts = totals.counts();
    HostGroup hosts = connected();
    page.open("ul", "class", "figures");
    figure(
        Quantity.count(hosts.hosts()),
        (hosts.hosts() == 1 ? "host" : "hosts") + " with connections");
    figure(Quantity.count(hosts.sessions()), hosts.sessions() == 1 ? "session" : "sessions");
    figure(Quantity.duration(hosts.activeMillis()), "active, these hosts together");
    figure(Quantity.bytes(hosts.octets()), "both ways, as exported");
    String who = totals.outside().matches() > 0 ? "all clients" : "all hosts";
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      Confidence confidence = Confidence.values()[i];
      figure(Quantity.count(counts.of(confidence)), "records " + confidence + ", " + who);
    }
    page.close();
  }

  private void figure(String figure, String what) {
    page.open("li").element("b", figure).element("span", what).close();
  }

  // ---- the limits

  private void limits() {
    page.open("section", "class", "limits");
    page.element("h2", "What this rests on, and its limits");
    page.open("dl");
    coverage();
    input();
    sampling();
    clocks();
    attribution();
    anonymised();
    inside();
    leftOut().ifPresent(sentence -> item("Asked for", sentence));
    run.text("tool")
        .filter(tool -> tool.endsWith(" development"))
        .ifPresent(
            tool ->
                item(
                    "Program",
                    "This build bears no version: which program made the result is not on"
                        + " record."));
    item(
        "Not in here",
        "Mining at services that the windows do not know, through a proxy or tunnel, or outside of"
            + " the time covered. A record shows a connection, not what ran on the host, who"
            + " started it, or whether it was allowed. An address may stand for several machines"
            + " (translation, DHCP), a machine for several addresses.");
    run.at("result")
        .at("context")
        .number("lines")
        .ifPresent(
            lines ->
                item(
                    "Beside the matches",
                    "On other ports of the services' addresses there were "
                        + Quantity.count(lines, "contact")
                        + " (context.csv). They are not connections to a mining service and count"
                        + " for nothing here."));
    errorRates();
    page.close();
    scores();
    page.close();
  }

  private void item(String term, String... paragraphs) {
    page.element("dt", term).open("dd");
    for (String paragraph : paragraphs) {
      if (!paragraph.isEmpty()) {
        paragraph(paragraph);
      }
    }
    page.close();
  }

  private void coverage() {
    JsonTree windows = run.at("windows");
    Optional<Double> share = windows.decimal("coverage_share");
    String hours =
        windows
            .number("hours_with_flows")
            .map(h -> " of the " + Quantity.count(h, "UTC hour") + " with flows")
            .orElse(" of the hours with flows");
    List<TimeSpan> gaps = gaps();
    long all = windows.number("stretches_not_covered").orElse((long) gaps.size());
    StringBuilder text = new StringBuilder();
    for (TimeSpan gap : gaps.subList(0, Math.min(SHOWN_GAPS, gaps.size()))) {
      text.append(text.length() == 0 ? "Nobody looked in: " : "; ").append(minutes(gap));
    }
    if (all > SHOWN_GAPS) {
      text.append("; and ").append(Quantity.count(all - SHOWN_GAPS)).append(" more (run.json)");
    }
    if (text.length() > 0) {
      text.append(". There, that nothing was found means nothing.");
    }
    item(
        "Coverage",
        share
            .map(
                s ->
                    Quantity.percent(s)
                        + hours
                        + " lie in time in which services were observed: to"
                        + " the hour, and by the prober as a whole, not for each service.")
            .orElse("Not recorded."),
        text.toString());
    item(
        "Windows",
        "Snapshot "
            + windows.text("snapshot_id").orElse("without id")
            + windows
                .text("as_of")
                .map(time -> ", newest observation " + time)
                .orElse(", without the observations behind it")
            + windows
                .text("signed_by")
                .map(key -> "; its signature by key " + key + " is good.")
                .orElse("; no signature was asked for."));
  }

  private List<TimeSpan> gaps() {
    return run.at("windows").list("not_covered").stream()
        .flatMap(gap -> timeSpan(gap.text("from"), gap.text("to")).stream())
        .toList();
  }

  private void input() {
    List<JsonTree> inputs = run.list("inputs");
    List<String> failures = new ArrayList<>();
    long unread = 0;
    long skipped = 0;
    long lost = 0;
    long undecoded = 0;
    for (JsonTree input : inputs) {
      Optional<String> failure = input.text("failure");
      failure.ifPresent(failures::add);
      unread += failure.isPresent() && input.number("flow_records").orElse(0L) == 0 ? 1 : 0;
      skipped += input.number("units_skipped").orElse(0L);
      lost += input.number("lost_by_exporter").orElse(0L);
      for (JsonTree tally : input.list("not_decoded")) {
        if (tally.flag("loss").orElse(true)) {
          undecoded += tally.number("count").orElse(0L);
          String path = input.text("path").orElse("");
          failures.add(
              path
                  + ": "
                  + tally.text("reason").orElse("")
                  + ", first at offset "
                  + tally.number("first_offset").orElse(0L)
                  + " ("
                  + tally.text("first_detail").orElse("")
                  + ")");
        }
      }
    }
    List<String> notRead = run.texts("not_read");
    List<String> paragraphs = new ArrayList<>();
    boolean partial = skipped > 0 || run.number("exit_code").equals(Optional.of(3L));
    if (!notRead.isEmpty()) {
      paragraphs.add(
          Quantity.count(notRead.size(), "name")
              + " given could not be read: "
              + String.join("; ", notRead.subList(0, Math.min(SHOWN_FAILURES, notRead.size())))
              + (notRead.size() > SHOWN_FAILURES ? "; and more (run.json)." : "."));
    }
    paragraphs.add(
        failures.isEmpty() && !partial
            ? Quantity.count(inputs.size(), "file was", "files were")
                + (notRead.isEmpty() ? " read whole; nothing was corrupt." : " read whole.")
            : Quantity.count(unread, "file")
                + " of "
                + Quantity.count(inputs.size())
                + " could not be read at all; "
                + Quantity.count(skipped, "block or message", "blocks or messages")
                + " skipped, "
                + Quantity.count(undecoded, "part")
                + " not decoded"
                + (failures.isEmpty() ? " (run.json)." : ":"));
    paragraphs.addAll(failures.subList(0, Math.min(SHOWN_FAILURES, failures.size())));
    if (failures.size() > SHOWN_FAILURES) {
      paragraphs.add(
          "and " + Quantity.count(failures.size() - (long) SHOWN_FAILURES) + " more (run.json).");
    }
    if (lost > 0) {
      paragraphs.add(
          "By the exporters' sequence numbers, "
              + Quantity.count(lost, "more record or message", "more records or messages")
              + " never arrived in these files.");
    }
    item("Corrupt input", paragraphs.toArray(new String[0]));
  }

  private long reason(String reason) {
    return totals.counts().byReason().getOrDefault(reason, 0L);
  }

  private void sampling() {
    long sampled = reason("SAMPLED");
    String intervals =
        String.join(", ", survey.samplingIntervals().stream().map(i -> "1 in " + i).toList());
    item(
        "Sampling",
        sampled == 0
            ? "None of the matched records says that packets were sampled."
            : Quantity.count(sampled)
                + " of "
                + Quantity.count(totals.counts().total())
                + " matched records are of sampled packets"
                + (intervals.isEmpty() ? "" : " (" + intervals + ")")
                + ". Bytes and packets are as exported, not scaled; that nothing came back is no"
                + " evidence there, and short connections are missed.");
  }

  private void clocks() {
    long timeless =
        run.list("inputs").stream()
            .mapToLong(input -> input.number("flow_records_without_time").orElse(0L))
            .sum();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Flow times are the exporters'; "
            + run.at("parameters")
                .text("slack")
                .filter(slack -> !slack.equals("PT0S"))
                .map(slack -> "each flow was widened by " + slack + " for clocks that differ.")
                .orElse("no allowance was made for clocks that differ."));
    if (timeless > 0) {
      sentences.add(Quantity.count(timeless, "record") + " had no time; at best POSSIBLE.");
    }
    run.at("windows")
        .number("flow_records_with_absurd_time")
        .filter(count -> count > 0)
        .ifPresent(
            count ->
                sentences.add(
                    Quantity.count(count, "record")
                        + " bore times before 1970 or after 9999, which no coverage counts."));
    if (reason("EXPORT_TIME_ONLY") > 0) {
      sentences.add(
          Quantity.count(reason("EXPORT_TIME_ONLY"), "matched record")
              + " bore only the time of export.");
    }
    if (reason("TIMES_SWAPPED") > 0) {
      sentences.add(
          Quantity.count(reason("TIMES_SWAPPED"), "matched record")
              + " ended before the start, as exported; the two were swapped.");
    }
    run.at("parameters")
        .text("source_timezone")
        .ifPresent(zone -> sentences.add("Text exports without zone were read as " + zone + "."));
    item("Clocks", String.join(" ", sentences));
  }

  private void anonymised() {
    JsonTree parameters = run.at("parameters");
    if (parameters.text("anonymised").isPresent()) {
      item(
          "Addresses",
          "The addresses of clients, of other sides that are no service, and of exporters were"
              + " replaced, each always by the same one that keeps its network (Crypto-PAn, key "
              + parameters.text("anonymise_key_fingerprint").orElse("unknown")
              + "). Those of the services are as observed.");
    }
  }

  private void attribution() {
    List<String> sentences = new ArrayList<>();
    if (reason("SHARED_ADDRESS") > 0) {
      sentences.add(
          Quantity.count(reason("SHARED_ADDRESS"), "matched record")
              + " went to an address or port that other services may share (web ports, other"
              + " names); the score does not count that.");
    }
    if (reason("NODE") > 0) {
      sentences.add(
          Quantity.count(reason("NODE"), "matched record")
              + " went to nodes that hand out work to whoever asks, not to a pool's server.");
    }
    if (reason("STALE_NAME") > 0) {
      sentences.add(
          Quantity.count(reason("STALE_NAME"), "matched record")
              + " went to addresses that the pool's name had left.");
    }
    if (reason("VANTAGE_SUSPECT") > 0) {
      sentences.add(
          "Next to "
              + Quantity.count(reason("VANTAGE_SUSPECT"), "matched record")
              + " lies a visit that said nothing of the service, because of the prober itself, its"
              + " network or a ban.");
    }
    long declared = reason("COIN_DECLARED");
    long ambiguous = reason("COIN_AMBIGUOUS");
    long contradicted = reason("COIN_CONTRADICTED");
    if (declared + ambiguous + contradicted > 0) {
      sentences.add(
          "The coin rests on the pool's own word alone in "
              + Quantity.count(declared)
              + " records, is one of several in "
              + Quantity.count(ambiguous)
              + ", and differs from the pool's word in "
              + Quantity.count(contradicted)
              + ".");
    }
    if (reason("ONE_WAY") > 0) {
      sentences.add(
          "Nothing came back in " + Quantity.count(reason("ONE_WAY"), "matched record") + ".");
    }
    if (!sentences.isEmpty()) {
      item("Service and coin", String.join(" ", sentences));
    }
  }

  private void errorRates() {
    List<JsonTree> scores = run.list("scores");
    long measured =
        scores.stream().filter(s -> s.text("from").orElse("").equals("calibration")).count();
    String basis;
    if (scores.isEmpty()) {
      basis = "Where the scores of this run come from was not recorded.";
    } else if (measured == 0) {
      basis =
          "The snapshot's calibration has no cell of 1,000 held-out observations, so this run used"
              + " the built-in table throughout. That was measured on another catalog: 351,254"
              + " observations of 989 endpoints in 19 days.";
    } else {
      basis =
          measured
              + " of "
              + scores.size()
              + " scores of this run were measured on the catalog's own history, each on 1,000"
              + " held-out observations or more; the others are of the built-in table (351,254"
              + " observations of 989 endpoints of another catalog, in 19 days).";
    }
    item(
        "Error rates",
        "The score of a match is the share of held-out observations, in the same situation, that"
            + " proved to be of a mining service; 100 less the score is the error rate to expect,"
            + " of one instant. It is about the service at that time, not about the host, and an"
            + " error is shared by all flows to one service: matches are not independent of each"
            + " other. Scores of the built-in table are not of this catalog.",
        basis);
  }

  private void scores() {
    List<JsonTree> scores = run.list("scores");
    if (scores.isEmpty()) {
      return;
    }
    page.open("div", "class", "wide").open("table");
    head(
        "Situation",
        "Where",
        "#Score",
        "From",
        "#Held out",
        "#Of these UP",
        "#95 % within",
        "#Built in",
        "#Matches here");
    String situation = "";
    for (JsonTree cell : scores) {
      String name = cell.text("situation").orElse("");
      boolean first = !name.equals(situation);
      situation = name;
      page.open("tr");
      page.element("td", first ? name : "", "class", "t");
      page.element("td", where(name, cell.number("bucket").orElse(0L)), "class", "t");
      number(cell.number("score").map(Quantity::count).orElse("-"));
      page.element("td", cell.text("from").orElse("-"), "class", "t");
      Optional<Long> heldOut = cell.number("held_out");
      Optional<Double> up = cell.decimal("up_share");
      number(heldOut.map(Quantity::count).orElse("-"));
      number(up.map(share -> String.format(Locale.ROOT, "%.2f %%", 100 * share)).orElse("-"));
      number(
          heldOut.isPresent() && up.isPresent() && heldOut.get() > 0
              ? interval(up.get(), heldOut.get())
              : "-");
      number(cell.number("built_in").map(Quantity::count).orElse("-"));
      number(first ? Quantity.count(reason(name)) : "");
      page.close();
    }
    page.close().close().close();
    page.element(
        "p",
        "Held out: observations of the catalog kept back and then predicted from the others. 95 %"
            + " within: if visits were independent of each other; those of one service are not,"
            + " and the true interval is wider. Matches"
            + " here: records of this result in that situation, all its places together.",
        "class",
        "note");
  }

  private static String where(String situation, long bucket) {
    for (Situation known : Situation.values()) {
      if (known.name().equals(situation) && bucket < known.buckets()) {
        return known.bucketText((int) bucket);
      }
    }
    return "part " + bucket;
  }

  /** Wilson's interval: right also for shares near 0 and 1. */
  private static String interval(double share, long of) {
    double z = 1.959964;
    double middle = share + z * z / (2 * of);
    double half = z * Math.sqrt(share * (1 - share) / of + z * z / (4.0 * of * of));
    double whole = 1 + z * z / of;
    return String.format(
        Locale.ROOT,
        "%.2f..%.2f",
        100 * Math.max(0, (middle - half) / whole),
        100 * Math.min(1, (middle + half) / whole));
  }

  // ---- charts

  private void charts() {
    ReportCharts charts = new ReportCharts(page);
    page.element("h2", "Hosts over time");
    key();
    page.open("figure");
    charts.hosts(totals.hosts(), survey, gaps());
    page.element(
        "figcaption",
        "Each bar is a session, from its first to its last flow: flows between a host and a service"
            + " with no more than "
            + Quantity.duration(sessionGap())
            + " between them. Where several overlap, the surest shows. Finest detail: "
            + detail(survey.strips().cellMillis())
            + "."
            + cut(survey.cutStarts(), "would begin more than a day before the first flow's end")
            + cut(
                survey.cutEnds(), "would last until more than a day after the last flow's start"));
    page.close();
    page.element("h2", "Matches by day");
    page.open("figure");
    charts.days(survey.days());
    page.element(
        "figcaption", "Flow records by the UTC day of their start, stacked by confidence.");
    page.close();
    page.element("h2", "Bytes by pool");
    page.open("figure");
    charts.pools(survey.pools());
    page.element(
        "figcaption",
        "Octets of matched flow records, both ways, as exported. A flow that several exporters saw"
            + " is counted as often.");
    page.close();
  }

  private static String cut(long sessions, String why) {
    return sessions == 0
        ? ""
        : " "
            + Quantity.count(sessions, "session")
            + " "
            + why
            + " and "
            + (sessions == 1 ? "is" : "are")
            + " cut there.";
  }

  private static String detail(long millis) {
    return millis < 1000 ? millis + " ms" : Quantity.duration(millis);
  }

  private long sessionGap() {
    return new RunFacts(run).sessionGap().toMillis();
  }

  private void key() {
    page.open("ul", "class", "key");
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      String name = Confidence.values()[i].name();
      keyItem(name.toLowerCase(Locale.ROOT), name);
    }
    keyItem("attempt", "refused or not answered only");
    if (!gaps().isEmpty()) {
      keyItem("gap", "not observed");
    }
    page.close();
  }

  private void keyItem(String kind, String text) {
    page.open("li").element("i", "", "class", kind).text(text).close();
  }

  // ---- tables

  /** Column heads; those of numbers begin with #. */
  private void head(String... heads) {
    page.open("thead").open("tr");
    for (String head : heads) {
      if (head.startsWith("#")) {
        page.element("th", head.substring(1), "class", "n");
      } else {
        page.element("th", head);
      }
    }
    page.close().close().open("tbody");
  }

  private void table(String... heads) {
    page.open("div", "class", "wide").open("table");
    head(heads);
  }

  private void endTable(long shown, long all, String what) {
    page.close().close().close();
    if (all > shown) {
      page.element("p", "and " + Quantity.count(all - shown) + " more " + what, "class", "more");
    }
  }

  private void number(String text) {
    page.element("td", text, "class", "n");
  }

  private void mono(String text) {
    page.element("td", text, "class", "m");
  }

  private void words(List<String> words) {
    String text = String.join(", ", words.subList(0, Math.min(SHOWN_WORDS, words.size())));
    page.element(
        "td",
        words.isEmpty()
            ? "-"
            : words.size() <= SHOWN_WORDS
                ? text
                : text + " and " + (words.size() - SHOWN_WORDS) + " more",
        "class",
        "w");
  }

  private void times(long from, long to) {
    page.open("td", "class", "t").text(UtcTime.toSecond(from)).empty("br");
    page.text(UtcTime.toSecond(to)).close();
  }

  private void time(long millis) {
    page.element("td", UtcTime.toSecond(millis), "class", "t");
  }

  private void hosts() {
    List<HostTable.Host> hosts = totals.hosts().miners();
    if (hosts.isEmpty()) {
      return;
    }
    page.element("h2", "Hosts");
    table(
        "Host",
        "#Sessions",
        "#Active",
        "#Bytes",
        "Pools",
        "Services",
        "Coins",
        "First and last seen",
        "Confidence");
    for (HostTable.Host host : first(hosts)) {
      MiningTally tally = host.tally();
      page.open("tr");
      mono(host.client());
      number(Quantity.count(tally.sessions()));
      number(Quantity.duration(tally.activeMillis()));
      number(Quantity.bytes(tally.octets()));
      words(tally.labels());
      words(List.copyOf(host.services().keySet()));
      words(tally.coins());
      times(tally.firstSeen(), tally.lastSeen());
      grade(tally);
      page.close();
    }
    endTable(SHOWN, hosts.size(), "hosts: every session of each is in sessions.csv (--sessions).");
    page.element(
        "p",
        "Active: the time covered by flows, overlaps counted once. Confidence and activity are the"
            + " best of a host's records.",
        "class",
        "note");
  }

  private void grade(MiningTally tally) {
    page.open("td", "class", "t").text(tally.confidence() + " " + tally.score()).empty("br");
    page.element("span", tally.activity().name(), "class", "quiet").close();
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  private void sessions() {
    List<MiningSession> sessions = survey.longestSessions();
    if (sessions.isEmpty()) {
      return;
    }
    page.element("h2", "Sessions");
    table(
        "Session",
        "Host",
        "Service",
        "Pools",
        "Coins",
        "From, to",
        "#Active",
        "#Flows",
        "#Bytes",
        "Confidence");
    for (MiningSession session : sessions) {
      MiningTally tally = session.tally();
      page.open("tr");
      mono(session.id());
      mono(session.client());
      mono(ReportSurvey.service(session));
      words(tally.labels());
      words(tally.coins());
      times(session.start(), tally.lastSeen());
      number(Quantity.duration(tally.activeMillis()));
      number(Quantity.count(tally.flows()));
      number(Quantity.bytes(tally.octets()));
      grade(tally);
      page.close();
    }
    endTable(
        sessions.size(),
        totals.sessions().total()
            - totals.sessions().attemptedOnly()
            - (totals.outside().sessions() - totals.outside().attemptedOnly()),
        "sessions, less active: all of them are in sessions.csv (--sessions).");
  }

  private void services() {
    List<Map.Entry<String, ReportSurvey.Service>> services = survey.services();
    Map<String, Long> hosts = totals.hosts().hostsByService();
    page.element("h2", "Endpoints");
    table(
        "Service",
        "Pools",
        "Names",
        "Coins",
        "Coin by",
        "#Hosts",
        "#Sessions",
        "#Bytes",
        "First and last seen",
        "Confidence",
        "Reasons");
    for (Map.Entry<String, ReportSurvey.Service> entry : first(services)) {
      MiningTally tally = entry.getValue().tally;
      page.open("tr");
      mono(entry.getKey());
      words(tally.labels());
      words(tally.fqdns());
      words(tally.coins());
      page.element("td", tally.coinBasis().word());
      number(Quantity.count(hosts.getOrDefault(entry.getKey(), 0L)));
      number(Quantity.count(tally.sessions()));
      number(Quantity.bytes(tally.octets()));
      times(tally.firstSeen(), tally.lastSeen());
      page.element("td", tally.confidence() + " " + tally.score(), "class", "t");
      words(tally.reasons());
      page.close();
    }
    endTable(SHOWN, services.size(), "endpoints (matches.csv).");
  }

  private void attempts() {
    List<HostTable.Attempt> attempts = totals.hosts().attempts();
    page.element("h2", "Attempts only");
    if (attempts.isEmpty()) {
      paragraph("No pair of host and service has nothing but refused or unanswered connections.");
      return;
    }
    paragraph(
        "Hosts and services of which every flow was refused or not answered, by its flags: no"
            + " record shows that data went to and fro, but something tried.");
    table("Host", "Service", "Pools", "Coins", "#Flows", "First and last seen", "Confidence");
    for (HostTable.Attempt attempt : first(attempts)) {
      MiningTally tally = attempt.tally();
      page.open("tr");
      mono(attempt.client());
      mono(attempt.service());
      words(tally.labels());
      words(tally.coins());
      number(Quantity.count(tally.flows()));
      times(tally.firstSeen(), tally.lastSeen());
      grade(tally);
      page.close();
    }
    endTable(SHOWN, attempts.size(), "pairs (attempted_only in sessions.csv).");
  }

  // ---- the appendix

  private void appendix() {
    page.element("h2", "Appendix A: how to make this again");
    paragraph(
        "The same inputs and windows give the same rows, whatever the machine, the zone, the number"
            + " of threads or the order of the files. That the result is the same is told by its"
            + " digest.");
    page.element("pre", commandLine());
    page.open("dl");
    JsonTree result = run.at("result");
    digest("Result digest", result.text("digest"));
    digest("Snapshot", run.at("windows").text("snapshot_id"));
    item("Windows from", run.at("windows").text("source").orElse("not recorded"));
    item(
        "Program",
        run.text("tool").orElse("")
            + "; Java "
            + run.text("java").orElse("unknown")
            + "; "
            + run.text("os").orElse("unknown"));
    run.at("parameters").texts().forEach((name, value) -> item(name, value));
    Map<String, Long> passedOver = run.at("passed_over").numbers();
    if (!passedOver.isEmpty()) {
      item("passed over", passedOver.toString().replaceAll("[{}]", "").replace('=', ' '));
    }
    page.close();
    days(result.list("days"));
    inputs();
    vocabulary();
  }

  private void digest(String name, Optional<String> hex) {
    page.element("dt", name).open("dd").element("code", hex.orElse("not recorded")).close();
  }

  private String commandLine() {
    List<String> arguments = run.texts("command_line");
    StringBuilder line = new StringBuilder("flow-matcher");
    for (String argument : first(arguments)) {
      line.append(' ')
          .append(
              argument.matches("[A-Za-z0-9_./:=,+%@-]+")
                  ? argument
                  : "'" + argument.replace("'", "'\\''") + "'");
    }
    if (arguments.size() > SHOWN) {
      line.append(" … and ")
          .append(Quantity.count(arguments.size() - (long) SHOWN, "more argument"))
          .append(" (run.json)");
    }
    return line.toString();
  }

  private void days(List<JsonTree> days) {
    if (days.isEmpty()) {
      return;
    }
    page.element("h3", "Digests of the days");
    table("UTC day", "#Rows", "SHA-256 of the canonical rows");
    for (JsonTree day : first(days)) {
      page.open("tr");
      page.element("td", day.text("date").orElse(""), "class", "t");
      number(day.number("rows").map(Quantity::count).orElse("-"));
      mono(day.text("sha256").orElse("-"));
      page.close();
    }
    endTable(SHOWN, days.size(), "days (run.json).");
  }

  private void inputs() {
    List<JsonTree> inputs = run.list("inputs");
    page.element("h2", "Appendix B: inputs");
    table(
        "File",
        "#Bytes",
        "Format",
        "#Flow records",
        "First flow",
        "Last flow",
        "SHA-256 (short id)");
    for (JsonTree input : first(inputs)) {
      page.open("tr");
      page.element("td", input.text("path").orElse("-"), "class", "m long");
      number(input.number("bytes").map(Quantity::count).orElse("-"));
      page.element("td", input.text("format").orElse("-"), "class", "w");
      number(input.number("flow_records").map(Quantity::count).orElse("-"));
      inputTime(input.text("first_flow_time"));
      inputTime(input.text("last_flow_time"));
      page.element(
          "td",
          input.text("sha256").orElse("not hashed")
              + " ("
              + input.text("input_file").orElse("-")
              + ")",
          "class",
          "m long");
      page.close();
    }
    endTable(SHOWN, inputs.size(), "files (run.json).");
  }

  private void inputTime(Optional<String> time) {
    time.flatMap(HtmlReport::millis)
        .ifPresentOrElse(this::time, () -> page.element("td", "-", "class", "t"));
  }

  private void vocabulary() {
    page.element("h2", "Appendix C: words");
    page.open("dl");
    item(
        "Observation",
        "One visit of the prober to an address and port. UP: it answered as a mining service does,"
            + " in a mining protocol. LISTENING: it took the connection and showed nothing of the"
            + " kind. DOWN: it refused or did not answer.");
    item(
        "Window",
        "A run of UP observations of one address and port without a hole too long between two. A"
            + " list of addresses without times would call a flow mining years after the pool had"
            + " left.");
    item(
        "CONFIRMED",
        "Some instant of the flow lies in a window (IN_WINDOW): between two observations of the"
            + " service as UP.");
    item(
        "LIKELY, POSSIBLE",
        "The flow lies next to a window; LIKELY with a score of 75 or more, POSSIBLE with 10 to 74."
            + " BRIDGED_MISS: in a hole of one missed observation. GAP_BETWEEN_UPS: between two UPs"
            + " too far apart to bridge, nothing observed between. MARGIN_OPEN, OPEN_END: beyond an"
            + " end of a window after or before which nothing was observed yet. MARGIN_CLOSED,"
            + " GAP_ONE_SIDE: between an UP and the observation next to it that was not.");
    item(
        "Activity",
        "From the record's own flags and counters. ESTABLISHED: data went to and fro. REFUSED,"
            + " ATTEMPTED: the service did not take the connection. UNKNOWN: the record does not"
            + " tell. Never part of the confidence.");
    item(
        "Tracing a claim",
        "Every row of matches.csv names its input file and record (input_file, record_ordinal), its"
            + " window, and the observations around it; flow-matcher explain prints that chain.");
    page.close();
  }

  private void footer() {
    page.open("footer");
    paragraph(
        "This report says which connections are consistent with mining, and how well that is founded."
            + " It bears no date of its own: made again from the same result, it is the same to the"
            + " byte.");
    page.close();
  }

  // ---- of the manifest

  private long records() {
    return run.list("inputs").stream()
        .mapToLong(input -> input.number("flow_records").orElse(0L))
        .sum();
  }

  private List<TimeSpan> inputTimes() {
    return run.list("inputs").stream()
        .flatMap(
            input -> timeSpan(input.text("first_flow_time"), input.text("last_flow_time")).stream())
        .toList();
  }

  private static Optional<TimeSpan> span(List<TimeSpan> spans) {
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpan(
                spans.stream().mapToLong(TimeSpan::from).min().getAsLong(),
                spans.stream().mapToLong(TimeSpan::to).max().getAsLong()));
  }

  private static Optional<TimeSpan> timeSpan(Optional<String> from, Optional<String> to) {
    Optional<Long> first = from.flatMap(HtmlReport::millis);
    Optional<Long> last = to.flatMap(HtmlReport::millis);
    return first.isPresent() && last.isPresent() && first.get() <= last.get()
        ? Optional.of(new TimeSpan(first.get(), last.get()))
        : Optional.empty();
  }

  private static Optional<Long> millis(String time) {
    try {
      return Optional.of(Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static String minutes(TimeSpan span) {
    return UtcTime.toMinute(span.from()) + " … " + UtcTime.toMinute(span.to());
  }
}
