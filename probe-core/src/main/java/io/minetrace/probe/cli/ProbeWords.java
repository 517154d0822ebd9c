// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;

/** What came of a visit, in plain words. */
final class ProbeWords {

  private ProbeWords() {}

  /** Why there was no conversation; empty words where there was one. */
  static String of(Reach reach) {
    return switch (reach) {
      case DNS_NXDOMAIN -> "the name does not exist";
      case DNS_NODATA -> "the name has no address";
      case DNS_SERVFAIL -> "the name servers failed";
      case DNS_TIMEOUT -> "the name servers did not answer";
      case SKIPPED_OPTOUT -> "not visited: its owner asked not to be probed";
      case SKIPPED_POLICY -> "not visited: the address is not a public one";
      case LOCAL_ERROR -> "no visit: the fault is on this side";
      case TIMEOUT -> "no answer to the connection attempt";
      case REFUSED -> "the connection was refused";
      case UNREACHABLE -> "the network knows no way";
      case CONNECTED -> "";
    };
  }

  /** What it is that was met, and how that is known. */
  static String of(Observation observation) {
    String heard =
        switch (observation.evidence()) {
          case E0 -> unproven(observation.dialogue());
          case E1 -> "answers like JSON-RPC, says nothing that only mining services say";
          case E2 -> "says what only mining services say";
          case E3 -> "opens a session for miners";
          case E4 -> "gives work to mine";
          case E5 -> "gives work on a known chain";
        };
    return (observation.dialogue() == DialogueOutcome.BAN_TEXT
            ? "says that we are banned, as mining pools do"
            : heard)
        + afterthought(observation);
  }

  private static String unproven(DialogueOutcome dialogue) {
    return switch (dialogue) {
      case NONE -> "nothing was said";
      case SERVER_FIRST -> "speaks first, and not as a mining service";
      case SILENT -> "accepts connections and says nothing";
      case CLOSED_EMPTY -> "hangs up without a word";
      case RESET -> "resets the connection";
      case TLS_FAILED -> "the TLS handshake failed";
      case TLS_EXPECTED -> "wants TLS";
      case HTTP_OTHER -> "a web server, and no mining service behind it that we know";
      case BANNER_OTHER -> "another service: it greets as SSH, mail, FTP or a database do";
      case JSON_OTHER -> "speaks JSON of another kind";
      case MALFORMED -> "speaks no protocol that we know";
      case OVERSIZE -> "says more than we are willing to read";
      case SLOW -> "answers too slowly to wait for";
      case BAN_TEXT -> "says that we are banned";
      case MINING -> "a mining service";
    };
  }

  /** What to ask next. */
  private static String afterthought(Observation observation) {
    if (observation.evidence().provesMining()) {
      return observation.coinContradiction() ? "; another coin than declared" : "";
    }
    if (observation.suggestsTls()) {
      return "; may want TLS (--tls)";
    }
    return observation.protocols().isEmpty()
        ? ""
        : "; may be asked as " + String.join(" or ", observation.protocols()) + " (--protocol)";
  }
}
