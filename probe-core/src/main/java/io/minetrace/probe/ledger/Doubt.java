// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.Optional;

/**
 * A stretch in which failures are not believed: every observation in it that is not UP says nothing
 * of the endpoint.
 *
 * @param vantage whose failures; empty for everybody's
 * @param span ends at {@link Long#MAX_VALUE} while the doubt is not released
 */
public record Doubt(Optional<String> vantage, TimeSpan span) {

  boolean covers(LedgerEntry entry) {
    return entry.verdict() != Verdict.UP
        && span.contains(entry.time())
        && vantage.map(entry.vantage()::equals).orElse(true);
  }
}
