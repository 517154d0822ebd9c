// SPDX-License-Identifier: Apache-2.0
/**
 * How often what the windows say is true, measured on the catalog's own observations: some are held
 * out, the windows of the others are asked what they say of those instants, and the answer is
 * compared with what was found.
 *
 * <p>Pure: histories come in one endpoint at a time, shares and counts go out; nothing of a history
 * is kept. What windows are is {@code probe.ledger}'s word, and what they say of an instant the
 * matcher's, so that what is measured is what is used. Depends on {@code probe.ledger}, {@code
 * match}, {@code window} and {@code net} only.
 */
package io.minetrace.probe.calibration;
