// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/**
 * A request: a POST of JSON, or a GET of a page.
 *
 * @param path as it stands in the request line
 * @param json what is posted; empty in a GET
 */
public record HttpQuestion(Method method, String path, String json) {

  /** What HTTP calls it. */
  public enum Method {
    GET,
    POST
  }

  public HttpQuestion {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: '" + path + "' (expected: to start with '/')");
    }
    if (method == Method.GET && !json.isEmpty()) {
      throw new IllegalArgumentException("GET " + path + " with a body");
    }
  }

  static HttpQuestion post(String path, String json) {
    return new HttpQuestion(Method.POST, path, json);
  }

  static HttpQuestion get(String path) {
    return new HttpQuestion(Method.GET, path, "");
  }
}
