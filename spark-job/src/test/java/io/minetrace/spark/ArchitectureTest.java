// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(
    packages = "io.minetrace.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theProberIsNotKnownHere =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.minetrace.probe..");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl|Common)");

  @ArchTest
  static final ArchRule packagesSayWhatTheyHold =
      noClasses().should().resideInAnyPackage("..util..", "..common..", "..misc..");

  @ArchTest
  static final ArchRule theDataSourceKnowsNothingOfTheJob =
      noClasses()
          .that()
          .resideInAPackage("..spark.source..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..spark.job..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.minetrace.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule standardOutputIsTheCommandLines =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule onlyTheProgramEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.minetrace.spark.job.MatchJob")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule nothingAsksTheWallClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);
}
