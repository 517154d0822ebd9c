// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A line that {@code probe --json} printed, if what it tells was proven: the visit, and the service
 * that a person takes for part of the catalog. An endpoint without a name is filed under its
 * address, as operators do who give none.
 *
 * @param source who found it out and when
 */
record ProbeRow(Observation visit, DeclaredService service, String source) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String UNKNOWN = "unknown";

  /**
   * The row of a line; empty where nothing was proven.
   *
   * @param pool whose it is to be
   * @throws IllegalArgumentException naming the field, what it holds and what was expected
   */
  static Optional<ProbeRow> parse(String line, String pool) {
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON (" + e.getOriginalMessage() + ")", e);
    }
    if (!row.isObject() || !row.has("target") || !row.has("evidence")) {
      throw new IllegalArgumentException("not an object that probe --json printed");
    }
    Evidence evidence = word(row, "evidence", Evidence.class);
    if (!evidence.provesMining()) {
      return Optional.empty();
    }
    DialogueOutcome dialogue = word(row, "dialogue", DialogueOutcome.class);
    if (word(row, "reach", Reach.class) != Reach.CONNECTED
        || (dialogue != DialogueOutcome.MINING && dialogue != DialogueOutcome.BAN_TEXT)) {
      throw problem(
          "dialogue", dialogue + " with evidence " + evidence, "CONNECTED and MINING or BAN_TEXT");
    }
    Observation visit = visit(row, evidence, dialogue);
    return Optional.of(
        new ProbeRow(
            visit,
            service(row, visit, pool),
            "probed by " + visit.vantage() + " at " + text(row, "started_at")));
  }

  private static Observation visit(JsonNode row, Evidence evidence, DialogueOutcome dialogue) {
    IpAddress address = IpAddress.parse(text(row, "address"));
    String fqdn = text(row, "fqdn").toLowerCase(Locale.ROOT);
    long startedAt = time(row, "started_at");
    long endedAt = time(row, "ended_at");
    if (endedAt - startedAt > Catalog.LONGEST_VISIT_MILLIS) {
      throw problem("ended_at", text(row, "ended_at"), "at most ten minutes after started_at");
    }
    String vantage = text(row, "vantage");
    if (!vantage.matches("\\P{Cntrl}{1,190}")) {
      throw problem("vantage", vantage, "1 to 190 characters");
    }
    String sha256 = text(row, "transcript_sha256");
    if (!sha256.matches("([0-9a-f]{64})?")) {
      throw problem("transcript_sha256", sha256, "64 lower-case hex digits");
    }
    return new Observation(
        Endpoint.tcp(address, port(row)),
        Optional.of(fqdn.isEmpty() ? address.toString() : fqdn),
        vantage,
        text(row, "prober"),
        startedAt,
        OptionalLong.empty(),
        OptionalLong.empty(),
        endedAt,
        0,
        false,
        Reach.CONNECTED,
        channel(row),
        dialogue,
        evidence,
        protocols(row),
        text(row, "software"),
        List.of(),
        coin(row),
        work(row),
        tls(row),
        texts(row, "discovered"),
        0,
        0,
        Bytes.of(text(row, "transcript").getBytes(StandardCharsets.UTF_8)),
        sha256);
  }

  private static DeclaredService service(JsonNode row, Observation visit, String pool) {
    CoinFinding coin = visit.coin();
    String algorithm = visit.work().algorithm();
    return new DeclaredService(
        pool,
        "",
        visit.fqdn().orElseThrow(),
        visit.endpoint().port(),
        coin.exact() && coin.coins().size() == 1 ? coin.coins().get(0) : "",
        algorithm.matches("[A-Za-z0-9/_.-]{1,64}") ? algorithm : "",
        visit.protocols().size() == 1 ? visit.protocols().get(0) : UNKNOWN,
        visit.tls().isPresent() ? "yes" : "no",
        "",
        "probed by " + visit.vantage() + " at " + text(row, "started_at"),
        "");
  }

  private static int port(JsonNode row) {
    int port = row.path("port").asInt();
    if (!row.path("port").isInt() || port < 1 || port > 65535) {
      throw problem("port", row.path("port").toString(), "1..65535");
    }
    return port;
  }

  private static Channel channel(JsonNode row) {
    String word = text(row, "channel");
    return Arrays.stream(Channel.values())
        .filter(channel -> channel.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                problem(
                    "channel", word, Arrays.stream(Channel.values()).map(Channel::word).toList()));
  }

  private static List<String> protocols(JsonNode row) {
    List<String> protocols = texts(row, "protocols");
    if (!protocols.stream().allMatch(id -> id.matches("[a-z0-9.-]{1,32}"))) {
      throw problem("protocols", protocols.toString(), "ids of protocols");
    }
    return protocols;
  }

  private static CoinFinding coin(JsonNode row) {
    List<String> coins = texts(row, "coin_inferred");
    if (coins.isEmpty()) {
      return CoinFinding.NONE;
    }
    if (!coins.stream().allMatch(coin -> coin.matches("[A-Za-z0-9.$@_*+-]{1,32}"))) {
      throw problem("coin_inferred", coins.toString(), "ticker symbols");
    }
    return new CoinFinding(
        coins, text(row, "coin_rule"), word(row, "coin_confidence", CoinConfidence.class));
  }

  private static WorkFacts work(JsonNode row) {
    return new WorkFacts(
        text(row, "algorithm"),
        row.path("height").isIntegralNumber()
            ? OptionalLong.of(row.path("height").asLong())
            : OptionalLong.empty(),
        row.path("difficulty").isNumber()
            ? OptionalDouble.of(row.path("difficulty").asDouble())
            : OptionalDouble.empty(),
        Optional.of(text(row, "block")).filter(hash -> !hash.isEmpty()),
        texts(row, "merged_mining"),
        text(row, "pool_tag"));
  }

  private static Optional<TlsFacts> tls(JsonNode row) {
    JsonNode tls = row.path("tls");
    return tls.isObject()
        ? Optional.of(
            new TlsFacts(
                text(tls, "version"),
                Optional.of(text(tls, "sni")).filter(name -> !name.isEmpty()),
                text(tls, "leaf_sha256"),
                texts(tls, "names"),
                time(tls, "not_before"),
                time(tls, "not_after")))
        : Optional.empty();
  }

  /** Empty where it is null or missing. */
  private static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw problem(field, value.toString(), "text");
    }
    return value.textValue();
  }

  private static List<String> texts(JsonNode row, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : row.path(field)) {
      if (!value.isTextual()) {
        throw problem(field, value.toString(), "text");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  private static long time(JsonNode row, String field) {
    try {
      return Instant.parse(text(row, field)).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw problem(field, text(row, field), "a time as 2026-05-02T14:20:00.000Z");
    }
  }

  private static <E extends Enum<E>> E word(JsonNode row, String field, Class<E> type) {
    String found = text(row, field);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(found))
        .findFirst()
        .orElseThrow(() -> problem(field, found, Arrays.toString(type.getEnumConstants())));
  }

  private static IllegalArgumentException problem(String field, String found, Object expected) {
    return new IllegalArgumentException(field + ": '" + found + "' (expected: " + expected + ")");
  }
}
