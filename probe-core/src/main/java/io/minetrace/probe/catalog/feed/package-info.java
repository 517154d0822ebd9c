// SPDX-License-Identifier: Apache-2.0
/**
 * The catalog in the languages of other tools. {@link io.minetrace.probe.catalog.feed.FeedFormat}
 * lists them, one class each. A format is a pure function of a {@link
 * io.minetrace.probe.catalog.Feed}: no clock, no database, the same bytes for the same catalog.
 * What others chose (names of pools, mostly) reaches a syntax only escaped by its rules, or through
 * {@link io.minetrace.probe.catalog.feed.PlainText} where it has none.
 */
package io.minetrace.probe.catalog.feed;
