// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeProtocolTest {

  @Test
  void everyDialogueIsRegisteredOnceAndNoOtherExists() {
    List<String> written =
        new ClassFileImporter()
                .importUrl(ProbeProtocol.class.getProtectionDomain().getCodeSource().getLocation())
                .stream()
                .filter(type -> type.isAssignableTo(Dialogue.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();
    List<String> registered =
        Arrays.stream(ProbeProtocol.values())
            .map(protocol -> protocol.dialogue().getClass().getName())
            .toList();

    assertThat(registered).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void everyIdLeadsBackToItsProtocol() {
    for (ProbeProtocol protocol : ProbeProtocol.values()) {
      assertThat(ProbeProtocol.ofId(protocol.id())).contains(protocol);
    }
  }

  @Test
  void aProtocolThatTheCatalogNamesButNobodyCanProbeIsAbsent() {
    assertThat(ProbeProtocol.ofId("unknown")).isEmpty();
  }

  @Test
  void noDialogueSaysCredentials() {
    DialogueContext context = new DialogueContext("h.test", 1, "minetrace/test", 0);
    for (ProbeProtocol protocol : ProbeProtocol.values()) {
      String words =
          switch (protocol.carrier()) {
            case HTTP -> ((HttpDialogue) protocol.dialogue()).opening(context).json();
            case LINES, WEBSOCKET -> ((LineDialogue) protocol.dialogue()).opening(context);
            // A key; what is said after it holds an agent and where we connected to.
            case NOISE -> "{}";
          };

      // A login may carry a word that is nobody's; an address or a worker's name it may not.
      assertThat(words)
          .as(protocol.id())
          .doesNotContainIgnoringCase("authorize", "password", "0x", "worker")
          .doesNotContainPattern("[0-9A-Za-z]{30,}");
      assertThat(WireJson.parse(words)).as(protocol.id() + " is one line of JSON").isPresent();
      assertThat(words).as(protocol.id()).doesNotContain("\n");
    }
  }
}
