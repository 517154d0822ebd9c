// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which pool signs itself in the work, or in a certificate. */
public final class PoolRecognition {

  /** Tags shorter than this stand in other words too. */
  private static final int SHORT_TAG_BYTES = 5;

  private static final List<Tag> TAGS =
      CoinTables.rows("/catalog/coinbase-tags.csv").stream()
          .map(row -> new Tag(Bytes.ofUtf8(row.get("tag")), row.get("pool")))
          .sorted(Comparator.comparing(tag -> -tag.bytes.length()))
          .toList();

  private static final Map<String, String> POOLS_OF_DOMAINS =
      CoinTables.rows("/catalog/pool-domains.csv").stream()
          .collect(Collectors.toUnmodifiableMap(row -> row.get("domain"), row -> row.get("pool")));

  private record Tag(Bytes bytes, String pool) {

    boolean isIn(byte[] coinbase) {
      byte[] wanted = bytes.toArray();
      int at = Coinbase.indexOf(coinbase, wanted, 0);
      while (at >= 0 && wanted.length < SHORT_TAG_BYTES && !isWord(coinbase, at, wanted.length)) {
        at = Coinbase.indexOf(coinbase, wanted, at + 1);
      }
      return at >= 0;
    }

    /** Begins where no word goes on, and ends where none does: Kano in KanoPool, not in Volkano. */
    private static boolean isWord(byte[] coinbase, int at, int length) {
      boolean begins = at == 0 || !Character.isLetterOrDigit(coinbase[at - 1]);
      int end = at + length;
      boolean ends =
          end == coinbase.length
              || !(Character.isLowerCase(coinbase[end]) || Character.isDigit(coinbase[end]));
      return begins && ends;
    }
  }

  private PoolRecognition() {}

  /**
   * The pool, by its name in the catalog: the one whose tag stands in the coinbase, the longest tag
   * first; else the one whose domain the certificate is for.
   *
   * @param certificateNames of the endpoint's certificate; none without TLS
   */
  public static Optional<String> of(JobFacts job, List<String> certificateNames) {
    return ofCoinbase(job.coinbase())
        .or(
            () ->
                certificateNames.stream()
                    .flatMap(name -> ofHost(name).stream())
                    .sorted()
                    .findFirst());
  }

  private static Optional<String> ofCoinbase(Bytes coinbase) {
    byte[] bytes = coinbase.toArray();
    return TAGS.stream().filter(tag -> tag.isIn(bytes)).map(Tag::pool).findFirst();
  }

  /** The pool whose domain a host's name, or a pattern of such, lies in. */
  public static Optional<String> ofHost(String name) {
    String host = name.toLowerCase(Locale.ROOT);
    if (host.getBytes(StandardCharsets.UTF_8).length > 253) {
      return Optional.empty();
    }
    while (!host.isEmpty()) {
      String pool = POOLS_OF_DOMAINS.get(host);
      if (pool != null) {
        return Optional.of(pool);
      }
      int dot = host.indexOf('.');
      host = dot < 0 ? "" : host.substring(dot + 1);
    }
    return Optional.empty();
  }
}
