// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a user told of inputs that do not say everything themselves, in a form that travels: the
 * options {@code sourceTimezone} and {@code mapping}.
 *
 * @param zone id of the zone of times without one; empty if it was not told
 * @param mappingName where the mapping was read from; empty if there is none
 * @param mapping its text
 */
public record SourceSettings(String zone, String mappingName, String mapping)
    implements Serializable {

  static final String ZONE_OPTION = "sourceTimezone";
  static final String MAPPING_OPTION = "mapping";

  public SourceSettings {
    if (!zone.isEmpty()) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "option " + ZONE_OPTION + ": '" + zone + "' (expected: as UTC or Europe/Prague)", e);
      }
    }
    if (!mappingName.isEmpty()) {
      MappingFile.parse(mappingName, mapping);
    }
  }

  /** The options of a query; the mapping is read here, by the driver. */
  static SourceSettings of(CaseInsensitiveStringMap options, Configuration hadoop) {
    String name = options.getOrDefault(MAPPING_OPTION, "");
    return new SourceSettings(
        options.getOrDefault(ZONE_OPTION, ""), name, name.isEmpty() ? "" : text(name, hadoop));
  }

  private static String text(String name, Configuration hadoop) {
    Path path = new Path(name);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("option " + MAPPING_OPTION + ": " + e.getMessage(), e);
    }
  }

  /** How to read. */
  public ReadOptions readOptions() {
    ReadOptions options = ReadOptions.DEFAULT;
    if (!zone.isEmpty()) {
      options = options.withSourceTimezone(ZoneId.of(zone));
    }
    return mappingName.isEmpty()
        ? options
        : options.withMapping(MappingFile.parse(mappingName, mapping));
  }
}
