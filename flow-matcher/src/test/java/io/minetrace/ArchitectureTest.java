// SPDX-License-Identifier: Apache-2.0
package io.minetrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.time.Instant;

@AnalyzeClasses(packages = "io.minetrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theLibraryKnowsNoEngineAndNoLoggingFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              "org.apache.spark..",
              "org.slf4j..",
              "io.minetrace.probe..",
              "io.minetrace.spark..");

  @ArchTest
  static final ArchRule sqlIsInTheClassesNamedForIt =
      noClasses()
          .that()
          .haveNameNotMatching("io\\.minetrace\\.window\\.Jdbc.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule theCommandLineLibrariesStayInTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.minetrace.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "me.tongfei..", "io.minetrace.cli..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.minetrace.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule matchingDoesNoInput =
      noClasses()
          .that()
          .resideInAPackage("io.minetrace.match..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "io.minetrace.format..");

  @ArchTest
  static final ArchRule noDrawers =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
          .orShould()
          .resideInAnyPackage("..util..", "..common..", "..misc..");

  @ArchTest
  static final ArchRule noFieldIsPublicAndChangeable =
      fields().that().arePublic().should().haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule nothingAsksTheClockOrTheResolver =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.minetrace.cli..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(InetAddress.class, "getByName", String.class)
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
