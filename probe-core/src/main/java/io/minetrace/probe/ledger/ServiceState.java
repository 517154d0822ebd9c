// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.WindowSegment;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one UP observation said of the service.
 *
 * @param coins ticker symbols, sorted
 * @param protocols ids of the mining protocols, sorted; empty when none was named
 * @param software what the server says it is, or empty
 */
public record ServiceState(
    List<String> coins,
    CoinBasis coinBasis,
    List<String> protocols,
    Channel channel,
    String software) {

  public ServiceState {
    coins = List.copyOf(new TreeSet<>(coins));
    protocols = List.copyOf(new TreeSet<>(protocols));
  }

  /** The state that an observation shows. */
  public static ServiceState of(Observation observation) {
    return of(
        observation.coinsDeclared(),
        observation.coin(),
        observation.protocols(),
        observation.channel(),
        observation.software());
  }

  /**
   * The state that an observation shows in which the catalog said, and the answer, what is given.
   */
  public static ServiceState of(
      List<String> declared,
      CoinFinding found,
      List<String> protocols,
      Channel channel,
      String software) {
    CoinBasis basis = basis(declared, found);
    return new ServiceState(coins(basis, declared, found), basis, protocols, channel, software);
  }

  static ServiceState of(WindowSegment segment) {
    return new ServiceState(
        segment.coins(),
        segment.coinBasis(),
        segment.protocols(),
        segment.channel(),
        segment.software());
  }

  private static CoinBasis basis(List<String> declared, CoinFinding found) {
    if (found.coins().isEmpty()) {
      return CoinBasis.DECLARED;
    }
    if (found.exact()) {
      return CoinBasis.OBSERVED;
    }
    // Nothing declared can neither be narrowed nor contradicted; the evidence is weak all the same.
    return found.contradicts(declared) ? CoinBasis.CONTRADICTED : CoinBasis.NARROWED;
  }

  private static List<String> coins(CoinBasis basis, List<String> declared, CoinFinding found) {
    return switch (basis) {
      case OBSERVED, CONTRADICTED -> found.coins();
      case DECLARED -> declared;
      case NARROWED ->
          declared.isEmpty()
              ? found.coins()
              : declared.stream().filter(found.coins()::contains).toList();
    };
  }

  /** Whether evidence, and not only the catalog, speaks for the coins. */
  boolean hasCoinEvidence() {
    return coinBasis != CoinBasis.DECLARED;
  }

  boolean sharesNoCoinWith(ServiceState other) {
    return coins.stream().noneMatch(other.coins::contains);
  }

  /**
   * What holds where this was seen and then another that differs only in how much it tells: a visit
   * that heard no work, or of which the family stayed open, is no change of the service. The firmer
   * basis and the fewer families stand. Empty where the two do differ, and where a contradiction
   * came or went.
   */
  Optional<ServiceState> joinedWith(ServiceState next) {
    boolean fewer = next.protocols.containsAll(protocols);
    boolean sameFamilies = fewer || protocols.containsAll(next.protocols);
    boolean contradiction = coinBasis == CoinBasis.CONTRADICTED;
    boolean same =
        coins.equals(next.coins)
            && sameFamilies
            && contradiction == (next.coinBasis == CoinBasis.CONTRADICTED)
            && protocols.isEmpty() == next.protocols.isEmpty()
            && channel == next.channel
            && software.equals(next.software);
    return same
        ? Optional.of(
            new ServiceState(
                coins,
                coinBasis.compareTo(next.coinBasis) <= 0 ? coinBasis : next.coinBasis,
                fewer ? protocols : next.protocols,
                channel,
                software))
        : Optional.empty();
  }

  /**
   * What is known between the last observation of this state and the first of another: the sets of
   * both, on the weaker basis; the single values as this one had them.
   */
  ServiceState until(ServiceState next) {
    return new ServiceState(
        Stream.concat(coins.stream(), next.coins.stream()).toList(),
        coinBasis.compareTo(next.coinBasis) >= 0 ? coinBasis : next.coinBasis,
        Stream.concat(protocols.stream(), next.protocols.stream()).toList(),
        channel,
        software);
  }
}
