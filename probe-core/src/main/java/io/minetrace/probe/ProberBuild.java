// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.Optional;

/** Which build of the prober is looking: a later rule may read the same answer otherwise. */
public final class ProberBuild {

  /** As the jar's manifest says; {@code development} when run from classes. */
  public static final String VERSION =
      Optional.ofNullable(ProberBuild.class.getPackage().getImplementationVersion())
          .orElse("development");

  private ProberBuild() {}
}
