// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/**
 * A POST of JSON.
 *
 * @param path as it stands in the request line
 */
public record HttpQuestion(String path, String json) {

  public HttpQuestion {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: '" + path + "' (expected: to start with '/')");
    }
  }
}
