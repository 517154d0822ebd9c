// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which question to ask when: the first by what is known of an endpoint, each further one by what
 * the one before it was answered. An order of trial, and never an input of a verdict.
 */
public final class QuestionOrder {

  /** Asked where nothing is known: the family that most servers are of. */
  private static final ProbeProtocol GENERIC = ProbeProtocol.STRATUM1;

  private static final Map<String, ProbeProtocol> BY_COIN =
      Stream.of(
              habit(
                  ProbeProtocol.MONERO_LOGIN,
                  "XMR WOW ZEPH ARQ SUMO XTM SAL RTM RYO CCX XHV LOKI MSR TRTL BCN ETN GRFT XEQ DNX"),
              habit(ProbeProtocol.ETH_PROXY, "ETC ETHW ETH ETHF UBQ EXP CLO OCTA QKC"),
              habit(
                  ProbeProtocol.STRATUM1_ZCASH,
                  "ZEC ZEN KMD BTG FLUX ARRR YEC ZCL BTCZ VRSC HUSH TENT ZER ANON"),
              habit(ProbeProtocol.STRATUM1_KAWPOW, "RVN MEWC CLORE XNA NEOX AIPG GPN EVR FIRO SCC"),
              habit(ProbeProtocol.KHEAVYHASH, "KAS KLS PYI SDR HTN NXL BGA CAS NTL"),
              habit(ProbeProtocol.ALEPHIUM, "ALPH"),
              habit(ProbeProtocol.ERGO, "ERG"),
              habit(ProbeProtocol.NERVOS, "CKB"),
              habit(ProbeProtocol.CONFLUX, "CFX"),
              habit(ProbeProtocol.HANDSHAKE, "HNS"),
              habit(ProbeProtocol.GRIN, "GRIN MWC EPIC"),
              habit(ProbeProtocol.BEAM, "BEAM"),
              habit(ProbeProtocol.IRONFISH, "IRON"),
              habit(ProbeProtocol.KADENA, "KDA"),
              habit(ProbeProtocol.XELIS, "XEL"),
              habit(ProbeProtocol.DECRED, "DCR"),
              habit(ProbeProtocol.BTCPOOL, "BTM AR TERA"))
          .flatMap(coins -> coins.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** Ports that one kind of service has made its own. */
  private static final Map<Integer, ProbeProtocol> BY_PORT =
      Map.of(
          8332, ProbeProtocol.GETBLOCKTEMPLATE,
          18332, ProbeProtocol.GETBLOCKTEMPLATE,
          18443, ProbeProtocol.GETBLOCKTEMPLATE,
          9332, ProbeProtocol.GETBLOCKTEMPLATE,
          18081, ProbeProtocol.MONERO_DAEMON,
          18089, ProbeProtocol.MONERO_DAEMON,
          45560, ProbeProtocol.MONERO_LOGIN,
          45700, ProbeProtocol.MONERO_LOGIN,
          32525, ProbeProtocol.CONFLUX,
          34254, ProbeProtocol.STRATUM2);

  /** What tells families apart that answer alike, the most telling first. */
  private static final List<ProbeProtocol> TELLING =
      List.of(
          ProbeProtocol.ETH_STRATUM_1,
          ProbeProtocol.STRATUM1_ZCASH,
          ProbeProtocol.MONERO_LOGIN,
          ProbeProtocol.ETH_PROXY,
          ProbeProtocol.STRATUM1_CONFIGURE,
          ProbeProtocol.STRATUM1,
          ProbeProtocol.BTCPOOL,
          ProbeProtocol.KADENA,
          ProbeProtocol.XELIS);

  private QuestionOrder() {}

  private static Map<String, ProbeProtocol> habit(ProbeProtocol protocol, String coins) {
    return Stream.of(coins.split(" ")).collect(Collectors.toMap(coin -> coin, coin -> protocol));
  }

  /**
   * What to ask first: what was proven last, else what the declared coins are mined by, else what
   * the port is known for, else the generic question.
   *
   * @param lastProven or suspected after the last visit, or declared
   * @param declaredCoins ticker symbols; of use only where all are mined by one protocol
   */
  public static ProbeProtocol firstQuestion(
      Optional<ProbeProtocol> lastProven, Collection<String> declaredCoins, int port) {
    return lastProven
        .or(() -> byCoins(declaredCoins))
        .or(() -> Optional.ofNullable(BY_PORT.get(port)))
        .orElse(GENERIC);
  }

  /** Whether these coins are all known to be mined by a protocol. */
  static boolean minedBy(ProbeProtocol protocol, Collection<String> coins) {
    return byCoins(coins).filter(protocol::equals).isPresent();
  }

  private static Optional<ProbeProtocol> byCoins(Collection<String> coins) {
    List<ProbeProtocol> protocols =
        coins.stream().map(coin -> BY_COIN.getOrDefault(coin, GENERIC)).distinct().toList();
    // The generic question is what a port's habit may replace.
    return protocols.size() == 1 && protocols.get(0) != GENERIC
        ? Optional.of(protocols.get(0))
        : Optional.empty();
  }

  /** The family to ask on the same connection, where the question of another met silence. */
  static LineDialogue afterSilence(LineFamily asked) {
    // 2018: of 130 that were silent to a subscription 116 were Monero's. node-stratum-pool is
    // silent to all but a subscription.
    boolean subscribed = asked.subscribes();
    return dialogue(subscribed ? ProbeProtocol.MONERO_LOGIN : GENERIC);
  }

  /**
   * What to ask on another connection where our line was answered by hanging up. Monero's daemon
   * does that to a line that is not HTTP, and so do servers that expect HTTP of any kind.
   */
  static Optional<ProbeProtocol> afterHangUp(LineFamily asked) {
    return Optional.of(
        asked.subscribes() ? ProbeProtocol.GETBLOCKTEMPLATE : ProbeProtocol.STRATUM1);
  }

  /** What to ask because of a reply that proves nothing; empty if it calls for nothing. */
  static Optional<ProbeProtocol> after(FirstReply reply, LineFamily asked) {
    Optional<ProbeProtocol> suspect =
        reply.suspects().stream().filter(protocol -> protocol.dialogue() != asked).findFirst();
    if (suspect.isPresent() || !reply.isUnknownMethod()) {
      return suspect;
    }
    return Stream.of(ProbeProtocol.MONERO_LOGIN, GENERIC)
        .filter(protocol -> protocol.dialogue() != asked)
        .findFirst();
  }

  /** What could tell families apart that all answer as was heard; empty if nothing could. */
  static Optional<ProbeProtocol> among(
      Collection<ProbeProtocol> families, LineFamily asked, DialogueContext context) {
    String said = asked.opening(context);
    return TELLING.stream()
        .filter(
            protocol ->
                families.contains(protocol)
                    || (protocol == ProbeProtocol.STRATUM1_CONFIGURE
                        && families.contains(ProbeProtocol.STRATUM1)))
        .filter(protocol -> !dialogue(protocol).opening(context).equals(said))
        .findFirst();
  }

  private static LineDialogue dialogue(ProbeProtocol protocol) {
    return (LineDialogue) protocol.dialogue();
  }
}
