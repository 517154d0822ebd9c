// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import org.apache.spark.sql.connector.read.InputPartition;

/** One flow file is one partition: most formats cannot be entered but from the start. */
record FlowPartition(CaptureFile file) implements InputPartition {

  @Override
  public String[] preferredLocations() {
    return file.hosts().toArray(String[]::new);
  }
}
