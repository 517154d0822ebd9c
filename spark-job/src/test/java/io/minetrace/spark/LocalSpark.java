// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark;

import org.apache.spark.sql.SparkSession;

/** A Spark on the loopback interface, one for all tests: to start it takes longer than they do. */
public final class LocalSpark {

  private LocalSpark() {}

  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}
