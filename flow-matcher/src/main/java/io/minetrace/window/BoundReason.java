// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/** What bounds a window at one of its ends. */
public enum BoundReason {
  /** A DOWN observation within the limit of the hole. */
  DOWN,
  /** A LISTENING observation within the limit. */
  LISTENING,
  /** Nothing usable within the limit, whatever follows later. */
  NO_DATA,
  /** Nothing usable beyond. */
  OPEN
}
