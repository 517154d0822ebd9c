// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Optional;

/**
 * A doubt about a pool, or about everything, that has no end yet.
 *
 * @param pool empty for everything
 */
public record OpenDoubt(long number, Optional<String> pool, long from) {}
