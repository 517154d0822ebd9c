// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private final SQLException deadlock = new SQLException("deadlock", "40001", 1213);
  private final SQLException lockWait = new SQLException("lock wait", "HY000", 1205);
  private final SQLException syntax = new SQLException("syntax", "42000", 1064);

  private final List<Long> pauses = new ArrayList<>();

  private Attempts attempts(double chance) {
    return new Attempts(pauses::add, () -> chance);
  }

  /** Fails in each of these ways first. */
  private static Supplier<String> after(SQLException... failures) {
    Deque<SQLException> coming = new ArrayDeque<>(List.of(failures));
    return () -> {
      if (!coming.isEmpty()) {
        throw new IllegalStateException(coming.pop());
      }
      return "done";
    };
  }

  @Test
  void whatTheServerBrokeOffIsDoneAgainAfterGrowingPauses() {
    assertThat(attempts(1).run(after(deadlock, lockWait, deadlock))).isEqualTo("done");
    assertThat(pauses).containsExactly(40L, 80L, 160L);
  }

  @Test
  void twoProgramsDoNotPauseAlike() {
    attempts(0).run(after(deadlock, deadlock));
    attempts(0.5).run(after(deadlock, deadlock));
    assertThat(pauses).containsExactly(20L, 40L, 30L, 60L);
  }

  @Test
  void inTheEndItFails() {
    SQLException[] tooMany =
        Collections.nCopies(Attempts.MOST, lockWait).toArray(new SQLException[0]);

    assertThatThrownBy(() -> attempts(1).run(after(tooMany))).hasCause(lockWait);
    assertThat(pauses).containsExactly(40L, 80L, 160L, 320L, 640L);
  }

  @Test
  void anotherErrorIsNotRepeated() {
    assertThatThrownBy(() -> attempts(1).run(after(syntax))).hasCause(syntax);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRowThatAnotherProgramHoldsTooLongIsWaitedForAgain() {
    try (Catalog catalog = TestCatalog.empty();
        Handle other = catalog.jdbi().open()) {
      catalog.jdbi().useHandle(handle -> handle.execute("INSERT INTO pool (name) VALUES ('a')"));
      other.begin();
      other.execute("UPDATE pool SET name = 'b'");
      List<Integer> found = new ArrayList<>();
      Attempts attempts =
          new Attempts(
              pause -> {
                pauses.add(pause);
                other.commit();
              },
              () -> 1);

      attempts.run(
          () ->
              catalog
                  .jdbi()
                  .inTransaction(
                      handle -> {
                        handle.execute("SET SESSION innodb_lock_wait_timeout = 0");
                        found.add(handle.execute("UPDATE pool SET name = 'c' WHERE name = 'b'"));
                        return null;
                      }));
      assertThat(pauses).as("the first attempt met the other's lock").hasSize(1);
      assertThat(found).containsExactly(1);
    }
  }
}
