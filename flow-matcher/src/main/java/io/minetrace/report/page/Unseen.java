// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Characters that turn the direction of writing, or are not to be seen, or are none: in a name they
 * deceive whoever reads it. A table of our own, after Unicode 16: what the Java runtime knows of
 * characters changes with its version, and the page must not.
 */
final class Unseen {

  /** Controls, General_Category=Format, the separators of lines and paragraphs. */
  private static final String CONTROL_AND_FORMAT =
      """
      0000-001f 007f-009f 00ad-00ad 0600-0605 061c-061c 06dd-06dd 070f-070f 0890-0891 08e2-08e2
      180e-180e 200b-200f 2028-202e 2060-2064 2066-206f feff-feff fff9-fffb 110bd-110bd 110cd-110cd
      13430-1343f 1bca0-1bca3 1d173-1d17a e0001-e0001 e0020-e007f""";

  /** Default_Ignorable_Code_Point beside those: fillers, selectors of variants. */
  private static final String IGNORABLE =
      """
      034f-034f 115f-1160 17b4-17b5 180b-180f 2065-2065 3164-3164 fe00-fe0f ffa0-ffa0 fff0-fff8
      e0000-e0000 e0002-e001f e0080-e0fff""";

  /** The braille pattern without dots. */
  private static final String BLANK = "2800-2800";

  /** Noncharacters but the last two of each plane, and halves of a pair: no file can hold those. */
  private static final String NONE = "d800-dfff fdd0-fdef";

  private static final NavigableMap<Integer, Integer> LAST_BY_FIRST = new TreeMap<>();

  static {
    for (String range :
        String.join(" ", CONTROL_AND_FORMAT, IGNORABLE, BLANK, NONE).split("\\s+", -1)) {
      int dash = range.indexOf('-');
      LAST_BY_FIRST.put(
          Integer.parseInt(range.substring(0, dash), 16),
          Integer.parseInt(range.substring(dash + 1), 16));
    }
  }

  private Unseen() {}

  static boolean is(int codePoint) {
    Map.Entry<Integer, Integer> range = LAST_BY_FIRST.floorEntry(codePoint);
    return (range != null && codePoint <= range.getValue()) || (codePoint & 0xfffe) == 0xfffe;
  }
}
