// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Reach;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a status of the predecessor's is worth, by the protocol it asked in and the reason it gave.
 */
enum SmashedVerdict {
  /** Answered as a pool. */
  UP(Reach.CONNECTED, DialogueOutcome.MINING, Evidence.E2),
  /** Took the connection and did not answer as a pool. */
  LISTENING(Reach.CONNECTED, DialogueOutcome.SILENT, Evidence.E0),
  /** Took the connection and answered otherwise. */
  ANSWERED(Reach.CONNECTED, DialogueOutcome.MALFORMED, Evidence.E0),
  /** Did neither. */
  DOWN(Reach.UNREACHABLE, DialogueOutcome.NONE, Evidence.E0),
  /** A question that the predecessor cannot put: nothing was asked. */
  NOT_ASKED(Reach.LOCAL_ERROR, DialogueOutcome.NONE, Evidence.E0),
  /** A failure of a question for nodes, which no pool has to answer. */
  TELLS_NOTHING(Reach.LOCAL_ERROR, DialogueOutcome.NONE, Evidence.E0);

  private static final String GETBLOCKTEMPLATE = "getblocktemplate";
  private static final String GETWORK = "getwork";
  private static final int OK = 1;
  private static final int LISTENS = 2;

  /** A server that is there and sent nothing in time, or not all: no failure to reach it. */
  private static final Pattern TIMED_OUT_CONNECTED =
      Pattern.compile("timed out\\b.{0,100}\\bbytes received", Pattern.DOTALL);

  /** What nodes say who know the question and cannot answer it now. */
  private static final List<String> NODE_WORDS =
      List.of("segwit rule set", "is not connected!", "is downloading blocks", "in initial sync");

  private final Reach reach;
  private final DialogueOutcome dialogue;
  private final Evidence evidence;

  SmashedVerdict(Reach reach, DialogueOutcome dialogue, Evidence evidence) {
    this.reach = reach;
    this.dialogue = dialogue;
    this.evidence = evidence;
  }

  /**
   * The verdict of a row.
   *
   * @throws IllegalArgumentException if the predecessor knows no such status
   */
  static SmashedVerdict of(String protocol, long status, String reason) {
    if (status < 0 || status > LISTENS) {
      throw SmashedRow.wrong("status", Long.toString(status), "0, 1 or 2");
    }
    String words = reason.toLowerCase(Locale.ROOT);
    if (words.contains("not implemented")) {
      return NOT_ASKED;
    }
    if (isForNodes(protocol)) {
      return status == OK || NODE_WORDS.stream().anyMatch(words::contains) ? UP : TELLS_NOTHING;
    }
    if (status == OK) {
      return UP;
    }
    boolean connected = status == LISTENS || TIMED_OUT_CONNECTED.matcher(words).find();
    if (!connected) {
      return DOWN;
    }
    return words.contains("unknown method") ? ANSWERED : LISTENING;
  }

  private static boolean isForNodes(String protocol) {
    return protocol.equals(GETBLOCKTEMPLATE) || protocol.equals(GETWORK);
  }

  /** Of a protocol's word. */
  static Channel channel(String protocol) {
    return isForNodes(protocol) ? Channel.HTTP : Channel.PLAIN;
  }

  /**
   * The families that an UP may belong to: by the question that was answered well, where the reason
   * names it, for the predecessor's "stratum" is all of them.
   */
  static List<String> protocols(String protocol, String reason) {
    if (isForNodes(protocol)) {
      return List.of(protocol);
    }
    if (reason.contains("mining.subscribe => OK") || reason.contains("mining.authorize => OK")) {
      return List.of("stratum1");
    }
    if (reason.contains("login => OK")) {
      return List.of("monero-login");
    }
    if (reason.contains("eth_getWork => OK") || reason.contains("eth_submitLogin => OK")) {
      return List.of("eth-proxy");
    }
    return List.of();
  }

  /** Whether it is an observation. */
  boolean isObservation() {
    return this != NOT_ASKED && this != TELLS_NOTHING;
  }

  Reach reach() {
    return reach;
  }

  DialogueOutcome dialogue() {
    return dialogue;
  }

  Evidence evidence() {
    return evidence;
  }
}
