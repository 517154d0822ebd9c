// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ElementRegistryTest {

  private static final long SECONDS = 1_699_999_999L;

  /** Cisco's numbers for NetFlow v9, which IANA never took: it ends at 32767. */
  private static final int FIRST_UNREGISTERED = 0x8000;

  @Test
  void theRegistryIsThere() {
    assertThat(ElementRegistry.elements()).hasSizeGreaterThan(500);
    assertThat(ElementRegistry.name(new FieldSpecifier(8, 4))).isEqualTo("sourceIPv4Address");
    assertThat(ElementRegistry.name(new FieldSpecifier(40_005, 1))).isEqualTo("element 40005");
    assertThat(ElementRegistry.name(new FieldSpecifier(Enterprise.CERT, 14, 1)))
        .isEqualTo("element 6871/14");
  }

  private static Stream<InformationElement> elementsOf(long enterprise) {
    return Arrays.stream(InformationElement.values())
        .filter(element -> element.asField(4).enterprise() == enterprise)
        .filter(element -> element.id() < FIRST_UNREGISTERED);
  }

  private static Stream<InformationElement> registered() {
    return elementsOf(Enterprise.IANA);
  }

  private static Stream<InformationElement> reversed() {
    return elementsOf(Enterprise.REVERSE);
  }

  @ParameterizedTest
  @MethodSource("registered")
  void elementsAreNamedAndNumberedAsRegistered(InformationElement element) {
    assertThat(ElementRegistry.name(element.asField(4))).isEqualTo(element.registeredName());
  }

  @ParameterizedTest
  @MethodSource("reversed")
  void reverseElementsOfRfc5103AreNamedForThoseTheyReverse(InformationElement element) {
    String forward = ElementRegistry.name(new FieldSpecifier(element.id(), 4));

    assertThat(element.registeredName())
        .isEqualTo("reverse" + Character.toUpperCase(forward.charAt(0)) + forward.substring(1));
  }

  @ParameterizedTest
  @MethodSource("registered")
  void everyLengthThatTheRegistryAllowsCanBeRead(InformationElement element) {
    ElementType type = ElementRegistry.of(element.asField(4)).orElseThrow().type();

    for (int length = 1; length <= 32; length++) {
      assertThat(!type.allows(length) || element.conversion().accepts(length))
          .as("%s of %d bytes", element.registeredName(), length)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned64, 1, true",
    "unsigned64, 8, true",
    "unsigned64, 9, false",
    "unsigned16, 4, false",
    "float64, 4, true",
    "float64, 8, true",
    "float64, 6, false",
    "ipv4Address, 3, false",
    "macAddress, 6, true",
    "dateTimeMilliseconds, 4, false",
    "string, 65535, true",
    "octetArray, 900, true",
    "unsigned32, 65535, true",
    "basicList, 65535, true"
  })
  void typesAllowTheLengthsOfRfc7011(String type, int length, boolean allowed) {
    assertThat(ElementType.ofName(type).orElseThrow().allows(length)).isEqualTo(allowed);
  }

  @Test
  void aLengthThatNoRegistryAllowsIsToldAndReadAllTheSame() {
    DecoderProbe probe =
        DecoderProbe.decode(
            MessageBytes.ipfix(
                SECONDS,
                0,
                7,
                MessageBytes.set(2, MessageBytes.template(256, 8, 4, 12, 4, 7, 4)),
                MessageBytes.set(
                    256,
                    MessageBytes.empty().address("10.0.0.1").address("198.51.100.7").u32(3333))));

    assertThat(probe.row().cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("3333");
    assertThat(probe.report().tallies()).isEmpty();
    assertThat(probe.report().facts())
        .containsEntry(
            "odd field lengths", "192.0.2.1 domain 7: sourceTransportPort of 4 bytes (unsigned16)");
  }

  @Test
  void aLengthThatCannotBeReadIsABadTemplateAndCostsItsColumnOnly() {
    DecoderProbe probe =
        DecoderProbe.decode(
            MessageBytes.ipfix(
                SECONDS,
                0,
                7,
                MessageBytes.set(2, MessageBytes.template(256, 8, 4, 12, 5, 7, 2)),
                MessageBytes.set(
                    256, MessageBytes.empty().address("10.0.0.1").hex("0102030405").u16(50_000))));

    assertThat(probe.row().cell(FlowColumn.DESTINATION_IP_ADDRESS)).isEqualTo("absent");
    assertThat(probe.row().cell(FlowColumn.SOURCE_TRANSPORT_PORT)).isEqualTo("50000");
    assertThat(probe.report().tallies().get(Reason.BAD_TEMPLATE).firstDetail())
        .isEqualTo("template 256: destinationIPv4Address of 5 bytes (expected: ipv4Address)");
  }
}
