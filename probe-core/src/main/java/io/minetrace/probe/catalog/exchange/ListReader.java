// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import java.io.IOException;
import java.io.InputStream;

/** Reads a list of services in one language. */
@FunctionalInterface
interface ListReader {

  /**
   * Gives every row to the list, good or bad.
   *
   * @param stream the file, uncompressed; closed by the caller
   */
  void read(InputStream stream, ListedServices list) throws IOException;
}
