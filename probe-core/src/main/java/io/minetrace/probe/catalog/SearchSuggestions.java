// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Names, pools and coins that a misspelt text may mean. A slip leaves one half of a name as it is,
 * so only names that begin or end like it are compared.
 */
final class SearchSuggestions {

  private static final int MOST = 5;
  private static final int COMPARED = 2_000;
  private static final int LEAST_LENGTH = 3;

  private SearchSuggestions() {}

  private record Near(String text, int distance) {}

  static List<String> of(Handle handle, SearchKey key) {
    if (key.block().isPresent() || key.word().length() < LEAST_LENGTH) {
      return List.of();
    }
    TreeMap<String, Integer> near = new TreeMap<>();
    for (String other : candidates(handle, key)) {
      String typed = key.host().orElse(key.lowerCase());
      int most = Math.max(1, Math.min(3, typed.length() / 4));
      int distance = distance(typed, other.toLowerCase(Locale.ROOT), most);
      if (distance <= most) {
        near.put(other, distance);
      }
    }
    return near.entrySet().stream()
        .map(entry -> new Near(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::text))
        .limit(MOST)
        .map(Near::text)
        .toList();
  }

  private static List<String> candidates(Handle handle, SearchKey key) {
    List<String> candidates = new ArrayList<>();
    candidates.addAll(handle.createQuery("SELECT name FROM pool").mapTo(String.class).list());
    if (key.host().isEmpty()) {
      candidates.addAll(
          handle
              .createQuery("SELECT symbol FROM coin UNION SELECT name FROM coin WHERE name <> ''")
              .mapTo(String.class)
              .list());
      return candidates;
    }
    String host = key.host().get();
    int middle = host.length() / 2;
    String half = host.substring(0, middle - 1);
    // Two letters may be swapped in the middle.
    String otherHalf = new StringBuilder(host.substring(middle + 1)).reverse().toString();
    candidates.addAll(names(handle, "fqdn", half));
    candidates.addAll(names(handle, "reversed", otherHalf));
    return candidates;
  }

  private static List<String> names(Handle handle, String column, String beginning) {
    return handle
        .createQuery("SELECT fqdn FROM name WHERE <column> LIKE :like LIMIT :most")
        .define("column", column)
        .bind("like", SearchPlaces.escaped(beginning) + "%")
        .bind("most", COMPARED)
        .mapTo(String.class)
        .list();
  }

  /**
   * How many letters have to be put in, left out, exchanged or swapped with their neighbour to make
   * one text of the other; above {@code most} the number says no more than that.
   */
  static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
