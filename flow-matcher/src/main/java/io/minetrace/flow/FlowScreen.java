// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

/**
 * Tells a reader, before it decodes a flow record, whether anybody wants it: most flows concern
 * nobody, and to read the ends and times of a record alone takes an eighth of the time of reading
 * it whole. Used by one thread at a time.
 */
public interface FlowScreen {

  /**
   * Whether a flow between these ends, neither of them translated, has to be given.
   *
   * @param protocol 0 to 255
   */
  boolean wants(
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort,
      int protocol);

  /**
   * Takes note of a flow that was not wanted, and is not given.
   *
   * @param start milliseconds since 1970, as recorded
   * @param end the same; may be before the start
   */
  void passedOver(long start, long end);
}
