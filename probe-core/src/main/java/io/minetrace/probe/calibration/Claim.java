// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

/** Ways to say that an endpoint was a mining service at an instant, strictest first. */
public enum Claim {
  /** Inside a window and in none of its bridged holes: CONFIRMED. */
  CONFIRMED("in a window"),
  /** As the matcher's LIKELY, and the above. */
  LIKELY("in a window, or likely"),
  /** Anything that is a match at all. */
  MATCHED("any match"),
  /** The endpoint was UP at some time: a list without times. */
  EVER_UP("ever UP, undated"),
  /** The endpoint is in the catalog. */
  LISTED("in the catalog, undated");

  private final String words;

  Claim(String words) {
    this.words = words;
  }

  /** For a table: {@code in a window}. */
  public String words() {
    return words;
  }
}
