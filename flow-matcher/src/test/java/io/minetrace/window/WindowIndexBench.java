// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;

/**
 * How long an index of many windows takes to build, and how much memory it takes beside the windows
 * themselves. A program, for {@code scripts/bench windows}: {@code WindowIndexBench [WINDOWS]}.
 */
public final class WindowIndexBench {

  private static final int DEFAULT_WINDOWS = 1_000_000;
  private static final int RUNS = 5;
  private static final int QUESTIONS = 20_000_000;
  private static final int PLACES = 1 << 18;
  private static final long HOUR = 3_600_000;

  private WindowIndexBench() {}

  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_WINDOWS;
    for (int windowsEach : new int[] {1, 4}) {
      measure(count, windowsEach);
    }
  }

  private static void measure(int count, int windowsEach) {
    long empty = used();
    List<AvailabilityWindow> windows = List.copyOf(windows(count, windowsEach));
    long held = used();
    double first = 0;
    double least = Double.MAX_VALUE;
    WindowIndex index = new WindowIndex(List.of());
    for (int run = 0; run < RUNS; run++) {
      // What an earlier run left must not be collected during this one.
      index = new WindowIndex(List.of());
      System.gc();
      long began = System.nanoTime();
      index = new WindowIndex(windows);
      double seconds = (System.nanoTime() - began) / 1e9;
      first = run == 0 ? seconds : first;
      least = Math.min(least, seconds);
    }
    long indexed = used();
    System.out.printf(
        Locale.ROOT,
        "%,d windows of %,d endpoints: index built in %.2f s (first), %.2f s (best of %d); %.0f bytes a window,"
            + " beside %.0f of the window itself; a question %.0f ns, a miss %.0f ns%n",
        count,
        count / windowsEach,
        first,
        least,
        RUNS,
        (double) (indexed - held) / count,
        (double) (held - empty) / count,
        nanos(index, windows, 0),
        nanos(index, windows, 1));
    // Both are measured above, and must still be there then.
    if (index.windows().size() != windows.size()) {
      throw new IllegalStateException("windows were lost");
    }
  }

  /**
   * The time of a question.
   *
   * @param portShift 0 to ask for endpoints that have windows, 1 for neighbours that have none
   */
  private static double nanos(WindowIndex index, List<AvailabilityWindow> windows, int portShift) {
    // Apart from the windows, which lie all over the heap: finding them there is not the question.
    int[] places = new Random(9).ints(PLACES, 0, windows.size()).toArray();
    long[] highs = new long[PLACES];
    long[] lows = new long[PLACES];
    int[] ports = new int[PLACES];
    for (int i = 0; i < PLACES; i++) {
      Endpoint endpoint = windows.get(places[i]).endpoint();
      highs[i] = endpoint.address().high();
      lows[i] = endpoint.address().low();
      ports[i] = endpoint.port() + portShift;
    }
    long found = 0;
    long began = System.nanoTime();
    for (int i = 0; i < QUESTIONS; i++) {
      int place = i & PLACES - 1;
      found +=
          index.find(
              highs[place], lows[place], ports[place], TransportProtocol.TCP.protocolIdentifier());
    }
    double nanos = (double) (System.nanoTime() - began) / QUESTIONS;
    if ((portShift == 1) != (found == -(long) QUESTIONS)) {
      throw new IllegalStateException("answers sum up to " + found);
    }
    return nanos;
  }

  /** Heap in use after what is not needed was collected. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** Windows as a catalog has them: a few pools, names by the thousand, windows of days. */
  public static List<AvailabilityWindow> windows(int count, int windowsEach) {
    Random random = new Random(1);
    List<AvailabilityWindow> windows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int service = i / windowsEach;
      // Every second port is used, so that the next one is nobody's.
      Endpoint endpoint =
          Endpoint.tcp(IpAddress.ofIpv4(0x0a000000 + service / 4), 3333 + 2 * (service % 4));
      long from = 1_700_000_000_000L + 1000L * (i % windowsEach) * HOUR;
      TimeSpan up = new TimeSpan(from, from + 3 * HOUR * (1 + random.nextInt(300)));
      windows.add(
          new AvailabilityWindow(
              endpoint,
              up,
              OptionalLong.empty(),
              OptionalLong.of(up.to() + 3 * HOUR),
              BoundReason.OPEN,
              BoundReason.DOWN,
              3 * HOUR,
              10,
              0,
              List.of(),
              3 * HOUR,
              Evidence.E4,
              List.of(
                  WindowFixture.segment(
                      up.from(), up.to(), "Pool", CoinBasis.OBSERVED, "stratum1", "XMR"))));
    }
    return windows;
  }
}
