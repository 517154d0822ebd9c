// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/** What carries a dialogue on a connection, below which TLS may lie in every case. */
public enum Carrier {
  /** Lines of text. */
  LINES,
  /** HTTP requests. */
  HTTP,
  /** Frames after a Noise handshake. */
  NOISE,
  /** Lines of text, one a message of a WebSocket. */
  WEBSOCKET
}
