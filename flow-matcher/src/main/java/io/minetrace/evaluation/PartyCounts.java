// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.match.Confidence;
import java.util.HashMap;
import java.util.Map;

/**
 * What the flows of a host, or of a host and a service, come to: it was mining if one of them was,
 * and is claimed as surely as the best of their matches. Flows follow each other in sessions, so
 * these say more of how often a person is misled. Holds an entry for each party that mined or was
 * claimed. Used by one thread.
 *
 * @param <K> the party
 */
final class PartyCounts<K> {

  private static final class Party {
    private boolean mining;
    private boolean judged;
    private int confidence = -1;
    private int score;
  }

  private final Map<K, Party> parties = new HashMap<>();

  void addMining(K key) {
    Party party = party(key);
    party.mining = true;
    party.judged = true;
  }

  /**
   * Adds a match.
   *
   * @param label of its flow
   */
  void addClaim(K key, Label label, Confidence confidence, int score) {
    Party party = party(key);
    // What was only ever seen in flows that are apart is neither right nor wrong itself.
    party.judged |= label != Label.APART;
    if (confidence.ordinal() > party.confidence) {
      party.confidence = confidence.ordinal();
      party.score = score;
    }
  }

  private Party party(K key) {
    return parties.computeIfAbsent(key, k -> new Party());
  }

  ClaimCounts counts() {
    ClaimCounts counts = new ClaimCounts();
    for (Party party : parties.values()) {
      Label label = party.mining ? Label.MINING : party.judged ? Label.NOT : Label.APART;
      if (party.confidence < 0) {
        counts.addUnclaimed(label);
      } else {
        counts.addClaimed(label, Confidence.values()[party.confidence], party.score);
      }
    }
    return counts;
  }
}
