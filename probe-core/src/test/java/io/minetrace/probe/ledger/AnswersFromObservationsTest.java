// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.match.Situation;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.ledger.AnswersFromObservations.Answer;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The windows carry all that is needed: what is said of an instant, and of a flow, from the windows
 * that the fold makes of a history is what the history itself says.
 */
class AnswersFromObservationsTest {

  private static final int HISTORIES = 20_000;
  private static final int FLOWS = 4;
  private static final long DAY = 86_400_000L;
  private static final IpAddress HOST = IpAddress.parse("10.0.0.1");

  /** A random history as it is at the end of everything that befell it. */
  private static final class Known {

    private final long seed;
    private final Random random;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final AnswersFromObservations answers;
    private final List<AvailabilityWindow> windows;

    Known(long seed) {
      this.seed = seed;
      this.random = new Random(~seed);
      for (RandomHistory.Event event : RandomHistory.of(seed)) {
        if (event instanceof RandomHistory.Arrival arrival) {
          entries.addAll(arrival.entries());
        } else if (event instanceof RandomHistory.Opened opened) {
          doubts.add(opened.doubt());
        } else if (event instanceof RandomHistory.Released && !doubts.isEmpty()) {
          doubts.remove(0);
        }
      }
      answers = new AnswersFromObservations(entries, doubts);
      windows = WindowLedger.fold(History.ENDPOINT, entries, new LedgerContext(doubts, List.of()));
    }

    /** Near an observation, at a turn of what is said as often as not, or anywhere. */
    long instant() {
      LedgerEntry entry = entries.get(random.nextInt(entries.size()));
      long interval = entry.intervalMillis();
      long step = random.nextInt(3) - 1L;
      return switch (random.nextInt(6)) {
        case 0 -> entry.time() + step;
        case 1 -> entry.time() + interval * (random.nextInt(9) - 4) / 4 + step;
        case 2 -> entry.time() + (random.nextBoolean() ? 1 : -1) * DAY / 2 * half() + step;
        case 3 -> entry.time() + (long) (random.nextGaussian() * 16 * DAY);
        default -> entry.time() + (long) (random.nextGaussian() * 2 * interval);
      };
    }

    private long half() {
      return List.of(1L, 2L, 4L, 8L, 14L, 28L).get(random.nextInt(6));
    }
  }

  @Test
  void whatIsSaidOfAnInstantIsTheSameFromWindowsAndFromObservations() {
    Map<String, Integer> said = new TreeMap<>();
    for (long seed = 0; seed < HISTORIES; seed++) {
      Known known = new Known(seed);
      for (int i = 0; i < 20; i++) {
        long instant = known.instant();
        Optional<Answer> fromWindows =
            Placement.of(known.windows, new TimeSpan(instant, instant), Scores.BUILT_IN)
                .map(AnswersFromObservationsTest::answer);
        assertThat(fromWindows)
            .as("seed %d, instant %d", seed, instant)
            .isEqualTo(known.answers.at(instant));
        said.merge(
            fromWindows.map(a -> a.situation() + " " + a.bucket()).orElse("none"), 1, Integer::sum);
      }
    }
    assertThat(said).as("every cell of the table, and nothing").hasSize(21);
    assertThat(said.values()).as("%s", said).allMatch(count -> count > 500);
  }

  private static Answer answer(Placement placement) {
    return new Answer(
        placement.situation(),
        placement.bucket(),
        placement.score(),
        placement.window().up().from());
  }

  @Test
  void whatIsSaidOfAFlowIsTheSameFromWindowsAndFromObservations() throws IOException {
    Map<Situation, Integer> matched = new TreeMap<>();
    FlowBatch batch = new FlowBatch(FLOWS);
    for (long seed = 0; seed < HISTORIES; seed++) {
      Known known = new Known(seed);
      fill(batch, known);
      Map<Long, Match> matches = new TreeMap<>();
      new Matcher(new WindowIndex(known.windows), MatchOptions.DEFAULT)
          .match(batch, match -> matches.put(match.flow().recordOrdinal(), match));
      for (int row = 0; row < FLOWS; row++) {
        long start = batch.longs(FlowColumn.FLOW_START)[row];
        long end = batch.longs(FlowColumn.FLOW_END)[row];
        assertFlow(known, start, end, Optional.ofNullable(matches.get((long) row)));
      }
      matches.values().forEach(match -> matched.merge(match.situation(), 1, Integer::sum));
    }
    assertThat(matched).hasSize(Situation.values().length);
    assertThat(matched.values()).as("%s", matched).allMatch(count -> count > 500);
  }

  private static void assertFlow(Known known, long start, long end, Optional<Match> match) {
    Optional<Answer> expected = known.answers.over(Math.min(start, end), Math.max(start, end));
    assertThat(match.map(m -> m.situation() + " " + m.score() + " " + m.window().up().from()))
        .as("seed %d, flow from %d to %d", known.seed, start, end)
        .isEqualTo(expected.map(a -> a.situation() + " " + a.score() + " " + a.firstUp()));
    assertThat(match.map(m -> m.confidence().name()))
        .isEqualTo(expected.map(AnswersFromObservationsTest::confidence));
  }

  /** By the words of the specification. */
  private static String confidence(Answer answer) {
    if (answer.situation() == Situation.IN_WINDOW) {
      return "CONFIRMED";
    }
    return answer.score() >= 75 ? "LIKELY" : "POSSIBLE";
  }

  /** Flows between the host and the endpoint, in both directions, some with their times swapped. */
  private static void fill(FlowBatch batch, Known known) {
    batch.clear();
    for (int row = 0; row < FLOWS; row++) {
      batch.append();
      long start = known.instant();
      long end =
          known.random.nextInt(4) == 0
              ? known.instant()
              : start + (long) Math.exp(known.random.nextDouble() * 21);
      batch.longs(FlowColumn.FLOW_START)[row] = start;
      batch.longs(FlowColumn.FLOW_END)[row] = end;
      batch.longs(FlowColumn.RECORD_ORDINAL)[row] = row;
      batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = 6;
      boolean there = known.random.nextBoolean();
      IpAddress pool = History.ENDPOINT.address();
      address(batch, FlowColumn.SOURCE_IP_ADDRESS, row, there ? HOST : pool);
      address(batch, FlowColumn.DESTINATION_IP_ADDRESS, row, there ? pool : HOST);
      int port = History.ENDPOINT.port();
      batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = there ? 40_000 : port;
      batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = there ? port : 40_000;
    }
  }

  private static void address(FlowBatch batch, FlowColumn column, int row, IpAddress address) {
    batch.high(column)[row] = address.high();
    batch.low(column)[row] = address.low();
  }
}
