// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/** What is known of a coin; everything but the ticker symbol may be empty. */
public record CoinDescription(
    String symbol, String name, String algorithm, String explorerUrl, String website) {

  public CoinDescription {
    if (symbol.isEmpty() || symbol.length() > 32 || symbol.indexOf('|') >= 0) {
      throw new IllegalArgumentException(
          "symbol: '" + symbol + "' (expected: 1 to 32 characters, no '|')");
    }
  }
}
