// SPDX-License-Identifier: Apache-2.0
/**
 * The fold that makes availability windows of observations. Pure: no clock, no database, no socket;
 * what it knows besides the observations (doubts, name windows) is handed in, so that windows can
 * be recomputed at any time to the same rows.
 *
 * <p>Observations are facts and windows are derived. The fold is per endpoint and in order of time;
 * an observation that arrives late refolds its endpoint from a {@link
 * io.minetrace.probe.ledger.RefoldPoint}. Depends on {@code window}, {@code net} and {@code probe}
 * only.
 */
package io.minetrace.probe.ledger;
