// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.WorkFacts;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JobFactsTest {

  private static final String BLOCK = "0".repeat(18) + "5e".repeat(23);
  private static final String SEED = "ab".repeat(32);

  /** Version 16 twice, a time, a block, a nonce, a root, one transaction. */
  private static final Bytes BLOB =
      Bytes.of(
          HexFormat.of()
              .parseHex(
                  "1010"
                      + "80e59bad05"
                      + "77".repeat(32)
                      + "0".repeat(8)
                      + "22".repeat(32)
                      + "01"));

  private static WorkFacts work(JobFacts job) {
    return job.work(List.of());
  }

  @Test
  void theBlockBeforeIsKept() {
    assertThat(work(JobFacts.NONE.withPreviousHash(BLOCK)).block()).hasValue(BLOCK);
    assertThat(work(JobFacts.NONE.withPreviousHash("0x" + BLOCK)).block()).hasValue(BLOCK);
  }

  @Test
  void aHashOfZeroesIsNoBlock() {
    assertThat(work(JobFacts.NONE.withPreviousHash("0".repeat(64))).block()).isEmpty();
    assertThat(work(JobFacts.NONE.withPreviousHash("zz")).block()).isEmpty();
  }

  @Test
  void ofCryptonotesKinTheSeedIsTheBlockElseTheOneInTheBlob() {
    assertThat(work(JobFacts.NONE.withBlob(BLOB).withSeedHash(SEED)).block()).hasValue(SEED);
    assertThat(work(JobFacts.NONE.withBlob(BLOB)).block()).hasValue("77".repeat(32));
  }

  @Test
  void theSeedOfEthashIsNoBlock() {
    assertThat(work(JobFacts.NONE.withSeedHash(SEED)).block()).isEmpty();
  }

  @Test
  void aDifficultyThatIsNoNumberIsNotKept() {
    assertThat(work(JobFacts.NONE.withDifficulty(Double.NaN)).difficulty()).isEmpty();
    assertThat(work(JobFacts.NONE.withDifficulty(0.5)).difficulty())
        .isEqualTo(OptionalDouble.of(0.5));
  }

  @Test
  void marksOfMergedMiningAreKept() {
    byte[] text = "....RSKBLOCK:....".getBytes(StandardCharsets.US_ASCII);
    byte[] both = HexFormat.of().parseHex("00fabe6d6d" + HexFormat.of().formatHex(text));

    assertThat(work(JobFacts.NONE.withCoinbase(Bytes.of(both))).mergedMining())
        .containsExactly("auxpow", "rsk");
    assertThat(work(JobFacts.NONE.withCoinbase(Bytes.of(text))).mergedMining())
        .containsExactly("rsk");
    assertThat(work(JobFacts.NONE).mergedMining()).isEmpty();
  }

  @Test
  void whatOneAnswerDidNotTellAnotherMay() {
    JobFacts one = JobFacts.NONE.withFamily("stratum1").withHeight(5);
    JobFacts other = JobFacts.NONE.withHeight(7).withAlgorithm("scrypt");

    assertThat(one.or(other))
        .isEqualTo(JobFacts.NONE.withFamily("stratum1").withHeight(5).withAlgorithm("scrypt"));
  }

  @Test
  void theDifficultyOfACompactTarget() {
    assertThat(CompactTarget.difficulty("1d00ffff")).hasValue(1);
    assertThat(CompactTarget.difficulty("1749500d").orElseThrow())
        .as("Bitcoin's in April 2018")
        .isBetween(3.83e12, 3.85e12);
    assertThat(CompactTarget.difficulty("1d000000")).isEmpty();
    assertThat(CompactTarget.difficulty("1d8000ff")).isEmpty();
    assertThat(CompactTarget.difficulty("nonsense")).isEmpty();
  }
}
