// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;

/**
 * What a family says of a message: that it is, or could be, one of its servers'.
 *
 * @param evidence what the message proves; E2 at least
 * @param software what the server thereby says it is, or empty
 * @param discovered other servers that it names, as {@code host:port}
 */
record Claim(
    Certainty certainty,
    Evidence evidence,
    JobFacts job,
    String software,
    List<String> discovered) {

  enum Certainty {
    /** Nobody else sends this. */
    ONLY_OURS,
    /** Others of the kin send it as well. */
    COULD_BE_OURS
  }

  Claim {
    if (!evidence.provesMining()) {
      throw new IllegalArgumentException("claim with evidence " + evidence);
    }
    discovered = List.copyOf(discovered);
  }

  static Claim only(Evidence evidence) {
    return new Claim(Certainty.ONLY_OURS, evidence, JobFacts.NONE, "", List.of());
  }

  static Claim possible(Evidence evidence) {
    return new Claim(Certainty.COULD_BE_OURS, evidence, JobFacts.NONE, "", List.of());
  }

  /** Work that nobody else gives. */
  static Claim work(JobFacts job) {
    return only(Evidence.E4).withJob(job);
  }

  Claim withJob(JobFacts facts) {
    return new Claim(certainty, evidence, facts, software, discovered);
  }

  Claim withSoftware(String name) {
    return new Claim(certainty, evidence, job, name, discovered);
  }

  Claim withDiscovered(List<String> servers) {
    return new Claim(certainty, evidence, job, software, servers);
  }
}
