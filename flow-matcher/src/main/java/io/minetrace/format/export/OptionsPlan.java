// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;

/**
 * An options template compiled: which of its fields are facts about the exporter. Holds scratch
 * arrays; used by one thread.
 */
final class OptionsPlan {

  private static final int SAMPLING_SIZE = 309;
  private static final int SAMPLING_POPULATION = 310;
  private static final int ANONYMIZATION_TECHNIQUE = 286;
  private static final int INFORMATION_ELEMENT_ID = 303;
  private static final int TEMPLATE_ID = 145;
  private static final int PRIVATE_ENTERPRISE_NUMBER = 346;

  private final RecordLayout layout;
  private final int systemInit;
  private final int samplingInterval;
  private final int randomInterval;
  private final int packetInterval;
  private final int packetSpace;
  private final int size;
  private final int population;
  private final int probability;
  private final int samplerId;
  private final int ingressInterface;
  private final int egressInterface;
  private final int technique;
  private final int element;
  private final int enterprise;
  private final int template;
  private final int[][] bases;

  OptionsPlan(List<FieldSpecifier> fields, RecordLayout layout) {
    this.layout = layout;
    systemInit = indexOf(fields, InformationElement.SYSTEM_INIT_TIME_MILLISECONDS.id());
    samplingInterval = indexOf(fields, InformationElement.SAMPLING_INTERVAL.id());
    randomInterval = indexOf(fields, InformationElement.SAMPLER_RANDOM_INTERVAL.id());
    packetInterval = indexOf(fields, InformationElement.SAMPLING_PACKET_INTERVAL.id());
    packetSpace = indexOf(fields, InformationElement.SAMPLING_PACKET_SPACE.id());
    size = indexOf(fields, SAMPLING_SIZE);
    population = indexOf(fields, SAMPLING_POPULATION);
    probability = indexOf(fields, InformationElement.SAMPLING_PROBABILITY.id());
    ingressInterface = indexOf(fields, InformationElement.INGRESS_INTERFACE.id());
    egressInterface = indexOf(fields, InformationElement.EGRESS_INTERFACE.id());
    technique = indexOf(fields, ANONYMIZATION_TECHNIQUE);
    element = indexOf(fields, INFORMATION_ELEMENT_ID);
    enterprise = indexOf(fields, PRIVATE_ENTERPRISE_NUMBER);
    template = indexOf(fields, TEMPLATE_ID);
    int sampler = indexOf(fields, InformationElement.SAMPLER_IDENTIFIER.id());
    samplerId = sampler >= 0 ? sampler : indexOf(fields, InformationElement.SELECTOR_ID.id());
    bases = new int[layout.anchors()][1];
  }

  private static int indexOf(List<FieldSpecifier> fields, int id) {
    return fields.stream()
        .filter(field -> field.enterprise() == Enterprise.IANA && field.id() == id)
        .findFirst()
        .map(fields::indexOf)
        .orElse(-1);
  }

  /** Takes the facts of all records of a set; they are known to be whole. */
  void readAll(ByteCursor records, ExporterFacts facts) {
    byte[] bytes = records.array();
    int at = records.arrayIndex();
    int end = at + records.remaining();
    while (at < end) {
      at = layout.locate(bytes, at, end, bases, 0);
      if (at == RecordLayout.NONE) {
        throw new IllegalStateException("a record that is not whole");
      }
      read(bytes, facts);
    }
  }

  /** Takes the facts of the record that was located. */
  private void read(byte[] bytes, ExporterFacts facts) {
    long init = number(bytes, systemInit);
    if (init > 0) {
      facts.systemInit(init);
    }
    // RFC 6235 §6.2: an enterprise tells of elements that the registry does not have.
    if (technique >= 0 && number(bytes, enterprise) == Enterprise.IANA) {
      facts
          .replaced()
          .said(number(bytes, template), number(bytes, element), number(bytes, technique));
    }
    int interval = interval(bytes);
    if (interval == FlowColumn.ABSENT_INT) {
      return;
    }
    long ingress = number(bytes, ingressInterface);
    long egress = number(bytes, egressInterface);
    if (samplerId >= 0) {
      facts.sampling(number(bytes, samplerId), interval);
    } else if (ingress > 0 || egress > 0) {
      facts.interfaceSampling(ingress > 0 ? ingress : egress, interval);
    } else {
      facts.sampling(interval);
    }
  }

  private int interval(byte[] bytes) {
    if (population >= 0) {
      return Sampling.ratio(number(bytes, population), number(bytes, size));
    }
    long packets = number(bytes, packetInterval);
    if (packets > 0) {
      return Sampling.oneIn(packets, number(bytes, packetSpace));
    }
    if (probability >= 0 && FieldConversion.PROBABILITY.accepts(width(bytes, probability))) {
      return Sampling.ofProbability(number(bytes, probability), width(bytes, probability));
    }
    int sampled = Sampling.interval(number(bytes, samplingInterval));
    return sampled == FlowColumn.ABSENT_INT
        ? Sampling.interval(number(bytes, randomInterval))
        : sampled;
  }

  /** The number in a field, 0 if there is no such field. */
  private long number(byte[] bytes, int field) {
    return field < 0 || width(bytes, field) > Long.BYTES
        ? 0
        : BigEndian.unsigned(bytes, start(bytes, field), width(bytes, field));
  }

  private int start(byte[] bytes, int field) {
    int base = bases[layout.anchor(field)][0];
    return isVariable(field) ? layout.valueStart(bytes, base, field) : base + layout.offset(field);
  }

  private int width(byte[] bytes, int field) {
    return isVariable(field)
        ? bases[layout.anchor(field) + 1][0] - start(bytes, field)
        : layout.length(field);
  }

  private boolean isVariable(int field) {
    return layout.length(field) == FieldSpecifier.VARIABLE_LENGTH;
  }
}
