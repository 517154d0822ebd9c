// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ServiceStateTest {

  private static ServiceState state(List<String> declared, CoinFinding found) {
    return ServiceState.of(
        new Observation(
            Endpoint.tcp(IpAddress.parse("192.0.2.1"), 3333),
            Optional.empty(),
            "here",
            "",
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            1,
            0,
            false,
            Reach.CONNECTED,
            Channel.PLAIN,
            DialogueOutcome.MINING,
            Evidence.E4,
            List.of("stratum1"),
            "",
            declared,
            found,
            WorkFacts.NONE,
            Optional.empty(),
            List.of(),
            0,
            0,
            Bytes.EMPTY,
            ""));
  }

  private static CoinFinding weak(String... coins) {
    return new CoinFinding(List.of(coins), "height", CoinConfidence.HEIGHT);
  }

  @Test
  void withoutEvidenceTheDeclaredCoinsStand() {
    ServiceState state = state(List.of("BTC", "BCH"), CoinFinding.NONE);

    assertThat(state.coins()).containsExactly("BCH", "BTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.DECLARED);
  }

  @Test
  void evidenceThatTiesTheWorkToAChainGivesTheCoin() {
    ServiceState state =
        state(List.of("BTC"), new CoinFinding(List.of("LTC"), "genesis", CoinConfidence.EXACT));

    assertThat(state.coins()).containsExactly("LTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.OBSERVED);
  }

  @Test
  void weakEvidenceNarrowsTheDeclaredCoins() {
    ServiceState state = state(List.of("BTC", "LTC"), weak("BCH", "BTC"));

    assertThat(state.coins()).containsExactly("BTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.NARROWED);
  }

  @Test
  void weakEvidenceThatFitsNoDeclaredCoinContradicts() {
    ServiceState state = state(List.of("LTC"), weak("BCH", "BTC"));

    assertThat(state.coins()).containsExactly("BCH", "BTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.CONTRADICTED);
  }

  @Test
  void weakEvidenceAloneNarrowsFromEveryCoin() {
    ServiceState state = state(List.of(), weak("BTC"));

    assertThat(state.coins()).containsExactly("BTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.NARROWED);
  }

  @Test
  void aWordThatOneCoinHasIsAsGoodAsABlock() {
    ServiceState state =
        state(
            List.of("BTC"), new CoinFinding(List.of("LTC"), "coin-name", CoinConfidence.EXPLICIT));

    assertThat(state.coins()).containsExactly("LTC");
    assertThat(state.coinBasis()).isEqualTo(CoinBasis.OBSERVED);
  }

  @Test
  void aWordThatSeveralCoinsShareOnlyNarrows() {
    CoinFinding found =
        new CoinFinding(List.of("XMR", "ZEPH"), "algorithm", CoinConfidence.EXPLICIT);

    assertThat(state(List.of("XMR", "BTC"), found).coins()).containsExactly("XMR");
    assertThat(state(List.of("XMR", "BTC"), found).coinBasis()).isEqualTo(CoinBasis.NARROWED);
    assertThat(state(List.of("BTC"), found).coinBasis()).isEqualTo(CoinBasis.CONTRADICTED);
  }

  private static ServiceState seen(CoinBasis basis, String coin, String... protocols) {
    return new ServiceState(List.of(coin), basis, List.of(protocols), Channel.PLAIN, "");
  }

  @Test
  void aVisitThatTellsLessIsNoChange() {
    ServiceState firm = seen(CoinBasis.OBSERVED, "BTC", "stratum1");
    ServiceState loose = seen(CoinBasis.DECLARED, "BTC", "kawpow", "stratum1");

    assertThat(firm.joinedWith(loose)).hasValue(firm);
    assertThat(loose.joinedWith(firm)).hasValue(firm);
  }

  @Test
  void anotherCoinFamilyOrContradictionIsAChange() {
    ServiceState state = seen(CoinBasis.NARROWED, "BTC", "stratum1");

    assertThat(state.joinedWith(seen(CoinBasis.NARROWED, "LTC", "stratum1"))).isEmpty();
    assertThat(state.joinedWith(seen(CoinBasis.NARROWED, "BTC", "stratum2"))).isEmpty();
    assertThat(state.joinedWith(seen(CoinBasis.CONTRADICTED, "BTC", "stratum1"))).isEmpty();
  }
}
