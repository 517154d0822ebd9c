// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The coins as rows. */
final class CoinTable {

  private CoinTable() {}

  /**
   * Adds coins; what is there already stays as it is.
   *
   * @return how many were new
   */
  static int add(Handle handle, List<CoinDescription> coins) {
    if (coins.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO coin VALUES (:symbol, :name, :algorithm, :explorer, :website)"
                + " ON DUPLICATE KEY UPDATE symbol = symbol");
    for (CoinDescription coin : coins) {
      batch
          .bind("symbol", coin.symbol())
          .bind("name", SqlForms.cut(coin.name(), 190))
          .bind("algorithm", SqlForms.cut(coin.algorithm(), 500))
          .bind("explorer", SqlForms.cut(coin.explorerUrl(), 500))
          .bind("website", SqlForms.cut(coin.website(), 500))
          .add();
    }
    return Arrays.stream(batch.execute()).map(changed -> Math.min(changed, 1)).sum();
  }
}
