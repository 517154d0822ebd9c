// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

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

  /** Where a side's address and port stand, before and after translation. */
  record Columns(FlowColumn address, FlowColumn port, FlowColumn natAddress, FlowColumn natPort) {}

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
