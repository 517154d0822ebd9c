// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the flows to and from the addresses of mining services that are no matches: those on other
 * ports. They count where a flow to the service at the same time would match. A second look at the
 * batch, so that the search for matches is not slowed by it. Immutable; may be shared by threads.
 */
public final class ContextMatcher {

  /** Takes flows in the order of their rows. */
  @FunctionalInterface
  public interface Sink {
    void accept(ContextFlow flow) throws IOException;
  }

  private final PoolAddresses addresses;
  private final Matcher matcher;
  private final MatchOptions options;
  private final Scores scores;

  /**
   * A matcher of context.
   *
   * @param options what is less sure than they ask for is no context either
   */
  public ContextMatcher(WindowIndex windows, MatchOptions options, Scores scores) {
    this.addresses = new PoolAddresses(windows);
    this.matcher = new Matcher(windows, options.withMinConfidence(Confidence.POSSIBLE), scores);
    this.options = options;
    this.scores = scores;
  }

  /** Looks through one batch. */
  public void match(FlowBatch batch, Sink sink) throws IOException {
    int rows = batch.rows();
    Side.Arrays source = new Side.Arrays(batch, Side.SOURCE);
    Side.Arrays destination = new Side.Arrays(batch, Side.DESTINATION);
    for (int row = 0; row < rows; row++) {
      if (isKnown(destination, row) || isKnown(source, row)) {
        Optional<ContextFlow> found = examine(batch, row, destination, source);
        if (found.isPresent()) {
          sink.accept(found.get());
        }
      }
    }
  }

  private boolean isKnown(Side.Arrays side, int row) {
    return addresses.find(side.high[row], side.low[row]) != PoolAddresses.NONE
        || ((side.natHigh[row] | side.natLow[row]) != 0
            && addresses.find(side.natHigh[row], side.natLow[row]) != PoolAddresses.NONE);
  }

  private Optional<ContextFlow> examine(
      FlowBatch batch, int row, Side.Arrays destination, Side.Arrays source) throws IOException {
    boolean timeless = FlowRecord.isTimeless(batch, row);
    if ((timeless && options.timeless().isEmpty()) || matcher.matches(batch, row)) {
      return Optional.empty();
    }
    TimeSpan span = timeless ? options.timeless().get() : Matcher.flowSpan(batch, row);
    FlowRecord flow = FlowRecord.of(batch, row, span);
    // As in matches: of two sides the destination is the service's, of two addresses the exported.
    return side(batch, row, destination, flow, MiningRole.TO_POOL, timeless)
        .or(() -> side(batch, row, source, flow, MiningRole.FROM_POOL, timeless));
  }

  private Optional<ContextFlow> side(
      FlowBatch batch,
      int row,
      Side.Arrays side,
      FlowRecord flow,
      MiningRole role,
      boolean timeless) {
    IpAddress client = MatchMaker.client(batch, row, role, flow);
    IpAddress exported = new IpAddress(side.high[row], side.low[row]);
    IpAddress translated = new IpAddress(side.natHigh[row], side.natLow[row]);
    int natPort = side.natPort[row] == FlowColumn.ABSENT_INT ? side.port[row] : side.natPort[row];
    return contact(flow, client, exported, side.port[row], timeless)
        .or(() -> contact(flow, client, translated, natPort, timeless));
  }

  private Optional<ContextFlow> contact(
      FlowRecord flow, IpAddress client, IpAddress address, int port, boolean timeless) {
    int first = addresses.find(address.high(), address.low());
    if (first == PoolAddresses.NONE) {
      return Optional.empty();
    }
    TimeSpan span = MatchMaker.widened(new TimeSpan(flow.start(), flow.end()), options);
    TreeSet<String> services = new TreeSet<>();
    TreeSet<String> pools = new TreeSet<>();
    Confidence surest = Confidence.POSSIBLE;
    for (List<AvailabilityWindow> windows : addresses.endpoints(first)) {
      Endpoint service = windows.get(0).endpoint();
      boolean itself =
          service.port() == port
              && service.transport().protocolIdentifier() == flow.protocolIdentifier();
      Optional<Placement> placement =
          itself ? Optional.empty() : Placement.of(windows, span, scores);
      Optional<Confidence> confidence =
          placement
              .map(found -> timeless ? found.ofTimeless() : found)
              .flatMap(Placement::confidence)
              .filter(sure -> sure.compareTo(options.minConfidence()) >= 0);
      if (confidence.isPresent()) {
        services.add(service.port() + "/" + service.transport().keyword());
        pools.addAll(ServiceFacts.of(placement.get().window(), span).pools());
        surest = confidence.get().compareTo(surest) > 0 ? confidence.get() : surest;
      }
    }
    // What an exporter writes there of a ping is a type and a code.
    boolean hasPorts = TransportProtocol.of(flow.protocolIdentifier()).isPresent();
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ContextFlow(
                flow,
                client,
                address,
                hasPorts ? port : FlowColumn.ABSENT_INT,
                List.copyOf(services),
                List.copyOf(pools),
                surest));
  }
}
