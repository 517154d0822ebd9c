// SPDX-License-Identifier: Apache-2.0
/**
 * Endpoints that no catalog knows and whose flows look like mining: {@link
 * io.minetrace.discovery.ContactTable} sums the flows up, contact by contact, in bounded memory;
 * {@link io.minetrace.discovery.CandidateRule} says which endpoints are worth a question, and why,
 * in words.
 *
 * <p>Depends on flows, addresses and windows; no input, no clock. Nothing here labels a flow: a
 * candidate is a question for a person and for the prober, never an answer. That is why the signs
 * are few, plain and printed with each row, instead of a model that nobody could argue with.
 */
package io.minetrace.discovery;
