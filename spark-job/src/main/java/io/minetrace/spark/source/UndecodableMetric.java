// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Blocks, records and datagrams that gave no rows. Public, because Spark makes one by its name. */
public final class UndecodableMetric extends CustomSumMetric {

  static final String NAME = "undecodable";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "undecodable blocks, records or datagrams";
  }
}
