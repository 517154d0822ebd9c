// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.minetrace.probe.dialogue.Dialogue;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** The rules of the house that concern this module, so far as a machine can see them. */
@AnalyzeClasses(
    packages = "io.minetrace.probe",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Where the process begins: there the clock, standard output and exit may be used. */
  private static final String[] ENTRANCES = {"..probe.cli.."};

  @ArchTest
  static final ArchRule sparkIsUnknown =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("..spark..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.minetrace.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dialoguesAreFinalAndPackagePrivate =
      classes()
          .that()
          .areAssignableTo(Dialogue.class)
          .and()
          .areNotInterfaces()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .bePackagePrivate();

  @ArchTest
  static final ArchRule everyClassHasAnIdea =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
          .orShould()
          .haveSimpleNameStartingWith("Abstract")
          .orShould()
          .resideInAnyPackage("..util..", "..common..", "..misc..");

  @ArchTest
  static final ArchRule sqlIsInTheCatalog =
      noClasses()
          .that()
          .resideOutsideOfPackage("..probe.catalog..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.jdbi..",
              "org.flywaydb..",
              "com.zaxxer..",
              "ch.vorburger..",
              "org.mariadb..");

  @ArchTest
  static final ArchRule nettyIsInTheTransportAndTheResolver =
      noClasses()
          .that()
          .resideOutsideOfPackages("..probe.transport..", "..probe.dns..")
          .and()
          // systemd is told by a datagram to a Unix socket, which Java 17 cannot send.
          .doNotHaveFullyQualifiedName("io.minetrace.probe.daemon.SystemdNotify")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..");

  @ArchTest
  static final ArchRule theWebServerIsInTheWeb =
      noClasses()
          .that()
          .resideOutsideOfPackage("..probe.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..");

  @ArchTest
  static final ArchRule dialoguesKnowNeitherSocketsNorTime =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.minetrace.probe", "io.minetrace.probe.dialogue..", "io.minetrace.probe.coin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule onlyTheEntranceAsksTheWorld =
      noClasses()
          .that()
          .resideOutsideOfPackages(ENTRANCES)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(InetAddress.class, "getByName", String.class)
          .orShould()
          .callMethod(InetAddress.class, "getAllByName", String.class)
          .orShould()
          .accessTargetWhere(standardStreams());

  private static DescribedPredicate<JavaAccess<?>> standardStreams() {
    return DescribedPredicate.describe(
        "is System.out or System.err",
        access ->
            access.getTargetOwner().isEquivalentTo(System.class)
                && Set.of("out", "err").contains(access.getTarget().getName()));
  }

  @ArchTest
  static final ArchRule noFieldIsOpenToAll =
      fields().that().arePublic().should().beFinal().allowEmptyShould(true);

  @ArchTest
  static final ArchRule recordsHoldNoArrays =
      classes()
          .that()
          .areRecords()
          .should(
              new ArchCondition<JavaClass>("hold no arrays") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  for (JavaField field : type.getFields()) {
                    boolean array =
                        field.getRawType().isArray()
                            && !field.getModifiers().contains(JavaModifier.STATIC);
                    events.add(
                        new SimpleConditionEvent(
                            field, !array, field.getFullName() + " is an array"));
                  }
                }
              });
}
