// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import org.apache.spark.sql.connector.read.InputPartition;

/** One flow file is one partition: most formats cannot be entered but from the start. */
final class FlowPartition implements InputPartition {

  private final CaptureFile file;
  private final String[] hosts;

  FlowPartition(CaptureFiles.Listed listed) {
    file = listed.file();
    hosts = listed.hosts().toArray(String[]::new);
  }

  CaptureFile file() {
    return file;
  }

  @Override
  public String[] preferredLocations() {
    return hosts.clone();
  }
}
