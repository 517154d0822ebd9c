// SPDX-License-Identifier: Apache-2.0
/**
 * From matches to results that can be handed over: rows of one schema, their order and digest,
 * files in several syntaxes, sessions, the manifest of what a result rests on, and the sums that
 * the report for people shows ({@code report.page}).
 *
 * <p>Everything that decides what a result's bytes are is here, once, for command, library and
 * Spark.
 */
package io.minetrace.report;
