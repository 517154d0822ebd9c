// SPDX-License-Identifier: Apache-2.0
/** The matcher inside Apache Spark: flow files as a data source, and the job that labels them. */
package io.minetrace.spark;
