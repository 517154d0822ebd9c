// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a file of truth: all but {@link #LABEL} may be missing, and so may their cells.
 */
public enum TruthColumn {
  CLIENT("address or block of the host; * or nothing: any"),
  ADDRESS("address or block of the service it talked to; * or nothing: any"),
  PORT("port of the service; * or nothing: any"),
  PROTOCOL("tcp, udp, dccp, sctp or its number; * or nothing: any"),
  FROM("2026-05-02, 2026-05-02T14:20Z or milliseconds since 1970; nothing: ever since"),
  TO("the same; a flow fits that overlaps these times; nothing: for ever"),
  LABEL("mining, not, or apart"),
  POOL("the pools that it was, joined by |; nothing: not to be judged"),
  COIN("the coins that were mined, joined by |; nothing: not to be judged"),
  NOTE("for people");

  private final String meaning;

  TruthColumn(String meaning) {
    this.meaning = meaning;
  }

  /** In files: {@code client}. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For {@code --help}. */
  public String meaning() {
    return meaning;
  }

  /** All names, in order. */
  public static List<String> names() {
    return Arrays.stream(values()).map(TruthColumn::columnName).toList();
  }
}
