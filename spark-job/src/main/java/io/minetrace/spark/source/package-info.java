// SPDX-License-Identifier: Apache-2.0
/**
 * Flow files as a data source of Spark: {@code spark.read().format("flows").load(path)}. What lies
 * where, and how it is opened through Hadoop's file systems, is shared with the job by {@link
 * io.minetrace.spark.source.CaptureFiles}.
 *
 * <p>Every flow format of {@code flow-matcher} is read, by {@link io.minetrace.format.FlowFile},
 * and Parquet tables of flows, by Spark's own library for them. A file is a partition; its batches
 * are handed to Spark as the columns they already are, without copying.
 */
package io.minetrace.spark.source;
