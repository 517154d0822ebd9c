// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Queries about hundreds of numbered things, whose text is never the same twice: past Jdbi, which
 * would parse and remember each.
 *
 * <p>They name their indexes. The server's idea of how large a table is can be that of an empty one
 * until some seconds after it has been filled, and it then reads all of it for each row of another.
 */
final class OneTimeQuery {

  private OneTimeQuery() {}

  /** What is made of a row. */
  @FunctionalInterface
  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  /** Numbers as they stand in a list. */
  static String list(Collection<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Has each row of the answer read. */
  static void each(Handle handle, String sql, Reader reader) {
    try (Statement statement = handle.getConnection().createStatement()) {
      each(statement, sql, reader);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** As {@link #each}, of an answer too long to be held: so many rows at a time. */
  static void eachOfMany(Handle handle, String sql, int fetched, Reader reader) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.setFetchSize(fetched);
      each(statement, sql, reader);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Changes rows. */
  static void update(Handle handle, String sql) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void each(Statement statement, String sql, Reader reader) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    }
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("rows cannot be read or changed: " + Catalog.oneLine(e), e);
  }
}
