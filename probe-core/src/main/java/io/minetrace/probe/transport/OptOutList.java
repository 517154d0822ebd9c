// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.EntryLines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose owners asked not to be probed. One entry a line:
 *
 * <pre>
 *  # a remark
 *  192.0.2.7                an address
 *  2001:db8::/32            a block
 *  eu.pool.example          a host name
 *  *.pool.example           every host name below it, and itself
 *  pool:Example Pool        every name of a pool, as the catalog calls it
 * </pre>
 *
 * Immutable. Blocks are looked through one by one, as there are few; the others are looked up.
 */
public final class OptOutList {

  public static final OptOutList NOBODY = new OptOutList(List.of(), Set.of());

  /** As long as a host name may be. */
  private static final int MAX_ENTRY_LENGTH = 253;

  private static final String POOL = "pool:";
  private static final String BELOW = "*.";
  private static final String HOST = "(?:[a-z0-9_]|[a-z0-9_][a-z0-9_.-]{0,251}[a-z0-9_])";

  private final List<Cidr> blocks;

  /** Names, names with {@code *.} before them, and pools with {@code pool:}; lower case. */
  private final Set<String> words;

  private OptOutList(List<Cidr> blocks, Set<String> words) {
    this.blocks = List.copyOf(blocks);
    this.words = Set.copyOf(words);
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException naming the line that is none of the above: an owner's wish
   *     that is not understood must not be passed over
   */
  public static OptOutList parse(Collection<String> lines) {
    List<Cidr> blocks = new ArrayList<>();
    Set<String> words = new HashSet<>();
    EntryLines.read(lines, entry -> read(entry.toLowerCase(Locale.ROOT), blocks, words));
    return new OptOutList(blocks, words);
  }

  private static void read(String entry, List<Cidr> blocks, Set<String> words) {
    if (entry.startsWith(POOL) && !entry.substring(POOL.length()).isBlank()) {
      words.add(POOL + entry.substring(POOL.length()).strip());
    } else if (isAddressOrBlock(entry)) {
      blocks.add(Cidr.parse(entry));
    } else if (entry.matches("(?:\\*\\.)?" + HOST + "\\.?")) {
      words.add(canonical(entry));
    } else {
      throw new IllegalArgumentException(
          "'" + entry + "' (expected: an address, a block, a host name, *.DOMAIN, or pool:NAME)");
    }
  }

  private static boolean isAddressOrBlock(String entry) {
    return entry.indexOf('/') >= 0
        || entry.indexOf(':') >= 0
        || IpAddress.tryParse(entry).isPresent();
  }

  private static String canonical(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * An entry as this list knows it: in lower case, a block from its first address.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String canonicalEntry(String entry) {
    if (entry.length() > MAX_ENTRY_LENGTH) {
      throw new IllegalArgumentException(
          entry.length() + " characters (expected: at most " + MAX_ENTRY_LENGTH + ")");
    }
    List<Cidr> blocks = new ArrayList<>();
    Set<String> words = new HashSet<>();
    read(entry.strip().toLowerCase(Locale.ROOT), blocks, words);
    return blocks.isEmpty() ? words.iterator().next() : blocks.get(0).toString();
  }

  /** This list and another. */
  public OptOutList and(OptOutList other) {
    if (words.isEmpty() && blocks.isEmpty()) {
      return other;
    }
    return new OptOutList(
        Stream.concat(blocks.stream(), other.blocks.stream()).toList(),
        Stream.concat(words.stream(), other.words.stream()).collect(Collectors.toSet()));
  }

  /** The entry that speaks for an endpoint, as it stands in the list; empty if there is none. */
  public Optional<String> entryFor(
      IpAddress address, Optional<String> fqdn, Collection<String> pools) {
    if (words.isEmpty() && blocks.isEmpty()) {
      return Optional.empty();
    }
    return blocks.stream()
        .filter(block -> block.contains(address))
        .map(Cidr::toString)
        .findFirst()
        .or(() -> fqdn.flatMap(this::entryForName))
        .or(
            () ->
                pools.stream()
                    .map(pool -> POOL + pool.toLowerCase(Locale.ROOT))
                    .filter(words::contains)
                    .findFirst());
  }

  private Optional<String> entryForName(String fqdn) {
    String name = canonical(fqdn.toLowerCase(Locale.ROOT));
    if (words.contains(name)) {
      return Optional.of(name);
    }
    for (String above = name; !above.isEmpty(); ) {
      if (words.contains(BELOW + above)) {
        return Optional.of(BELOW + above);
      }
      int dot = above.indexOf('.');
      above = dot < 0 ? "" : above.substring(dot + 1);
    }
    return Optional.empty();
  }
}
