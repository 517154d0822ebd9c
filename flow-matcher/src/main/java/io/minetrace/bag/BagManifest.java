// SPDX-License-Identifier: Apache-2.0
package io.minetrace.bag;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of files and their SHA-256, as {@code sha256sum -c} reads it.
 *
 * <pre>
 *   64 hex digits, two spaces, path below the bag with / between directories
 * </pre>
 *
 * RFC 8493 §2.1.3: CR, LF and % in a path are percent-encoded.
 */
public final class BagManifest {

  /** Of the payload. */
  public static final String PAYLOAD = "manifest-sha256.txt";

  /** Of everything beside the payload, but itself. */
  public static final String TAGS = "tagmanifest-sha256.txt";

  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{64})[ \t]+\\*?(.+)");

  private final NavigableMap<String, String> sha256;

  /**
   * A list.
   *
   * @param sha256 in hex by path
   */
  public BagManifest(Map<String, String> sha256) {
    this.sha256 = Collections.unmodifiableNavigableMap(new TreeMap<>(sha256));
  }

  /**
   * Reads a list.
   *
   * @throws IOException naming file and line, if it is none
   */
  public static BagManifest read(Path file) throws IOException {
    Map<String, String> sha256 = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          throw new IOException(
              file + ", line " + number + ": not a checksum and a path (expected: 64 hex digits)");
        }
        String path = decoded(parts.group(2));
        if (!isBelow(path)) {
          throw new IOException(
              file + ", line " + number + ": '" + path + "' is no path below the bag");
        }
        if (sha256.put(path, parts.group(1).toLowerCase(java.util.Locale.ROOT)) != null) {
          throw new IOException(file + ", line " + number + ": '" + path + "' for the second time");
        }
      }
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
    return new BagManifest(sha256);
  }

  /**
   * Whether a path stays where it is meant to be: whoever made the bag may want other files read.
   */
  private static boolean isBelow(String path) {
    if (path.startsWith("/") || path.startsWith("~") || path.indexOf('\0') >= 0) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static String decoded(String path) {
    return path.replaceAll("%0[Aa]", "\n").replaceAll("%0[Dd]", "\r").replace("%25", "%");
  }

  private static String encoded(String path) {
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
  }

  /** SHA-256 in hex by path, sorted. */
  public NavigableMap<String, String> sha256() {
    return sha256;
  }

  /** The list as it is written. */
  public String text() {
    StringBuilder text = new StringBuilder();
    sha256.forEach((path, hex) -> text.append(hex).append("  ").append(encoded(path)).append('\n'));
    return text.toString();
  }
}
