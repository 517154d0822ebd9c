// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InformationElementTest {

  @ParameterizedTest
  @EnumSource(InformationElement.class)
  void everyElementIsFoundByItsNumber(InformationElement element) {
    assertThat(InformationElement.of(element.asField(4))).contains(element);
  }

  @ParameterizedTest
  @EnumSource(InformationElement.class)
  void constantsAreNamedAsTheRegistryNamesThem(InformationElement element) {
    String constant = element.name().replace("_", "").toLowerCase(Locale.ROOT);
    String registered = element.registeredName().replace("_", "").toLowerCase(Locale.ROOT);

    // FieldConversion.SAMPLER_ID has the name that samplerId would have.
    assertThat(constant.replace("identifier", "id"))
        .isEqualTo(registered.replace("identifier", "id"));
  }

  @Test
  void protocolIdentifierStandsBeforeWhatDependsOnIt() {
    assertThat(InformationElement.values()[0]).isEqualTo(InformationElement.PROTOCOL_IDENTIFIER);
  }

  @Test
  void everyColumnThatElementsFeedHasOne() {
    assertThat(Arrays.stream(InformationElement.values()).map(InformationElement::column))
        .contains(
            Arrays.stream(FlowColumn.values())
                .filter(column -> !column.informationElements().isEmpty())
                .toArray(FlowColumn[]::new));
  }
}
