// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

/**
 * What a reader of a match should know beside its situation, whose name travels along with these.
 */
public enum Reason {
  /** The coin is what the catalog declares; no answer of the server showed it. */
  COIN_DECLARED,
  /** More than one coin is left. */
  COIN_AMBIGUOUS,
  /** The server's answers contradict the coin that the catalog declares. */
  COIN_CONTRADICTED,
  /** The coin on this port changed three times or more within a day. */
  COIN_SWITCHING,
  /** The endpoint is a node that hands out work, not a pool's server. */
  NODE,
  /** Other services than a pool's are, or may be, on the same address or port. */
  SHARED_ADDRESS,
  /** The pool's name had left the address by then. */
  STALE_NAME,
  /** Nothing came back. */
  ONE_WAY,
  /** Only a share of the packets was looked at: absence is no evidence. */
  SAMPLED,
  /** The match is on the addresses or ports after translation. */
  POST_NAT,
  /** The exporter wrote an end before the start; the times were swapped. */
  TIMES_SWAPPED,
  /** The record has no time of its own; that of its export was taken. */
  EXPORT_TIME_ONLY,
  /** The record has no time at all; that of the capture was taken. */
  NO_FLOW_TIME,
  /**
   * Between the observations that bracket the flow lies a visit that says nothing of the service,
   * because of the prober itself, its network or a ban. Told where windows come with observations.
   */
  VANTAGE_SUSPECT
}
