// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A negative control: flows changed so that what still matches does so by chance, or because it
 * would match at any time. Stateless; may be shared by threads.
 */
public final class Control {

  /** Changes the rows of a batch in place. */
  @FunctionalInterface
  private interface Change {
    void apply(FlowBatch batch, SplittableRandom random);
  }

  private final String name;
  private final Change change;

  private Control(String name, Change change) {
    this.name = name;
    this.change = change;
  }

  /** Every flow so much later, or earlier if negative. */
  public static Control shifted(Duration by) {
    long millis = by.toMillis();
    boolean later = millis >= 0;
    return new Control(
        "times " + words(by.abs()) + (later ? " later" : " earlier"),
        (batch, random) -> {
          for (int row = 0; row < batch.rows(); row++) {
            move(batch, row, millis);
          }
        });
  }

  private static String words(Duration by) {
    return by.toMillis() % Duration.ofDays(1).toMillis() == 0
        ? by.toDays() + " d"
        : by.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /**
   * Every flow at a time of its own, any in the span alike.
   *
   * @param span in which windows were observed
   */
  public static Control atRandomTimes(TimeSpan span) {
    return new Control(
        "times at random",
        (batch, random) -> {
          long[] start = batch.longs(FlowColumn.FLOW_START);
          for (int row = 0; row < batch.rows(); row++) {
            // One draw for each row, so that what others get does not hang on it.
            long drawn = random.nextLong(span.from(), Math.addExact(span.to(), 1));
            move(batch, row, drawn - start[row]);
          }
        });
  }

  private static void move(FlowBatch batch, int row, long millis) {
    long[] start = batch.longs(FlowColumn.FLOW_START);
    long[] end = batch.longs(FlowColumn.FLOW_END);
    if (start[row] != FlowColumn.ABSENT_LONG && end[row] != FlowColumn.ABSENT_LONG) {
      start[row] += millis;
      end[row] += millis;
    }
  }

  /**
   * The service's port (the lower of the two) changes places with that of another flow of the batch
   * and of the same protocol.
   */
  public static Control permutedPorts() {
    return new Control("ports permuted", Control::permute);
  }

  private static void permute(FlowBatch batch, SplittableRandom random) {
    int[] source = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destination = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    boolean[] fromSource = new boolean[batch.rows()];
    Map<Integer, List<Integer>> rows = new HashMap<>();
    for (int row = 0; row < batch.rows(); row++) {
      fromSource[row] = source[row] < destination[row];
      if (source[row] > 0 && destination[row] > 0) {
        rows.computeIfAbsent(protocol[row], p -> new ArrayList<>()).add(row);
      }
    }
    for (List<Integer> same : rows.values()) {
      // Durstenfeld's shuffle, of the ports where they stand.
      for (int i = same.size() - 1; i > 0; i--) {
        int one = same.get(i);
        int other = same.get(random.nextInt(i + 1));
        int[] here = fromSource[one] ? source : destination;
        int[] there = fromSource[other] ? source : destination;
        int port = here[one];
        here[one] = there[other];
        there[other] = port;
      }
    }
  }

  /** For people: {@code times 30 d later}. */
  public String name() {
    return name;
  }

  /**
   * Changes the rows of a batch in place.
   *
   * @param random gives the same numbers for the same flows, whoever reads them and in what order
   */
  void apply(FlowBatch batch, SplittableRandom random) {
    change.apply(batch, random);
  }
}
