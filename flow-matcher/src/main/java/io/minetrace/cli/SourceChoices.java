// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.NearestWord;
import io.minetrace.format.options.ReadAhead;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that say of the inputs what they do not say themselves, the same in all programs that
 * read flows: a picocli mixin.
 */
public final class SourceChoices {

  @Option(
      names = "--source-timezone",
      converter = ZoneText.class,
      paramLabel = "ZONE",
      description =
          "The zone of times that a text export writes without one, as UTC or Europe/Prague;"
              + " such files are refused without it.")
  private Optional<ZoneId> sourceTimezone = Optional.empty();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description =
          "The layout of text files of your own: which column or JSON key is which flow column.")
  private Optional<Path> mapping = Optional.empty();

  /** Reads a time zone, and names the nearest one if there is none of that name. */
  static final class ZoneText implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is not a time zone (expected: as UTC, +02:00 or Europe/Prague)"
                + NearestWord.of(text, ZoneId.getAvailableZoneIds())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
  }

  /**
   * How to read the inputs.
   *
   * @throws ParameterException if the mapping cannot be read or is none
   */
  public ReadOptions readOptions(CommandSpec spec) {
    ReadOptions options = new ReadOptions(sourceTimezone, Optional.empty(), ReadAhead.ON);
    if (mapping.isEmpty()) {
      return options;
    }
    try {
      return options.withMapping(MappingFile.parse(mapping.get().toString(), mappingText(spec)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--mapping: " + e.getMessage(), e);
    }
  }

  /** The zone of times without one. */
  public Optional<ZoneId> zone() {
    return sourceTimezone;
  }

  /** Where the mapping lies. */
  public Optional<Path> mapping() {
    return mapping;
  }

  /**
   * The text of the mapping; empty if none was given.
   *
   * @throws ParameterException if it cannot be read
   */
  public String mappingText(CommandSpec spec) {
    try {
      return mapping.isEmpty() ? "" : Files.readString(mapping.get(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--mapping: " + IoMessages.describe(e), e);
    }
  }

  /** The choices that were made, for the manifest. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    sourceTimezone.ifPresent(zone -> parameters.put("source_timezone", zone.getId()));
    mapping.ifPresent(file -> parameters.put("mapping", file.toString()));
    return parameters;
  }
}
