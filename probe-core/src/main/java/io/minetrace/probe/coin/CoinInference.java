// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * From what a reply told of the work to the coins it could be of. A ladder: a first block; a coin's
 * name; an algorithm's; the shape of the work and the values in it; its height. The first rung that
 * says anything decides, those below it narrow.
 *
 * <p>The firmest rung of all, a block that other pools' work on the same chain has made known, is
 * the catalog's: it alone has seen the others.
 */
public final class CoinInference {

  /** More coins than this and a shape says too little to be told. */
  private static final int FEW = 16;

  /** Since then Monero's blocks have this version, or a later one. */
  private static final long MONERO_V16_SINCE = 1_660_348_800_000L; // 2022-08-13

  private static final long MONERO_V16 = 16;

  private CoinInference() {}

  /** Coins in question, and the rules that left them. */
  private record Candidates(List<String> coins, String rules, CoinConfidence confidence) {

    /** Those of some coins, where any of them is in question. */
    Candidates narrowedTo(Collection<String> some, String rule, CoinConfidence weaker) {
      List<String> left = coins.stream().filter(some::contains).toList();
      return left.isEmpty() || left.size() == coins.size()
          ? this
          : new Candidates(left, rules.isEmpty() ? rule : rules + "+" + rule, weaker);
    }

    CoinFinding finding() {
      return coins.isEmpty() ? CoinFinding.NONE : new CoinFinding(coins, rules, confidence);
    }
  }

  /**
   * The coins that the work points to.
   *
   * @param now when the work was given, milliseconds since 1970-01-01T00:00Z
   */
  public static CoinFinding infer(JobFacts job, long now) {
    return infer(job, now, List.of());
  }

  /**
   * The coins that the work points to. What the catalog declares is no evidence: it only keeps a
   * declared coin among those left by a rule that cannot judge it, as the height of a chain that is
   * not known.
   *
   * @param now when the work was given, milliseconds since 1970-01-01T00:00Z
   * @param declared by the catalog
   */
  public static CoinFinding infer(JobFacts job, long now, List<String> declared) {
    Optional<String> genesis =
        Stream.of(job.previousHash(), job.seedHash())
            .flatMap(Optional::stream)
            .flatMap(hash -> GenesisBlock.coin(hash).stream())
            .findFirst();
    if (genesis.isPresent()) {
      return new CoinFinding(List.of(genesis.get()), "genesis", CoinConfidence.EXACT);
    }
    List<String> named = job.chainWord().map(ChainWords::coins).orElse(List.of());
    if (!named.isEmpty()) {
      return new CoinFinding(named, "coin-name", CoinConfidence.EXPLICIT);
    }
    // BIP 22: the rules that a template needs; Litecoin's are its own, on any of its chains.
    if (job.chainWord().map(word -> word.contains("mweb")).orElse(false)) {
      return new CoinFinding(List.of("LTC"), "rule-set", CoinConfidence.SHAPE);
    }
    if (isTestChain(job)) {
      return CoinFinding.NONE;
    }
    Optional<CoinFinding> marked = marked(job, now);
    if (marked.isPresent()) {
      return marked.get();
    }
    Candidates candidates = byDifficulty(job, byEpochLength(job, byAlgorithmOrFamily(job)));
    return byHeight(job, now, candidates, declared);
  }

  private static boolean isTestChain(JobFacts job) {
    return job.bits().map(CompactTarget.REGTEST::equals).orElse(false)
        || job.chainWord().map(ChainWords::nameTestChain).orElse(false);
  }

  /** Values that one coin alone writes. */
  private static Optional<CoinFinding> marked(JobFacts job, long now) {
    if (job.version().isPresent()) {
      Optional<String> coin =
          AuxPowVersion.coin(job.version().getAsLong())
              .filter(number -> couldHaveHeight(number, job, now));
      if (coin.isPresent()) {
        return Optional.of(
            new CoinFinding(List.of(coin.get()), "chain-number", CoinConfidence.SHAPE));
      }
    }
    boolean monero =
        now >= MONERO_V16_SINCE
            && job.height().isEmpty()
            && job.algorithm().map(CoinAlgorithms::named).map(c -> c.contains("XMR")).orElse(true)
            && blobVersion(job).equals(Optional.of(MONERO_V16));
    return monero
        ? Optional.of(new CoinFinding(List.of("XMR"), "blob-version", CoinConfidence.SHAPE))
        : Optional.empty();
  }

