// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What happened, one JSON object a line; the field {@code event} is a word that stays the same. */
public final class DaemonLog {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintWriter out;
  private final InstantSource clock;

  /** A log on a writer, which stays the caller's. */
  public DaemonLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Says that something happened, and with what. */
  public void event(String event, Map<String, ?> details) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("event", event);
    details.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(detail -> line.set(detail.getKey(), MAPPER.valueToTree(detail.getValue())));
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
