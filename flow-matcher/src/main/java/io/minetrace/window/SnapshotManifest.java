// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What {@code snapshot.json} says. The SHA-256 of its canonical bytes is the id of the snapshot,
 * and they are what a signature signs.
 *
 * @param asOf time of the newest observation; empty if there is none
 * @param source which catalog it comes from
 * @param builder the parameters that the windows were made with, as far as the maker told them
 * @param windows how many
 * @param observations how many
 * @param endpoints how many have windows
 * @param members SHA-256 in hex of the uncompressed bytes of each other member, by file name
 */
public record SnapshotManifest(
    OptionalLong asOf,
    String source,
    Map<String, String> builder,
    long windows,
    long observations,
    long endpoints,
    Map<String, String> members) {

  /** The version of the format that this program writes and reads. */
  public static final int FORMAT_VERSION = 1;

  private static final JsonFactory JSON = new JsonFactory();

  public SnapshotManifest {
    builder = Map.copyOf(builder);
    members = Map.copyOf(members);
    if (windows < 0 || observations < 0 || endpoints < 0) {
      throw new IllegalArgumentException(
          "counts: " + windows + ", " + observations + ", " + endpoints + " (expected: 0 or more)");
    }
    for (SnapshotMember member : SnapshotMember.values()) {
      String sha256 = members.get(member.fileName());
      if (member == SnapshotMember.MANIFEST) {
        continue;
      }
      if (sha256 == null) {
        throw new IllegalArgumentException("snapshot.json does not name " + member.fileName());
      }
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "SHA-256 of " + member.fileName() + ": '" + sha256 + "' (expected: 64 hex digits)");
      }
    }
  }

  String sha256(SnapshotMember member) {
    return members.get(member.fileName());
  }

  /**
   * Reads the bytes of a manifest, in whatever order its fields come.
   *
   * @param name of the snapshot, for messages
   * @throws UnusableWindowsException if it is damaged or of another format version
   */
  static SnapshotManifest parse(String name, byte[] bytes) throws UnusableWindowsException {
    Fields fields = new Fields();
    try (JsonParser json = JSON.createParser(bytes)) {
      fields.read(json);
    } catch (IOException e) {
      throw new UnusableWindowsException(name, "snapshot.json is damaged", e);
    }
    checkVersion(name, fields.number("format_version"));
    try {
      return new SnapshotManifest(
          fields.number("as_of"),
          fields.texts.getOrDefault("source", ""),
          fields.object("builder"),
          fields.count("counts.windows"),
          fields.count("counts.observations"),
          fields.count("counts.endpoints"),
          fields.object("members"));
    } catch (IllegalArgumentException e) {
      throw new UnusableWindowsException(name, e.getMessage(), e);
    }
  }

  private static void checkVersion(String name, OptionalLong version)
      throws UnusableWindowsException {
    if (version.isEmpty()) {
      throw new UnusableWindowsException(
          name, "snapshot.json is not that of a snapshot: it has no format_version");
    }
    if (version.getAsLong() != FORMAT_VERSION) {
      boolean newer = version.getAsLong() > FORMAT_VERSION;
      throw new UnusableWindowsException(
          name,
          "format version "
              + version.getAsLong()
              + " is "
              + (newer
                  ? "newer than this program, which reads " + FORMAT_VERSION + ": update it"
                  : "older than this program reads, which is "
                      + FORMAT_VERSION
                      + ": take the snapshot anew from its catalog"));
    }
  }

  /** The scalars of a manifest by their path, {@code counts.windows}. */
  private static final class Fields {

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    void read(JsonParser json) throws IOException {
      String object = "";
      int depth = 0;
      while (json.nextToken() != null) {
        JsonToken token = json.currentToken();
        String field = json.currentName();
        if (token.isStructStart()) {
          depth++;
          object = depth == 2 && field != null ? field + "." : "";
        } else if (token.isStructEnd()) {
          depth--;
          object = "";
        } else if (field != null && depth <= 2) {
          // Not in a list, nor deeper than anything of ours.
          put(json, object + field);
        }
      }
    }

    private void put(JsonParser json, String path) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        texts.put(path, json.getText());
      } else if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        numbers.put(path, json.getLongValue());
      }
    }

    OptionalLong number(String path) {
      Long value = numbers.get(path);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    long count(String path) {
      return number(path)
          .orElseThrow(() -> new IllegalArgumentException("snapshot.json does not say " + path));
    }

    Map<String, String> object(String name) {
      Map<String, String> values = new HashMap<>();
      texts.forEach(
          (path, text) -> {
            if (path.startsWith(name + ".")) {
              values.put(path.substring(name.length() + 1), text);
            }
          });
      return values;
    }
  }

  /** Fields in this order, no white space: the bytes whose SHA-256 is the snapshot's id. */
  byte[] canonicalBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format_version", FORMAT_VERSION);
      if (asOf.isPresent()) {
        json.writeNumberField("as_of", asOf.getAsLong());
      } else {
        json.writeNullField("as_of");
      }
      json.writeStringField("source", source);
      if (!builder.isEmpty()) {
        json.writeObjectFieldStart("builder");
        for (Map.Entry<String, String> parameter : new TreeMap<>(builder).entrySet()) {
          json.writeStringField(parameter.getKey(), parameter.getValue());
        }
        json.writeEndObject();
      }
      json.writeObjectFieldStart("counts");
      json.writeNumberField("windows", windows);
      json.writeNumberField("observations", observations);
      json.writeNumberField("endpoints", endpoints);
      json.writeEndObject();
      json.writeObjectFieldStart("members");
      for (SnapshotMember member : SnapshotMember.values()) {
        if (member != SnapshotMember.MANIFEST) {
          json.writeStringField(member.fileName(), sha256(member));
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
