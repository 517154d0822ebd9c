// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a dialogue over a socket: policy, connection, TLS, framing, deadlines, byte limits. Depends
 * on {@code probe} and Netty; the dialogues know nothing of it.
 *
 * <p>A {@code Visit} is one observation and asks one {@code Question} a {@code Connection}; what a
 * connection carries is a {@code Conversation}, which knows neither sockets nor time, so that TLS
 * and the bare connection are the same to it.
 */
package io.minetrace.probe.transport;
