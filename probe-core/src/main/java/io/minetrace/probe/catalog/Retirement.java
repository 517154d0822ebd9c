// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/**
 * That somebody took something out of use, or took that back.
 *
 * @param target as users type it: a pool, a host name, host:port, address:port
 * @param undone whether it takes an earlier one back
 * @param at since when it holds
 * @param decidedAt when it was entered
 */
public record Retirement(
    RetirementKind kind,
    String target,
    boolean undone,
    long at,
    String why,
    String decidedBy,
    long decidedAt) {}
