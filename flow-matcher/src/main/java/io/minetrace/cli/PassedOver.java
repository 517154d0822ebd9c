// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.bag.BagInfo;
import io.minetrace.bag.BagManifest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lies below a named directory and is rightly not read, counted by kind. What a user names is
 * never passed over. Used by one thread.
 */
public final class PassedOver {

  /** Why something is not read. */
  public enum Kind {
    /** Collectors keep their books in such files: nfcapd in {@code .nfstat}, and others. */
    HIDDEN("hidden file", "hidden files"),
    /** A file that only says that others are being written, or complete, or what is in them. */
    MARKER("marker file", "marker files"),
    /** What an earlier run of this program wrote. */
    EARLIER_RESULT("earlier result", "earlier results"),
    /** A pipe, device or socket. */
    NO_FILE("pipe or device", "pipes or devices");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }

    private String counted(long count) {
      return count + " " + (count == 1 ? one : many);
    }
  }

  private static final String MANIFEST = "run.json";
  private static final String REPORT = "report.html";
  private static final Set<String> RESULT_FILES =
      Stream.concat(
              Stream.of(
                  MANIFEST,
                  "matches.csv",
                  "matches.ndjson",
                  "sessions.csv",
                  "sessions.ndjson",
                  "context.csv",
                  "context.ndjson",
                  "candidates.csv",
                  "candidates.ndjson",
                  "errors.ndjson",
                  REPORT),
              OutputFormat.otherFiles().stream())
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> BAG_FILES =
      Set.of(BagInfo.DECLARATION_FILE, BagInfo.FILE, BagManifest.PAYLOAD, BagManifest.TAGS);
  private static final Pattern BESIDE =
      Pattern.compile("(.+)\\.(?:sessions|context)(\\.csv|\\.ndjson)|(.+)\\.report\\.html");
  private static final String MANIFEST_SUFFIX = ".run.json";
  private static final String LOCK_SUFFIX = ".lock";
  private static final Set<String> TABLE_SUMMARIES = Set.of("_metadata", "_common_metadata");

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** Says whether something of that name lies in the directory in question. */
  @FunctionalInterface
  public interface Entries {
    boolean contains(String name);
  }

  /** The names that a command gives the files of a result in a directory, but for its report. */
  static Set<String> resultFiles() {
    return RESULT_FILES.stream()
        .filter(name -> !name.equals(REPORT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a result in a directory has files of this name, its report included. */
  static boolean isResultFile(String name) {
    return RESULT_FILES.contains(name);
  }

  /** Whether a bag has files of this name beside what it carries. */
  static boolean isBagFile(String name) {
    return BAG_FILES.contains(name);
  }

  /** Whether a directory with these entries is the result of a command or of a Spark job. */
  public static boolean isResult(Entries entries) {
    boolean command =
        entries.contains(MANIFEST)
            && RESULT_FILES.stream()
                .anyMatch(name -> !name.equals(MANIFEST) && entries.contains(name));
    boolean bag = isBag(entries);
    boolean job = entries.contains("_runs") && entries.contains("files");
    return command || bag || job;
  }

  /** A bag with a result in it; bags of flow files are made, too, and read. */
  private static boolean isBag(Entries entries) {
    return entries.contains(BagInfo.DECLARATION_FILE) && entries.contains("data/" + MANIFEST);
  }

  /** Whether a file is a result with its manifest beside it, or that manifest. */
  public static boolean isResult(String name, Entries beside) {
    if (BAG_FILES.contains(name) && isBag(beside)) {
      return true;
    }
    if (RESULT_FILES.contains(name) && isResult(beside)) {
      return true;
    }
    return name.endsWith(MANIFEST_SUFFIX)
        ? beside.contains(name.substring(0, name.length() - MANIFEST_SUFFIX.length()))
        : beside.contains(BESIDE.matcher(name).replaceFirst("$1$2$3") + MANIFEST_SUFFIX);
  }

  /**
   * Whether a file only says something of others: an empty lock of a collector, and what Hadoop's
   * programs leave beside their tables.
   */
  public static boolean isMarker(String name, long length) {
    return (length == 0 && (name.endsWith(LOCK_SUFFIX) || name.startsWith("_")))
        || TABLE_SUMMARIES.contains(name);
  }

  public void add(Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** Of all kinds. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Those that there are, by the name of their kind in result files. */
  public Map<String, Long> counts() {
    Map<String, Long> named = new LinkedHashMap<>();
    counts.forEach((kind, count) -> named.put(kind.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  /** {@code 2 hidden files, 1 earlier result}; empty if there is nothing. */
  public String describe() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().counted(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** {@code no input file to read (1 earlier result passed over)}, for the error's first half. */
  public String describeNothingElse() {
    return "no input file to read" + (counts.isEmpty() ? "" : " (" + describe() + " passed over)");
  }
}
