// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A doubt as it stands in the catalog.
 *
 * @param vantage whose failures are not believed; empty for everybody's
 * @param scope which endpoints it is about: {@code everything}, {@code pool:NAME}, an address or
 *     ADDRESS:PORT
 * @param to {@link Long#MAX_VALUE} for as long as it is not released
 * @param releasedBy who released it; empty while it holds
 * @param releasedAt when
 */
public record DoubtEntry(
    long number,
    Optional<String> vantage,
    String scope,
    long from,
    long to,
    String reason,
    String decidedBy,
    long decidedAt,
    Optional<String> releasedBy,
    OptionalLong releasedAt) {}
