// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import io.minetrace.net.Endpoint;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One visit of one vantage to one endpoint: a fact, never changed afterwards. The fields are
 * independent of each other; {@link #verdict()} is derived from them. Times are milliseconds since
 * 1970-01-01T00:00Z.
 *
 * @param fqdn the name that led there, if any
 * @param vantage who looked
 * @param prober which build of the prober it was; empty in an imported history
 * @param intervalMillis the time then planned until the next visit, without jitter; never negative
 * @param confirms whether this repeats a question one or two minutes after a single miss
 * @param protocols sorted ids of the mining protocols that the answer may belong to: one where it
 *     belongs to no other; below E2 a suspicion
 * @param software what the server says it is, or empty
 * @param coinsDeclared what the catalog said of the port then, sorted
 * @param coin what the answer says
 * @param work what is kept of the work that was given out
 * @param tls what the handshake showed, where there was one
 * @param discovered other places that the answer points to, as host:port; never followed
 * @param transcript the first 4 KiB of what was said and heard
 * @param transcriptSha256 hash of all that was said and heard, in hex; empty if nothing was
 */
public record Observation(
    Endpoint endpoint,
    Optional<String> fqdn,
    String vantage,
    String prober,
    long startedAt,
    OptionalLong connectedAt,
    OptionalLong firstByteAt,
    long endedAt,
    long intervalMillis,
    boolean confirms,
    Reach reach,
    Channel channel,
    DialogueOutcome dialogue,
    Evidence evidence,
    List<String> protocols,
    String software,
    List<String> coinsDeclared,
    CoinFinding coin,
    WorkFacts work,
    Optional<TlsFacts> tls,
    List<String> discovered,
    long bytesSent,
    long bytesReceived,
    Bytes transcript,
    String transcriptSha256) {

  /** How much of a transcript is kept. */
  public static final int TRANSCRIPT_BYTES = 4096;

  public Observation {
    if (endedAt < startedAt) {
      throw new IllegalArgumentException(
          endpoint + ": visit ended at " + endedAt + ", before it started at " + startedAt);
    }
    if (intervalMillis < 0) {
      throw new IllegalArgumentException(endpoint + ": interval: " + intervalMillis);
    }
    protocols = protocols.stream().distinct().sorted().toList();
    discovered = discovered.stream().distinct().sorted().toList();
    coinsDeclared = coinsDeclared.stream().distinct().sorted().toList();
    transcript = transcript.first(TRANSCRIPT_BYTES);
  }

  /** What this visit says of the endpoint. A ban proves a mining service, but not that it is up. */
  public Verdict verdict() {
    return switch (reach) {
      case DNS_NXDOMAIN, DNS_NODATA, DNS_SERVFAIL, DNS_TIMEOUT -> Verdict.UNKNOWN;
      case SKIPPED_OPTOUT, SKIPPED_POLICY, LOCAL_ERROR -> Verdict.UNKNOWN;
      case TIMEOUT, REFUSED, UNREACHABLE -> Verdict.DOWN;
      case CONNECTED -> {
        if (dialogue == DialogueOutcome.BAN_TEXT) {
          yield Verdict.UNKNOWN;
        }
        yield evidence.provesMining() ? Verdict.UP : Verdict.LISTENING;
      }
    };
  }

  /** The mining protocol, where the answer proves one and can be of no other. */
  public Optional<String> protocol() {
    return evidence.provesMining() && protocols.size() == 1
        ? Optional.of(protocols.get(0))
        : Optional.empty();
  }

  /** Whether the answer points to coins of which the catalog declared none. */
  public boolean coinContradiction() {
    return coin.contradicts(coinsDeclared);
  }

  /**
   * Whether plain words were answered as servers answer that want TLS: they say so, or hang up at
   * once. A visit that was left with this suspicion is worth another over TLS, some minutes later.
   */
  public boolean suggestsTls() {
    boolean hungUp =
        (dialogue == DialogueOutcome.CLOSED_EMPTY || dialogue == DialogueOutcome.RESET)
            && bytesSent > 0
            && bytesReceived == 0
            && connectedAt.isPresent();
    return channel == Channel.PLAIN
        && tls.isEmpty()
        && (dialogue == DialogueOutcome.TLS_EXPECTED || (hungUp && hungUpSoon()));
  }

  /** Soon is two round trips; the second is for how long we listen before we speak. */
  private boolean hungUpSoon() {
    long connectMillis = connectedAt.orElse(startedAt) - startedAt;
    return endedAt - connectedAt.orElse(endedAt) <= 1000 + 2 * connectMillis;
  }

  /** As this, once the block that the work hangs on is known to be of a chain. */
  public Observation tiedTo(CoinFinding chain) {
    return new Observation(
        endpoint,
        fqdn,
        vantage,
        prober,
        startedAt,
        connectedAt,
        firstByteAt,
        endedAt,
        intervalMillis,
        confirms,
        reach,
        channel,
        dialogue,
        evidence == Evidence.E4 ? Evidence.E5 : evidence,
        protocols,
        software,
        coinsDeclared,
        chain,
        work,
        tls,
        discovered,
        bytesSent,
        bytesReceived,
        transcript,
        transcriptSha256);
  }
}
