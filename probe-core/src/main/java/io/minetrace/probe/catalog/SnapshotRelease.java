// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.OptionalLong;

/**
 * A snapshot that left the catalog.
 *
 * @param id of it
 * @param asOf time of its newest observation, if it has one
 * @param firstTakenAt when it was first written; the same state gives the same snapshot
 * @param lastTakenAt and when last
 */
public record SnapshotRelease(
    String id, OptionalLong asOf, long windows, long firstTakenAt, long lastTakenAt) {}
