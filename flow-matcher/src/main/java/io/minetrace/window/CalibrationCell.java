// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/**
 * How often held-out observations of one kind were UP, measured on the catalog's own history.
 *
 * @param situation name of the situation
 * @param bucket which part of it, from 0
 * @param heldOut observations held out
 * @param upShare the share of them that were UP, 0 to 1
 */
public record CalibrationCell(String situation, int bucket, long heldOut, double upShare) {

  public CalibrationCell {
    if (bucket < 0 || heldOut < 0 || !(upShare >= 0 && upShare <= 1)) {
      throw new IllegalArgumentException(
          "calibration of " + situation + ": " + bucket + ", " + heldOut + ", " + upShare);
    }
  }
}
