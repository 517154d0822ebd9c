// SPDX-License-Identifier: Apache-2.0
/**
 * The matcher over months of captures. {@link io.minetrace.spark.job.MatchJob} is the program.
 *
 * <p>The driver lists the files and fetches the windows once; every executor gets the snapshot file
 * and builds its index from it; a task reads one file and gives rows for its matches only, and one
 * for the file. Rows are finished by client and service, put in order by day, and digested. All
 * that decides what a result is comes from {@code flow-matcher}, so that the digest is the
 * command's.
 *
 * <p>What tasks give back are rows and no accumulators: a task that Spark repeats counts once.
 */
package io.minetrace.spark.job;
