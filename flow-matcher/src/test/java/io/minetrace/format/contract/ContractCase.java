// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A small file of one format and what a foreign tool reads from it: in the folder of the format's
 * constant, {@code NAME.ext}, {@code NAME.expected.csv} and, where needed, {@code NAME.options}.
 *
 * <p>Options are Java properties. {@code source-timezone}: the zone of times without one. A mapping
 * is a file {@code NAME.mapping}. {@code late}: columns, by comma, which the exporter tells apart
 * from the flows (as the sampling interval, or the start of the system) and which a file that is
 * cut before that does not have.
 */
public final class ContractCase {

  private static final String EXPECTED = ".expected.csv";
  private static final String OPTIONS = ".options";
  private static final String MAPPING = ".mapping";
  private static final List<String> BESIDE = List.of(EXPECTED, OPTIONS, MAPPING, ".md", ".py");
  private static final String ZONE = "source-timezone";
  private static final String LATE = "late";

  private final FlowFormat format;
  private final Path file;
  private final Path expected;
  private final Properties options;

  private ContractCase(FlowFormat format, Path file) throws IOException {
    this.format = format;
    this.file = file;
    this.expected = beside(file, EXPECTED);
    this.options = new Properties();
    Path given = beside(file, OPTIONS);
    if (Files.exists(given)) {
      try (InputStream stream = Files.newInputStream(given)) {
        options.load(stream);
      }
    }
  }

  /** The folder with one folder a format. */
  static Path root() {
    try {
      return Path.of(ContractCase.class.getResource("/contract").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path folder(FlowFormat format) {
    return root().resolve(format.name().toLowerCase(Locale.ROOT));
  }

  /** The cases of all formats, in the registry's order and by name. */
  public static Stream<ContractCase> all() {
    return Arrays.stream(FlowFormat.values()).flatMap(format -> of(format).stream());
  }

  /** The cases of one format, by name; none if it has no folder. */
  public static List<ContractCase> of(FlowFormat format) {
    Path folder = folder(format);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> BESIDE.stream().noneMatch(file.toString()::endsWith))
          .sorted(Comparator.comparing(Path::getFileName))
          .map(
              file -> {
                try {
                  return new ContractCase(format, file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of this ending that has the same name up to some point in it. */
  private static Path beside(Path file, String ending) {
    String name = file.getFileName().toString();
    Path found = file.resolveSibling(name + ending);
    for (int dot = name.lastIndexOf('.'); dot > 0 && !Files.exists(found); ) {
      found = file.resolveSibling(name.substring(0, dot) + ending);
      dot = name.lastIndexOf('.', dot - 1);
    }
    return found;
  }

  boolean isSmallestOfItsFormat() {
    return of(format).stream().allMatch(other -> bytes().length <= other.bytes().length);
  }

  FlowFormat format() {
    return format;
  }

  Path expected() {
    return expected;
  }

  public byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens bytes as a user of this case has to. */
  FlowReader open(InputStream stream) throws IOException {
    return FlowFile.open(file.getFileName().toString(), stream, readOptions());
  }

  /** What a user of this case has to tell. */
  public ReadOptions readOptions() {
    ReadOptions told = ReadOptions.DEFAULT;
    if (options.containsKey(ZONE)) {
      told = told.withSourceTimezone(ZoneId.of(options.getProperty(ZONE)));
    }
    Path mapping = beside(file, MAPPING);
    if (!Files.exists(mapping)) {
      return told;
    }
    try {
      return told.withMapping(MappingFile.parse(mapping.toString(), Files.readString(mapping)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<FlowColumn> lateColumns() {
    Set<FlowColumn> columns = EnumSet.noneOf(FlowColumn.class);
    for (String name : options.getProperty(LATE, "").split(",", 0)) {
      if (!name.isBlank()) {
        columns.add(FlowColumn.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      }
    }
    return columns;
  }

  /** Options that mean nothing. */
  Set<String> unknownOptions() {
    Set<String> names = new TreeSet<>(options.stringPropertyNames());
    names.remove(LATE);
    names.remove(ZONE);
    return names;
  }

  @Override
  public String toString() {
    return format + "/" + file.getFileName();
  }
}
