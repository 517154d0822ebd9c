// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

/** Whether whole inputs are hashed for the manifest, and where. */
enum InputHashing {
  OFF,
  /** On a thread of its own, which is the quickest for one input. */
  BESIDE,
  /**
   * By the thread that reads, while the bytes are in its processor's cache: the cheapest where
   * every processor has an input of its own.
   */
  INLINE
}
