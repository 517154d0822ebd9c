// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.OptionalLong;

/**
 * What is looked up.
 *
 * @param text a host name, an address, a block of addresses, a port, a host and a port, a URL of
 *     one, a pool, a coin, or part of a name
 * @param at an instant that the answer is to be of as well, in milliseconds since 1970
 * @param limit how many hits at most
 */
public record SearchQuestion(String text, OptionalLong at, int limit) {

  public SearchQuestion {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
