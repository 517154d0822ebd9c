// SPDX-License-Identifier: Apache-2.0
/**
 * What of a result is drawn and told for people: the report as one HTML page, and the timeline of
 * an endpoint. A part of the page that a reader would point at is a class: {@link
 * io.minetrace.report.page.HtmlReport} puts them one below the other.
 *
 * <p>All is written by {@link io.minetrace.report.page.Markup}, a hundred lines that escape
 * everything but names of elements: a template engine would come with every pipeline that uses this
 * library, for one page without loops in loops. The report is made of the manifest and the rows
 * alone, so that one made later is the same to the byte; what run.json does not say is not on it.
 *
 * <p>Depends on {@code report}, whose rows, sums and manifest it shows; nothing there knows of it.
 */
package io.minetrace.report.page;
