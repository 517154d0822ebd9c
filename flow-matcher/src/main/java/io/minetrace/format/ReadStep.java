// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import java.io.IOException;

/** One of the ways to read on: with a screen, or without. */
@FunctionalInterface
interface ReadStep {
  boolean next() throws IOException;
}
