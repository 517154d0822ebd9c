// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.options;

/** Whether a reader may use a thread of its own to be ahead of who asks it; flows are the same. */
public enum ReadAhead {
  /** For one input at a time: twice as fast where reading and decoding take about as long. */
  ON,
  /** Where all processors have inputs of their own to read. */
  OFF
}
