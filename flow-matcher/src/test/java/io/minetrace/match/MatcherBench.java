// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowIndexBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The matcher alone, over batches that are ready, against a plain sum over the columns that it
 * reads: 100,000 windows, one flow in a thousand matches. {@code scripts/bench kernel} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MatcherBench {

  private static final int WINDOWS = 100_000;
  private static final int BATCHES = 256;
  private static final int FLOWS = BATCHES * FlowBatch.CAPACITY;
  private static final int MATCHES_ONE_IN = 1000;

  private static final FlowColumn[] ADDRESSES = {
    FlowColumn.SOURCE_IP_ADDRESS,
    FlowColumn.DESTINATION_IP_ADDRESS,
    FlowColumn.POST_NAT_SOURCE_IP_ADDRESS,
    FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS
  };

  private static final FlowColumn[] NUMBERS = {
    FlowColumn.PROTOCOL_IDENTIFIER,
    FlowColumn.SOURCE_TRANSPORT_PORT,
    FlowColumn.DESTINATION_TRANSPORT_PORT,
    FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT,
    FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT
  };

  private final List<FlowBatch> batches = new ArrayList<>();
  private Matcher matcher = new Matcher(new WindowIndex(List.of()), MatchOptions.DEFAULT);
  private long matches;

  /** Flows of many hosts with the web, and now and then with a pool while it was up. */
  @Setup
  public void makeFlows() throws IOException {
    List<AvailabilityWindow> windows = WindowIndexBench.windows(WINDOWS, 1);
    matcher = new Matcher(new WindowIndex(windows), MatchOptions.DEFAULT);
    Random random = new Random(5);
    for (int i = 0; i < BATCHES; i++) {
      FlowBatch batch = new FlowBatch();
      while (!batch.isFull()) {
        AvailabilityWindow window = windows.get(random.nextInt(windows.size()));
        boolean mines = random.nextInt(MATCHES_ONE_IN) == 0;
        Endpoint web = Endpoint.tcp(IpAddress.ofIpv4(random.nextInt()), 443);
        append(batch, mines ? window.endpoint() : web, window.up().from(), random);
      }
      batches.add(batch);
    }
    matches = 0;
    match();
    if (matches < FLOWS / MATCHES_ONE_IN / 2 || matches > FLOWS / MATCHES_ONE_IN * 2) {
      throw new IllegalStateException(matches + " of " + FLOWS + " flows match");
    }
  }

  private static void append(FlowBatch batch, Endpoint server, long time, Random random) {
    int row = batch.append();
    batch.longs(FlowColumn.FLOW_START)[row] = time;
    batch.longs(FlowColumn.FLOW_END)[row] = time + random.nextInt(60_000);
    batch.low(FlowColumn.SOURCE_IP_ADDRESS)[row] =
        IpAddress.mappedLow(0x0a000000 + random.nextInt(1 << 16));
    batch.low(FlowColumn.DESTINATION_IP_ADDRESS)[row] = server.address().low();
    batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row] = 32_768 + random.nextInt(28_000);
    batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row] = server.port();
    batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row] = server.transport().protocolIdentifier();
  }

  /** What is measured, a flow. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public long match() throws IOException {
    for (FlowBatch batch : batches) {
      matcher.match(batch, match -> matches++);
    }
    return matches;
  }

  /** What it is measured against, a flow. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public long plainSum() {
    long sum = 0;
    for (FlowBatch batch : batches) {
      for (FlowColumn column : ADDRESSES) {
        sum += sum(batch.high(column)) + sum(batch.low(column));
      }
      for (FlowColumn column : NUMBERS) {
        for (int number : batch.ints(column)) {
          sum += number;
        }
      }
    }
    return sum;
  }

  private static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }
}
