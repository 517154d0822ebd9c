// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

/**
 * What holds for all flows of a capture, against which a single service is judged.
 *
 * @param spanMillis from its first to its last flow
 * @param hosts clients seen
 * @param oneWay whether its records hold one direction only
 * @param sampled whether only some packets were looked at
 */
record Capture(long spanMillis, int hosts, boolean oneWay, boolean sampled) {}
