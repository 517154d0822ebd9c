// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.time.Duration;

/**
 * How many sessions a result has.
 *
 * @param gap how long nothing may be seen within one
 * @param total of all
 * @param attemptedOnly those of which every flow was refused or not answered
 */
public record SessionCounts(Duration gap, long total, long attemptedOnly) {}
