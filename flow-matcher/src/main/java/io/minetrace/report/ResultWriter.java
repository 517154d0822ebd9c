// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.Closeable;
import java.io.IOException;

/** Writes rows, as they come, in one syntax. Used by one thread. */
public interface ResultWriter extends Closeable {

  void write(ResultRow row) throws IOException;
}
