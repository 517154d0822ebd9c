// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.OptionalLong;

/**
 * What a number meant in a predecessor's database.
 *
 * @param kind the table in which it is the number of a row
 * @param means as a pool's name, or an address, a port and a protocol
 * @param createdAt milliseconds since 1970-01-01T00:00Z, where the row says it
 */
public record LegacyId(String kind, long number, String means, OptionalLong createdAt) {}
