// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/**
 * What is to leave, and who says so.
 *
 * @param before rows of that time and later stay; of an observation the time is its start
 * @param why for the record; may be empty
 */
public record PruneOrder(
    PruneClass what, long before, String why, String decidedBy, long decidedAt) {}
