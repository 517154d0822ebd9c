// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import java.util.List;

/** Replies for tests of HTTP dialogues. */
final class HttpReplies {

  private HttpReplies() {}

  static HttpReply ok(String body) {
    return new HttpReply(
        200, List.of(new HttpReply.Header("Content-Type", "application/json")), Bytes.ofUtf8(body));
  }

  static HttpReply with(int status, String name, String value, String body) {
    return new HttpReply(status, List.of(new HttpReply.Header(name, value)), Bytes.ofUtf8(body));
  }
}
