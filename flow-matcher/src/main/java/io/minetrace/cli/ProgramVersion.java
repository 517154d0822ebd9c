// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the jar's manifest. */
public final class ProgramVersion implements IVersionProvider {

  /** Version of the running jar; {@code development} when run from class files. */
  public static String version() {
    return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The commit that the program was built from; {@code unknown} if the build was not told. */
  public static String commit() {
    Properties build = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      // A jar that can be read as far as this class can be read.
      throw new UncheckedIOException(e);
    }
    return build.getProperty("commit", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"minetrace " + version()};
  }
}
