// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.FlowReader;

/** A reader of flows that knows what input they go by in result rows. Used by one thread. */
public interface IdentifiedFlows extends FlowReader {

  /** The id of the input that the flows of the last batch are from. */
  String inputFile();
}
