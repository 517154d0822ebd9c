// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

/**
 * What a decoder has to say of one record beside its fields: bits of {@link FlowColumn#FLOW_NOTES}.
 */
public enum FlowNote {
  /** The record carried no time of its own; start and end are the export time. */
  EXPORT_TIME_ONLY,
  /** The exporter or collector multiplied the counters by the sampling interval already. */
  COUNTERS_SCALED,
  /** Decoded with a template that came after it. */
  LATE_TEMPLATE,
  /** An event of a firewall or NAT device rather than a flow. */
  EVENT,
  /**
   * The exporter's clock and the capture's are more than a day apart, or a time had to be read in
   * another way than its element says, or lies more than a year from the export.
   */
  DOUBTFUL_TIME;

  /** This note's bit. */
  public int bit() {
    return 1 << ordinal();
  }

  /** Whether the value of a {@link FlowColumn#FLOW_NOTES} cell holds this note. */
  public boolean isIn(int notes) {
    return (notes & bit()) != 0;
  }
}
