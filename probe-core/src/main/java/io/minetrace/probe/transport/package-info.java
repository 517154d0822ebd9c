// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a dialogue over a socket: policy, connection, framing, deadlines, byte limits. Depends on
 * {@code probe} and Netty; the dialogues know nothing of it.
 */
package io.minetrace.probe.transport;
