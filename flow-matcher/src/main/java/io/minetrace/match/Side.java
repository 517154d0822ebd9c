// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.WindowIndex;

/**
 * What the index knows of one side of a flow, as numbers of first windows or {@link
 * WindowIndex#NONE}.
 *
 * @param exported by address and port as exported
 * @param translated by those after translation, if that is another endpoint
 */
record Side(int exported, int translated) {

  /** The side of nobody we know. */
  static final Side UNKNOWN = new Side(WindowIndex.NONE, WindowIndex.NONE);

  /** Where a side's address and port stand, before and after translation. */
  record Columns(FlowColumn address, FlowColumn port, FlowColumn natAddress, FlowColumn natPort) {}

  /** The arrays of one side in a batch, fetched once for all its rows; valid as long as these. */
  static final class Arrays {
    final long[] high;
    final long[] low;
    final int[] port;
    final long[] natHigh;
    final long[] natLow;
    final int[] natPort;

    Arrays(FlowBatch batch, Columns columns) {
      high = batch.high(columns.address);
      low = batch.low(columns.address);
      port = batch.ints(columns.port);
      natHigh = batch.high(columns.natAddress);
      natLow = batch.low(columns.natAddress);
      natPort = batch.ints(columns.natPort);
    }

    /**
     * Whether anything is said of this side after translation in any of these rows; few captures
     * have such rows, and a loop without branches sees that at once.
     */
    boolean hasTranslations(int rows) {
      long addresses = 0;
      int ports = FlowColumn.ABSENT_INT;
      for (int row = 0; row < rows; row++) {
        addresses |= natHigh[row] | natLow[row];
        ports &= natPort[row];
      }
      return addresses != 0 || ports != FlowColumn.ABSENT_INT;
    }

    /** Whether anything is said of this side after translation. */
    boolean isTranslated(int row) {
      return (natHigh[row] | natLow[row]) != 0 || natPort[row] != FlowColumn.ABSENT_INT;
    }
  }

  static final Columns SOURCE =
      new Columns(
          FlowColumn.SOURCE_IP_ADDRESS,
          FlowColumn.SOURCE_TRANSPORT_PORT,
          FlowColumn.POST_NAT_SOURCE_IP_ADDRESS,
          FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT);

  static final Columns DESTINATION =
      new Columns(
          FlowColumn.DESTINATION_IP_ADDRESS,
          FlowColumn.DESTINATION_TRANSPORT_PORT,
          FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS,
          FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT);

  boolean isKnown() {
    return exported != WindowIndex.NONE || translated != WindowIndex.NONE;
  }
}
