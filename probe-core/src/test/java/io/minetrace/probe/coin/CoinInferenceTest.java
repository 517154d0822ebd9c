// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoinInferenceTest {

  /** When Bitcoin's block 840,000 was found. */
  private static final long NOW = Instant.parse("2024-04-20T00:00:00Z").toEpochMilli();

  private static final String HASH = "0".repeat(18) + "5e".repeat(23);

  private static JobFacts job(String family) {
    return JobFacts.NONE.withFamily(family);
  }

  private static CoinFinding infer(JobFacts job) {
    return CoinInference.infer(job, NOW);
  }

  private static String seed(int rounds) {
    byte[] seed = new byte[32];
    for (int i = 0; i < rounds; i++) {
      KeccakDigest keccak = new KeccakDigest(256);
      keccak.update(seed, 0, seed.length);
      keccak.doFinal(seed, 0);
    }
    return HexFormat.of().formatHex(seed);
  }

  /** The beginning of a block of Cryptonote's kin, of a version below 128. */
  private static Bytes blob(int version) {
    byte[] blob = new byte[76];
    blob[0] = (byte) version;
    blob[1] = (byte) version;
    // a time, and the block before
    System.arraycopy(HexFormat.of().parseHex("80e59bad05"), 0, blob, 2, 5);
    Arrays.fill(blob, 7, 39, (byte) 0x77);
    return Bytes.of(blob);
  }

  @Test
  void aFirstBlockIsExact() {
    CoinFinding finding =
        infer(
            job("monero-login")
                .withSeedHash("418015bb9ae982a1975da7d79277c2705727a56894ba0fb246adaabb1f4632e3"));

    assertThat(finding).isEqualTo(new CoinFinding(List.of("XMR"), "genesis", CoinConfidence.EXACT));
    assertThat(finding.exact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Litecoin is not connected!;LTC",
        "Bitcoin Cash Node is in initial sync and waiting for blocks...;BCH",
        "Bitcoin Core is not connected!;BTC",
        "Zcash is downloading blocks...;ZEC",
        "invalid address: it must begin with kaspa:;KAS",
        "Invalid Monero address;XMR",
        "BgoldPoW;BTG",
        "ethereum classic mainnet;ETC"
      })
  void aNameTiesTheWorkToItsCoin(String text, String coin) {
    CoinFinding finding = infer(JobFacts.NONE.withChainWord(text));

    assertThat(finding)
        .isEqualTo(new CoinFinding(List.of(coin), "coin-name", CoinConfidence.EXPLICIT));
    assertThat(finding.exact()).isTrue();
  }

  @Test
  void aNameThatSeveralChainsStillUseOnlyNarrows() {
    CoinFinding finding = infer(JobFacts.NONE.withChainWord("Bitcoin is not connected!"));

    assertThat(finding.coins()).containsExactly("BCH", "BSV", "BTC", "XEC");
    assertThat(finding.exact()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dashboard",
        "zcashier",
        "a monerotic word",
        "Invalid login",
        "TLS handshake failed",
        "ist der Server ar oder btm",
        "nexas:"
      })
  void aWordWithinAnotherNamesNothing(String text) {
    assertThat(infer(JobFacts.NONE.withChainWord(text))).isEqualTo(CoinFinding.NONE);
  }

  @Test
  void anAlgorithmOfOneCoinTiesTheWorkToIt() {
    assertThat(infer(job("monero-login").withAlgorithm("rx/wow")))
        .isEqualTo(new CoinFinding(List.of("WOW"), "algorithm", CoinConfidence.EXPLICIT));
    assertThat(infer(job("eth-stratum-2").withAlgorithm("Etchash")).coins()).containsExactly("ETC");
  }

  @Test
  void anAlgorithmOfSeveralCoinsOnlyNarrows() {
    CoinFinding finding = infer(job("monero-login").withAlgorithm("rx/0"));

    assertThat(finding.coins()).contains("XMR", "ZEPH", "SAL").doesNotContain("WOW", "BTC");
    assertThat(finding.confidence()).isEqualTo(CoinConfidence.EXPLICIT);
    assertThat(finding.exact()).isFalse();
    assertThat(finding.contradicts(List.of("SUMO"))).isTrue();
  }

  @Test
  void theHeightTellsAnAlgorithmsCoinsApart() {
    JobFacts job = job("monero-login").withAlgorithm("rx/0");

    assertThat(infer(job.withHeight(3_131_000)))
        .isEqualTo(new CoinFinding(List.of("XMR"), "algorithm+height", CoinConfidence.HEIGHT));
    CoinFinding other = infer(job.withHeight(260_000));
    assertThat(other.coins()).contains("ZEPH").doesNotContain("XMR");
    assertThat(other.rule()).isEqualTo("algorithm+height");
  }

  @Test
  void workOfATestChainBelongsToNoCoin() {
    assertThat(infer(job("stratum1").withHeight(840_000).withBits("207fffff")))
        .isEqualTo(CoinFinding.NONE);
    assertThat(infer(job("monero-daemon").withHeight(3_131_000).withChainWord("fakechain")))
        .isEqualTo(CoinFinding.NONE);
  }

  @Test
  void litecoinsRulesNameItOnAnyOfItsChains() {
    String text = "getblocktemplate must be called with the segwit & mweb rule sets";

    assertThat(infer(job("getblocktemplate").withChainWord(text).withBits("207fffff")))
        .isEqualTo(new CoinFinding(List.of("LTC"), "rule-set", CoinConfidence.SHAPE));
  }

  @ParameterizedTest
  @CsvSource({
    // height, bits, coins
    "840000,,BCH|BSV|BTC|XEC",
    "840000,17034219,BTC",
    "842000,180232f0,BCH|BSV|XEC",
    "2671000,1a00c0de,LTC",
    "5180000,1a00c0de,DOGE",
    "2671000,17034219,''",
    "12345678,1a00c0de,''"
  })
  void heightAndDifficultyNarrowTheCoinsOfBitcoinsKin(long height, String bits, String coins) {
    JobFacts job =
        job("stratum1").withHeight(height).withPreviousHash(HASH).withVersion(0x20000000);

    CoinFinding finding = infer(bits == null ? job : job.withBits(bits));

    assertThat(String.join("|", finding.coins())).isEqualTo(coins);
    assertThat(finding.exact()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"6422788,DOGE", "65796,NMC", "536870912,''", "805298176,''", "4,''"})
  void aMergedMinedChainsNumberStandsInTheVersion(long version, String coin) {
    assertThat(String.join("|", infer(job("stratum1").withVersion(version)).coins()))
        .isEqualTo(coin);
  }

  @Test
  void aNumberThatAChainTookOverFromAnotherIsNotItsHeight() {
    JobFacts numbered = job("stratum1").withVersion(0x00620104);

    assertThat(infer(numbered.withHeight(5_180_000)).coins()).containsExactly("DOGE");
    assertThat(infer(numbered.withHeight(120_000))).isEqualTo(CoinFinding.NONE);
  }

  @Test
  void aDeclaredCoinWhoseHeightNobodyCanJudgeStays() {
    JobFacts job = job("stratum1").withHeight(2_671_000).withBits("1a00c0de");

    assertThat(CoinInference.infer(job, NOW, List.of("VTC")).coins())
        .as("no anchor of its own")
        .containsExactly("LTC", "VTC");
    assertThat(CoinInference.infer(job, NOW, List.of("BTC")).coins())
        .as("its height is known to be another")
        .containsExactly("LTC");
    assertThat(CoinInference.infer(job, NOW, List.of("ZEPH")).coins())
        .as("not of this family")
        .containsExactly("LTC");
  }

  @Test
  void theSeedOfEthashTellsTheHeight() {
    assertThat(EthashSeed.rounds("0x" + seed(0))).hasValue(0);
    assertThat(
            EthashSeed.rounds("290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563"))
        .hasValue(1);
    assertThat(EthashSeed.rounds(HASH)).isEmpty();

    IntFunction<List<String>> coins =
        rounds -> infer(job("eth-proxy").withSeedHash(seed(rounds))).coins();
    assertThat(coins.apply(658)).containsExactly("ETC", "ETHW");
    assertThat(coins.apply(659)).as("an odd number is not Classic's").containsExactly("ETHW");
    assertThat(coins.apply(675)).as("too high for both").isEmpty();
  }

  @Test
  void anEpochsNumberIsJudgedByTheLengthsOfBoth() {
    IntFunction<List<String>> coins = epoch -> infer(job("eth-stratum-2").withEpoch(epoch)).coins();

    assertThat(coins.apply(329)).containsExactly("ETC");
    assertThat(coins.apply(647)).containsExactly("ETHW");
    assertThat(coins.apply(500)).isEmpty();
  }

  @Test
  void theLengthOfTheEpochTellsProgPowsKinApart() {
    CoinFinding raven = infer(job("stratum1-kawpow").withHeight(3_295_000).withSeedHash(seed(439)));
    assertThat(raven.coins()).containsExactly("RVN");
    assertThat(raven.confidence()).isEqualTo(CoinConfidence.HEIGHT);

    CoinFinding firo = infer(job("stratum1-kawpow").withHeight(900_000).withSeedHash(seed(692)));
    assertThat(firo.coins()).contains("FIRO").doesNotContain("RVN");
    assertThat(firo)
        .extracting(CoinFinding::rule, CoinFinding::confidence)
        .containsExactly("shape+epoch-length", CoinConfidence.SHAPE);
  }

  @Test
  void theVersionOfACryptonoteBlockTellsMonero() {
    assertThat(infer(job("monero-login").withBlob(blob(16))))
        .isEqualTo(new CoinFinding(List.of("XMR"), "blob-version", CoinConfidence.SHAPE));
    assertThat(infer(job("monero-login").withBlob(blob(14)).withHeight(3_131_000)).coins())
        .as("Monero's height, but not its version")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"alephium,ALPH", "conflux,CFX", "handshake,HNS", "stratum2,BTC", "ironfish,IRON"})
  void aFamilyOfOneCoinTellsItByItsShape(String family, String coin) {
    assertThat(infer(job(family)))
        .isEqualTo(new CoinFinding(List.of(coin), "shape", CoinConfidence.SHAPE));
  }

  @ParameterizedTest
  @CsvSource({"monero-daemon,XMR", "kheavyhash,KAS", "grin,MWC"})
  void aFamilyOfFewCoinsLeavesThoseByItsShape(String family, String coin) {
    CoinFinding finding = infer(job(family));

    assertThat(finding.coins()).hasSizeBetween(2, 16).contains(coin);
    assertThat(finding.exact()).isFalse();
    assertThat(finding.contradicts(List.of("BTC"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stratum1", "eth-proxy", "monero-login", "stratum1-kawpow", "nobody-knows", ""})
  void aFamilyOfManyCoinsAloneTellsNothing(String family) {
    assertThat(infer(job(family))).isEqualTo(CoinFinding.NONE);
  }

  @Test
  void whateverAServerSaysAnInferenceEnds() {
    Random random = new Random(7);
    List<String> families =
        List.of("stratum1", "monero-login", "eth-proxy", "stratum1-kawpow", "stratum1-zcash", "x");
    for (int round = 0; round < 5_000; round++) {
      JobFacts job =
          job(families.get(random.nextInt(families.size())))
              .withHeight(random.nextLong())
              .withEpoch(random.nextLong())
              .withVersion(random.nextLong())
              .withDifficulty(Double.longBitsToDouble(random.nextLong()))
              .withPreviousHash(text(random))
              .withSeedHash(random.nextBoolean() ? seed(random.nextInt(3)) : text(random))
              .withBits(random.nextBoolean() ? "%08x".formatted(random.nextInt()) : text(random))
              .withAlgorithm(random.nextBoolean() ? "rx/0" : text(random))
              .withChainWord(text(random))
              .withBlob(bytes(random))
              .withCoinbase(bytes(random));
      CoinFinding finding = infer(job);
      assertThat(finding.coins().isEmpty()).isEqualTo(finding.rule().isEmpty());
      assertThat(job.work(List.of(text(random))).height()).isEqualTo(job.height());
    }
  }

  private static String text(Random random) {
    return IntStream.range(0, random.nextInt(80))
        .mapToObj(i -> Character.toString(random.nextInt(0x300)))
        .reduce("", String::concat);
  }

  private static Bytes bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
