// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.probe.coin.JobFacts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a wallet of our owner's is named, and where it is not. */
class OwnAddressesTest {

  private static final OwnAddresses ADDRESSES =
      OwnAddresses.parse(
          List.of(
              "# ours",
              "",
              "KAS kaspa:qexampleofanaddress",
              " xmr\t4ExampleOfAnAddress ",
              "ERG 9ExampleOfAnAddress",
              "LTC ltc1qexampleofanaddress",
              "ETC 0x00000000000000000000000000000000000000aa"));

  private static final String SESSION =
      "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"b4\"],[\"mining.notify\",\"ab12\"]],"
          + "\"08000002\",4],\"error\":null}";

  private static final String NOTIFY_OF_ERGO =
      "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1\",1200000,\""
          + "ab".repeat(32)
          + "\",\"\",\"\",3,\"123456789\",\"\",true]}";

  private static DialogueContext context(String... declaredCoins) {
    return new DialogueContext(
        "pool.example.test",
        3333,
        "minetrace/test",
        1_795_348_800_000L,
        List.of(declaredCoins),
        ADDRESSES);
  }

  private static LineReading read(ProbeProtocol asked, DialogueContext context, String... lines) {
    return ((LineDialogue) asked.dialogue()).read(List.of(lines), context);
  }

  private static String opening(ProbeProtocol protocol, DialogueContext context) {
    return ((LineDialogue) protocol.dialogue()).opening(context);
  }

  @Test
  void aSessionWithoutWorkIsAuthorizedForTheDeclaredCoin() {
    LineReading reading = read(ProbeProtocol.ERGO, context("ERG"), SESSION);

    assertThat(reading.next())
        .hasValue(
            "{\"id\":2,\"method\":\"mining.authorize\","
                + "\"params\":[\"9ExampleOfAnAddress.probe\",\"x\"]}");
    assertThat(reading.finding())
        .isEqualTo(read(ProbeProtocol.ERGO, RecordedReply.CONTEXT, SESSION).finding());
  }

  @Test
  void theSessionOfKaspasServersIsAuthorizedToo() {
    assertThat(
            read(
                    ProbeProtocol.KHEAVYHASH,
                    context("KAS"),
                    "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[true,\"EthereumStratum/1.0.0\"],"
                        + "\"error\":null}")
                .next()
                .orElseThrow())
        .contains("\"kaspa:qexampleofanaddress.probe\"");
  }

  @Test
  void whoGivesWorkAnywayIsNotToldAWallet() {
    assertThat(read(ProbeProtocol.ERGO, context("ERG"), SESSION, NOTIFY_OF_ERGO).next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BTC", "ERG LTC"})
  void withoutAWalletOfThatOneCoinNobodyIsAuthorized(String coins) {
    DialogueContext context =
        context(Stream.of(coins.split(" ", -1)).filter(c -> !c.isEmpty()).toArray(String[]::new));

    assertThat(read(ProbeProtocol.STRATUM1, context, SESSION).next()).isEmpty();
  }

  @Test
  void aBanEndsItAll() {
    assertThat(
            read(
                    ProbeProtocol.STRATUM1,
                    context("LTC"),
                    SESSION,
                    "{\"id\":null,\"error\":{\"code\":-1,\"message\":\"Your IP is banned\"}}")
                .next())
        .isEmpty();
  }

  @Test
  void cryptonotesLoginHasTheWalletWithoutAWorker() {
    assertThat(opening(ProbeProtocol.MONERO_LOGIN, context("XMR")))
        .contains("\"login\":\"4ExampleOfAnAddress\",\"pass\":\"x\"");
    assertThat(
            read(
                    ProbeProtocol.MONERO_LOGIN,
                    context("XMR"),
                    "{\"id\":1,\"error\":{\"code\":-1,\"message\":\"Invalid address used for"
                        + " login\"}}")
                .next())
        .isEmpty();
  }

  @Test
  void cryptonotesLoginHasNoWalletOfAnotherKindOfCoin() {
    assertThat(opening(ProbeProtocol.MONERO_LOGIN, context("LTC"))).contains("\"login\":\"probe\"");
    assertThat(
            ((LineDialogue) ProbeProtocol.STRATUM1.dialogue())
                .onSilence(context("LTC"))
                .orElseThrow())
        .contains("\"login\":\"probe\"");
  }

  @Test
  void ethereumsLoginIsSaidToWhoWantsOne() {
    String refusal =
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":{\"code\":25,\"message\":\"Not subscribed\"}}";

    assertThat(read(ProbeProtocol.ETH_PROXY, context("ETC"), refusal).next())
        .hasValue(
            "{\"id\":2,\"jsonrpc\":\"2.0\",\"worker\":\"probe\",\"method\":\"eth_submitLogin\","
                + "\"params\":[\"0x00000000000000000000000000000000000000aa\",\"x\"]}");
    assertThat(read(ProbeProtocol.ETH_PROXY, context("LTC"), refusal).next()).isEmpty();
  }

  @Test
  void aCoinThatTheServerNamesOutweighsTheDeclaredOne() {
    DialogueContext context = context("ERG");

    assertThat(context.address(JobFacts.NONE.withChainWord("Litecoin")))
        .as("by its name")
        .hasValue("ltc1qexampleofanaddress");
    assertThat(context.address(JobFacts.NONE.withChainWord("Vertcoin")))
        .as("of which there is none")
        .isEmpty();
    assertThat(context.address(JobFacts.NONE.withChainWord("pool")))
        .as("which is no coin's name")
        .hasValue("9ExampleOfAnAddress");
  }

  /** What proves mining and what does not is the same with and without wallets. */
  @ParameterizedTest
  @EnumSource
  void noWalletIsInAFirstLineButCryptonotes(ProbeProtocol protocol) {
    if (protocol.dialogue() instanceof LineDialogue && protocol != ProbeProtocol.MONERO_LOGIN) {
      assertThat(opening(protocol, context("ERG")))
          .isEqualTo(opening(protocol, RecordedReply.CONTEXT));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERG",
        "ERG 9ExampleOfAnAddress worker",
        "ERG 9ExampleOfAnAddress.worker",
        "ERG short",
        "E\"G 9ExampleOfAnAddress",
        "ERG 9Example\"OfAnAddress"
      })
  void aLineThatIsNoneIsNamed(String line) {
    assertThatThrownBy(() -> OwnAddresses.parse(List.of("LTC ltc1qexample", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "line 2: (\\d words|no coin and address) \\(expected: COIN ADDRESS, without a worker\\)");
  }

  @Test
  void twoWalletsOfACoinAreAMistake() {
    assertThatThrownBy(() -> OwnAddresses.parse(List.of("LTC ltc1qexample", "ltc ltc1qother")))
        .hasMessage("line 2: LTC has an address already");
  }
}
