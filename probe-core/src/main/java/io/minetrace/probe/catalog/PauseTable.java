// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The addresses that are left alone, as rows. */
final class PauseTable {

  private PauseTable() {}

  static void put(Handle handle, long vantageId, AddressPause pause) {
    handle
        .createUpdate(
            "INSERT INTO address_pause (vantage_id, address, level, from_ms, until_ms, reason)"
                + " VALUES (:vantage, :address, :level, :from, :until, :reason)"
                + " ON DUPLICATE KEY UPDATE level = VALUES(level), from_ms = VALUES(from_ms),"
                + " until_ms = VALUES(until_ms), reason = VALUES(reason)")
        .bind("vantage", vantageId)
        .bind("address", SqlForms.address(pause.address()))
        .bind("level", pause.level())
        .bind("from", pause.from())
        .bind("until", pause.until())
        .bind("reason", SqlForms.cut(pause.reason(), 500))
        .execute();
  }

  static void remove(Handle handle, long vantageId, IpAddress address) {
    handle
        .createUpdate(
            "DELETE FROM address_pause WHERE vantage_id = :vantage AND address = :address")
        .bind("vantage", vantageId)
        .bind("address", SqlForms.address(address))
        .execute();
  }

  static List<AddressPause> all(Handle handle, long vantageId) {
    return handle
        .createQuery(
            "SELECT CAST(address AS CHAR) AS address, level, from_ms, until_ms, reason"
                + " FROM address_pause WHERE vantage_id = :vantage ORDER BY address")
        .bind("vantage", vantageId)
        .map(
            (row, context) ->
                new AddressPause(
                    SqlForms.address(row.getString("address")),
                    row.getInt("level"),
                    row.getLong("from_ms"),
                    row.getLong("until_ms"),
                    row.getString("reason")))
        .list();
  }
}
