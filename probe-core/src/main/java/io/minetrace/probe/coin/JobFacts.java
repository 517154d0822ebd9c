// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.WorkFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a reply told of the work, as far as it tells chains apart. Hashes are lower-case hex in the
 * order in which explorers print them; whoever fills them in turns the bytes as its protocol says.
 *
 * @param family id of the protocol that the work came in, or empty
 * @param height of the block that is worked on
 * @param previousHash the block that the work hangs on
 * @param seedHash the block, or the epoch's seed, that the algorithm is keyed with
 * @param algorithm as the server names it
 * @param bits the compact target of the block, 8 hex digits
 * @param version of the block's header, unsigned
 * @param difficulty of a share, in the protocol's units
 * @param coinbase the coinbase transaction, its parts joined, zeroes in the extranonces' place
 * @param blob of Cryptonote's kind: the block to hash
 * @param epoch of Ethash and its kin
 * @param chainWord an error's text, or a field, that names a coin, a chain or a network
 */
public record JobFacts(
    String family,
    OptionalLong height,
    Optional<String> previousHash,
    Optional<String> seedHash,
    Optional<String> algorithm,
    Optional<String> bits,
    OptionalLong version,
    OptionalDouble difficulty,
    Bytes coinbase,
    Bytes blob,
    OptionalLong epoch,
    Optional<String> chainWord) {

  public static final JobFacts NONE =
      new JobFacts(
          "",
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          Bytes.EMPTY,
          Bytes.EMPTY,
          OptionalLong.empty(),
          Optional.empty());

  public JobFacts withFamily(String value) {
    return with(draft -> draft.family = value);
  }

  public JobFacts withHeight(long value) {
    return with(draft -> draft.height = OptionalLong.of(value));
  }

  public JobFacts withPreviousHash(String value) {
    return with(draft -> draft.previousHash = Optional.of(value));
  }

  public JobFacts withSeedHash(String value) {
    return with(draft -> draft.seedHash = Optional.of(value));
  }

  public JobFacts withAlgorithm(String value) {
    return with(draft -> draft.algorithm = Optional.of(value));
  }

  public JobFacts withBits(String value) {
    return with(draft -> draft.bits = Optional.of(value));
  }

  public JobFacts withVersion(long value) {
    return with(draft -> draft.version = OptionalLong.of(value));
  }

  public JobFacts withDifficulty(double value) {
    return with(draft -> draft.difficulty = OptionalDouble.of(value));
  }

  public JobFacts withCoinbase(Bytes value) {
    return with(draft -> draft.coinbase = value);
  }

  public JobFacts withBlob(Bytes value) {
    return with(draft -> draft.blob = value);
  }

  public JobFacts withEpoch(long value) {
    return with(draft -> draft.epoch = OptionalLong.of(value));
  }

  public JobFacts withChainWord(String value) {
    return with(draft -> draft.chainWord = Optional.of(value));
  }

  private JobFacts with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.facts();
  }

  /** These facts while one of them is changed. */
  private static final class Draft {
    private String family;
    private OptionalLong height;
    private Optional<String> previousHash;
    private Optional<String> seedHash;
    private Optional<String> algorithm;
    private Optional<String> bits;
    private OptionalLong version;
    private OptionalDouble difficulty;
    private Bytes coinbase;
    private Bytes blob;
    private OptionalLong epoch;
    private Optional<String> chainWord;

    Draft(JobFacts facts) {
      family = facts.family;
      height = facts.height;
      previousHash = facts.previousHash;
      seedHash = facts.seedHash;
      algorithm = facts.algorithm;
      bits = facts.bits;
      version = facts.version;
      difficulty = facts.difficulty;
      coinbase = facts.coinbase;
      blob = facts.blob;
      epoch = facts.epoch;
      chainWord = facts.chainWord;
    }

    JobFacts facts() {
      return new JobFacts(
          family,
          height,
          previousHash,
          seedHash,
          algorithm,
          bits,
          version,
          difficulty,
          coinbase,
          blob,
          epoch,
          chainWord);
    }
  }

  /**
   * What is kept of it with the observation.
   *
   * @param certificateNames of the endpoint's certificate; none without TLS
   */
  public WorkFacts work(List<String> certificateNames) {
    return new WorkFacts(
        algorithm.orElse(""),
        height,
        Double.isFinite(difficulty.orElse(0)) ? difficulty : OptionalDouble.empty(),
        block(),
        Coinbase.mergedMining(coinbase),
        PoolRecognition.of(this, certificateNames).orElse(""));
  }

  /**
   * The block that ties the work to a chain. Of Cryptonote's kin it is the one that seeds the
   * algorithm, which stays for days; the seed of Ethash's kin is no block.
   */
  private Optional<String> block() {
    Optional<CryptonoteBlob> cryptonote = CryptonoteBlob.parse(blob);
    if (cryptonote.isPresent() || blob.length() > 0) {
      return seedHash
          .flatMap(BlockHash::of)
          .or(() -> cryptonote.flatMap(CryptonoteBlob::previousHash));
    }
    return previousHash.flatMap(BlockHash::of);
  }

  /** This, and of another what this says nothing of. */
  public JobFacts or(JobFacts other) {
    return new JobFacts(
        family.isEmpty() ? other.family : family,
        height.isPresent() ? height : other.height,
        previousHash.or(() -> other.previousHash),
        seedHash.or(() -> other.seedHash),
        algorithm.or(() -> other.algorithm),
        bits.or(() -> other.bits),
        version.isPresent() ? version : other.version,
        difficulty.isPresent() ? difficulty : other.difficulty,
        coinbase.length() > 0 ? coinbase : other.coinbase,
        blob.length() > 0 ? blob : other.blob,
        epoch.isPresent() ? epoch : other.epoch,
        chainWord.or(() -> other.chainWord));
  }
}
