// SPDX-License-Identifier: Apache-2.0
/**
 * From matches to results that can be handed over: rows of one schema, their order and digest,
 * files in several syntaxes, sessions, the manifest of what a result rests on, and the report for
 * people.
 *
 * <p>Everything that decides what a result's bytes are is here, once, for command, library and
 * Spark.
 *
 * <p>The report is written by {@link io.minetrace.report.Markup}, a hundred lines that escape
 * everything but names of elements: a template engine would come with every pipeline that uses this
 * library, for one page without loops in loops. It is made of the manifest and the rows alone, so
 * that a report made later is the same to the byte.
 */
package io.minetrace.report;
