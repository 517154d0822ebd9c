// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import java.util.List;
import java.util.Locale;

/**
 * A reply as HTTP delivered it.
 *
 * @param headers in the order they came
 * @param body without transfer coding; its beginning only, where it was longer than we read
 */
public record HttpReply(int status, List<Header> headers, Bytes body) {

  /** One header field; the name in lower case. */
  public record Header(String name, String value) {
    public Header {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  public HttpReply {
    headers = List.copyOf(headers);
  }

  /** The values of a header field, in the order they came. */
  List<String> values(String name) {
    return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).toList();
  }

  /** What the server calls itself, or empty. */
  String server() {
    return values("server").stream().findFirst().orElse("");
  }
}
