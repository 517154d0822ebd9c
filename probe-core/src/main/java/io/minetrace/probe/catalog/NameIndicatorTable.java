// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.NameIndicator.Scope;
import io.minetrace.probe.catalog.NameIndicator.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Names for DNS and TLS only, as rows. */
final class NameIndicatorTable {

  private static final String COLUMNS =
      "SELECT name, scope, why, pool, source, licence_classes, evidence FROM name_indicator";

  private NameIndicatorTable() {}

  /**
   * Adds some. What is there stays; its sources become more, and a pool is added where none was
   * known.
   *
   * @return how many were new
   */
  static int add(Handle handle, List<NameIndicator> indicators) {
    if (indicators.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO name_indicator (name, scope, why, pool, source, licence_classes, evidence)
            VALUES (:name, :scope, :why, :pool, :source, :licences, :evidence)
            ON DUPLICATE KEY UPDATE
              pool = IF(pool = '', VALUES(pool), pool),
              licence_classes = IF(licence_classes = '', VALUES(licence_classes), licence_classes),
              source = IF(
                VALUES(source) = ''
                  OR LOCATE(CONCAT(';', VALUES(source), ';'), CONCAT(';', source, ';')) > 0
                  OR CHAR_LENGTH(source) + CHAR_LENGTH(VALUES(source)) > 16000,
                source, CONCAT_WS(';', NULLIF(source, ''), VALUES(source))),
              evidence = GREATEST(VALUES(evidence), evidence)
            """);
    for (NameIndicator indicator : indicators) {
      batch
          .bind("name", indicator.name())
          .bind("scope", indicator.scope().name())
          .bind("why", indicator.why().name())
          .bind("pool", indicator.pool())
          .bind("source", indicator.source())
          .bind("licences", indicator.licenceClasses())
          .bind("evidence", indicator.evidence())
          .add();
    }
    int added = 0;
    for (int changed : batch.execute()) {
      added += changed == 1 ? 1 : 0; // 2: a row was changed, 0: it stayed
    }
    return added;
  }

  private record Key(String name, Scope scope) {

    static Key of(NameIndicator indicator) {
      return new Key(indicator.name(), indicator.scope());
    }
  }

  /** Those of which there is no row, each once. */
  static List<NameIndicator> unknown(Handle handle, List<NameIndicator> indicators) {
    Set<Key> known = new HashSet<>();
    all(handle).forEach(indicator -> known.add(Key.of(indicator)));
    return indicators.stream().filter(indicator -> known.add(Key.of(indicator))).toList();
  }

  /** All of them, by name. */
  static List<NameIndicator> all(Handle handle) {
    return handle
        .createQuery(COLUMNS + " ORDER BY name, scope")
        .map((row, context) -> indicator(row))
        .list();
  }

  /** Those that mean a name. */
  static List<NameIndicator> covering(Handle handle, String fqdn) {
    List<String> above = new ArrayList<>();
    for (int dot = fqdn.indexOf('.'); dot >= 0; dot = fqdn.indexOf('.', dot + 1)) {
      above.add(fqdn.substring(dot + 1));
    }
    above.add(fqdn); // never empty
    return handle
        .createQuery(
            COLUMNS
                + " WHERE name IN (<names>) AND (scope = 'BELOW') = (name <> :fqdn)"
                + " ORDER BY CHAR_LENGTH(name) DESC")
        .bindList("names", above)
        .bind("fqdn", fqdn)
        .map((row, context) -> indicator(row))
        .list();
  }

  private static NameIndicator indicator(ResultSet row) throws SQLException {
    return new NameIndicator(
        row.getString("name"),
        Scope.valueOf(row.getString("scope")),
        Why.valueOf(row.getString("why")),
        row.getString("pool"),
        row.getString("source"),
        row.getString("licence_classes"),
        row.getString("evidence"));
  }
}
