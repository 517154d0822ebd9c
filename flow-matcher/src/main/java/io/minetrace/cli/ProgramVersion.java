// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the jar's manifest. */
public final class ProgramVersion implements IVersionProvider {

  /** Version of the running jar; {@code development} when run from class files. */
  public static String version() {
    return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"minetrace " + version()};
  }
}
