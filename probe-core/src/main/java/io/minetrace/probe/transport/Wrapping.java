// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.window.Channel;

/** Whether a conversation runs on the bare connection or within TLS. */
enum Wrapping {
  PLAIN,
  TLS;

  /** The channel of a conversation that would be in this one on the bare connection. */
  Channel around(Channel bare) {
    return switch (this) {
      case PLAIN -> bare;
      case TLS ->
          switch (bare) {
            case PLAIN, TLS -> Channel.TLS;
            case HTTP, HTTPS -> Channel.HTTPS;
            case WS, WSS -> Channel.WSS;
            // There is no other word for it, and nobody was seen to do this.
            case NOISE -> Channel.NOISE;
          };
    };
  }
}
