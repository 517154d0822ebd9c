// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A probing history of one endpoint, written as a test reads it: {@code up(0).down(180)}. Times are
 * minutes; the interval is 180 minutes unless said otherwise.
 */
final class History {

  static final Endpoint ENDPOINT = Endpoint.tcp(IpAddress.parse("192.0.2.20"), 3333);
  static final long MINUTE = 60_000L;

  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final List<NameAttribution> names = new ArrayList<>();
  private long intervalMinutes = 180;

  History every(long minutes) {
    intervalMinutes = minutes;
    return this;
  }

  History up(double... minutes) {
    for (double minute : minutes) {
      add(minute, Verdict.UP, Evidence.E3, false, service(List.of("BTC"), CoinBasis.DECLARED));
    }
    return this;
  }

  History up(double minute, CoinBasis basis, String... coins) {
    return add(minute, Verdict.UP, Evidence.E4, false, service(List.of(coins), basis));
  }

  History up(double minute, Evidence evidence, String software) {
    ServiceState state =
        new ServiceState(
            List.of("BTC"), CoinBasis.DECLARED, List.of("stratum1"), Channel.PLAIN, software);
    return add(minute, Verdict.UP, evidence, false, state);
  }

  History down(double... minutes) {
    for (double minute : minutes) {
      addMiss(minute, Verdict.DOWN, false);
    }
    return this;
  }

  History listening(double minute) {
    return addMiss(minute, Verdict.LISTENING, false);
  }

  History unknown(double minute) {
    return addMiss(minute, Verdict.UNKNOWN, false);
  }

  History confirmedUp(double minute) {
    return add(minute, Verdict.UP, Evidence.E3, true, service(List.of("BTC"), CoinBasis.DECLARED));
  }

  History confirmedDown(double minute) {
    return addMiss(minute, Verdict.DOWN, true);
  }

  History doubt(double from, double to) {
    doubts.add(new Doubt(Optional.empty(), new TimeSpan(millis(from), millis(to))));
    return this;
  }

  History name(String fqdn, String pool, double from, double to, boolean left) {
    TimeSpan seen = new TimeSpan(millis(from), millis(to));
    names.add(new NameAttribution(fqdn, pool, NameAttribution.Kind.POOL, seen, left));
    return this;
  }

  History foreignName(String fqdn, double from, double to) {
    TimeSpan seen = new TimeSpan(millis(from), millis(to));
    names.add(new NameAttribution(fqdn, "", NameAttribution.Kind.FOREIGN, seen, true));
    return this;
  }

  List<AvailabilityWindow> windows() {
    return WindowLedger.fold(ENDPOINT, entries, new LedgerContext(doubts, names));
  }

  AvailabilityWindow onlyWindow() {
    List<AvailabilityWindow> windows = windows();
    if (windows.size() != 1) {
      throw new AssertionError("expected one window, found " + windows);
    }
    return windows.get(0);
  }

  static long millis(double minutes) {
    return Math.round(minutes * MINUTE);
  }

  static TimeSpan minutes(double from, double to) {
    return new TimeSpan(millis(from), millis(to));
  }

  private History addMiss(double minute, Verdict verdict, boolean confirms) {
    return add(minute, verdict, Evidence.E0, confirms, service(List.of("BTC"), CoinBasis.DECLARED));
  }

  private static ServiceState service(List<String> coins, CoinBasis basis) {
    return new ServiceState(coins, basis, List.of("stratum1"), Channel.PLAIN, "");
  }

  private History add(
      double minute, Verdict verdict, Evidence evidence, boolean confirms, ServiceState state) {
    entries.add(
        new LedgerEntry(
            millis(minute), "here", verdict, evidence, intervalMinutes * MINUTE, confirms, state));
    return this;
  }
}