  /** Chains made from another's program keep its number, but not its height. */
  private static boolean couldHaveHeight(String coin, JobFacts job, long now) {
    return !CoinHeights.judges(coin)
        || job.height().isEmpty()
        || !CoinHeights.within(job.height().getAsLong(), 0, now, List.of(coin)).isEmpty();
  }

  private static Optional<Long> blobVersion(JobFacts job) {
    return CryptonoteBlob.parse(job.blob()).map(CryptonoteBlob::majorVersion);
  }

  private static Candidates byAlgorithmOrFamily(JobFacts job) {
    List<String> named = job.algorithm().map(CoinAlgorithms::named).orElse(List.of());
    return named.isEmpty()
        ? new Candidates(FamilyCoins.of(job.family()), "shape", CoinConfidence.SHAPE)
        : new Candidates(named, "algorithm", CoinConfidence.EXPLICIT);
  }

  private static Candidates byEpochLength(JobFacts job, Candidates candidates) {
    if (job.height().isEmpty() || job.seedHash().isEmpty()) {
      return candidates;
    }
    List<String> algorithms =
        EthashEpoch.progPowAlgorithms(job.seedHash().get(), job.height().getAsLong());
    return candidates.narrowedTo(
        CoinAlgorithms.of(algorithms), "epoch-length", CoinConfidence.SHAPE);
  }

  private static Candidates byDifficulty(JobFacts job, Candidates candidates) {
    OptionalDouble difficulty =
        job.bits().map(CompactTarget::difficulty).orElse(OptionalDouble.empty());
    return difficulty.isEmpty()
        ? candidates
        : candidates.narrowedTo(
            CoinHeights.ofDifficulty(difficulty.getAsDouble(), candidates.coins()),
            "difficulty",
            CoinConfidence.SHAPE);
  }

  /**
   * If the height is that of chains that are known, it is taken for theirs; if not, they are out. A
   * declared coin whose height nobody can judge stays.
   */
  private static CoinFinding byHeight(
      JobFacts job, long now, Candidates candidates, List<String> declared) {
    Optional<List<String>> near = near(job, now, candidates.coins());
    if (near.isPresent() && !near.get().isEmpty()) {
      TreeSet<String> left = new TreeSet<>(near.get());
      declared.stream().filter(coin -> !isJudged(coin, candidates)).forEach(left::add);
      return candidates.narrowedTo(left, "height", CoinConfidence.HEIGHT).finding();
    }
    Candidates rest = candidates;
    if (near.isPresent()) {
      List<String> unjudged =
          candidates.coins().stream().filter(coin -> !CoinHeights.judges(coin)).toList();
      rest = candidates.narrowedTo(unjudged, "height", CoinConfidence.HEIGHT);
    }
    boolean telling = rest.confidence() == CoinConfidence.EXPLICIT || rest.coins().size() <= FEW;
    return telling ? rest.finding() : CoinFinding.NONE;
  }

  private static boolean isJudged(String coin, Candidates candidates) {
    return CoinHeights.judges(coin) || !candidates.coins().contains(coin);
  }

  /** The coins in question whose chains are about there; empty if the work tells no height. */
  private static Optional<List<String>> near(JobFacts job, long now, List<String> among) {
    if (job.height().isPresent()) {
      long height = job.height().getAsLong();
      List<String> near = CoinHeights.within(height, 0, now, among);
      return Optional.of(near.stream().filter(coin -> couldHaveBlob(coin, job, now)).toList());
    }
    OptionalInt rounds = job.seedHash().map(EthashSeed::rounds).orElse(OptionalInt.empty());
    if (rounds.isPresent()) {
      return Optional.of(in(EthashEpoch.ofSeed(rounds.getAsInt(), now), among));
    }
    return job.epoch().isPresent()
        ? Optional.of(in(EthashEpoch.ofEpoch(job.epoch().getAsLong(), now), among))
        : Optional.empty();
  }

  private static List<String> in(List<String> coins, List<String> among) {
    return coins.stream().filter(among::contains).toList();
  }

  private static boolean couldHaveBlob(String coin, JobFacts job, long now) {
    return !coin.equals("XMR")
        || now < MONERO_V16_SINCE
        || blobVersion(job).map(version -> version >= MONERO_V16).orElse(true);
  }
}
