// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Files of which not everything was read. Public, because Spark makes one by its name. */
public final class PartialFilesMetric extends CustomSumMetric {

  static final String NAME = "partialFiles";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "files not read, or only partly";
  }
}
