// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is kept of the work that a service gave out.
 *
 * @param algorithm as the service named it, or empty
 * @param height of the block that is worked on
 * @param difficulty of a share, in the units of its protocol
 * @param block hash of the block that the work hangs on, or of the one that seeds the algorithm, as
 *     explorers print it: 64 lower-case hex digits
 * @param mergedMining marks in the work that commit to blocks of other chains: {@code auxpow},
 *     {@code rsk}
 * @param poolTag the pool that the work or a certificate names, by its name in the catalog; or
 *     empty
 */
public record WorkFacts(
    String algorithm,
    OptionalLong height,
    OptionalDouble difficulty,
    Optional<String> block,
    List<String> mergedMining,
    String poolTag) {

  public static final WorkFacts NONE =
      new WorkFacts(
          "", OptionalLong.empty(), OptionalDouble.empty(), Optional.empty(), List.of(), "");

  public WorkFacts {
    if (!Double.isFinite(difficulty.orElse(0))) {
      throw new IllegalArgumentException("difficulty: " + difficulty.getAsDouble());
    }
    mergedMining = List.copyOf(mergedMining);
    block.ifPresent(
        hash -> {
          if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                "block: '" + hash + "' (expected: 64 lower-case hex digits)");
          }
        });
  }
}
