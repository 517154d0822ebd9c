// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The scope of templates and sequence numbers. RFC 7011 §8.4 makes it exporter, source port and
 * domain for IPFIX over UDP; RFC 3954 §5.1 exporter and source id for NetFlow v9. A connection of
 * TCP or SCTP, or a file, is a session of its own.
 */
final class TransportSession {

  /** Of a template that is redefined all the time, the last of its former definitions. */
  private static final int MAX_FORMER = 8;

  private final ObservationDomain domain;
  private final boolean honoursWithdrawals;
  private final Map<Integer, Template> templates = new HashMap<>();
  private final Map<Integer, ArrayDeque<Template>> formerTemplates = new HashMap<>();
  private final Map<Integer, ArrayDeque<HeldSet>> awaitingTemplate = new HashMap<>();
  private final SequenceTracker sequence = new SequenceTracker();

  TransportSession(ObservationDomain domain, ExportDatagram.Transport transport) {
    this.domain = domain;
    this.honoursWithdrawals =
        switch (transport) {
          // RFC 7011 §8.4: over UDP a withdrawal may overtake data.
          case UDP -> false;
          case CONNECTION, FILE -> true;
        };
  }

  ObservationDomain domain() {
    return domain;
  }

  /**
   * Looks at the sequence number of a message before its sets are read. After a restart what was
   * learnt of the exporter no longer holds; its templates may, for it will send them again.
   */
  void arrive(long sequenceNumber) {
    if (sequence.arrive(sequenceNumber) == SequenceTracker.Finding.RESTART) {
      domain.facts().forget();
    }
  }

  /** As above, of a message that tells the exporter's uptime, in milliseconds modulo 2³². */
  void arrive(long sequenceNumber, int uptime) {
    if (sequence.arrive(sequenceNumber, uptime) == SequenceTracker.Finding.RESTART) {
      domain.facts().forget();
    }
  }

  SequenceTracker sequence() {
    return sequence;
  }

  /**
   * Takes the count of the message that arrived.
   *
   * @param count by how much it advances the number, or {@link SequenceTracker#UNKNOWN}
   * @return how much was lost before it
   */
  long advance(long count) {
    return sequence.advance(count);
  }

  /** As above, of a message that tells the exporter's uptime. */
  long advance(long count, int uptime) {
    return sequence.advance(count, uptime);
  }

  Optional<Template> template(int id) {
    return Optional.ofNullable(templates.get(id));
  }

  /** The definition that held when a set came, else the first one after it. */
  Optional<Template> templateAt(int id, long arrival) {
    Optional<Template> newest = template(id);
    if (newest.isEmpty() || newest.get().definedAt() <= arrival) {
      return newest;
    }
    Template first = newest.get();
    for (Template former : formerTemplates.getOrDefault(id, new ArrayDeque<>())) {
      if (former.definedAt() <= arrival) {
        return Optional.of(former);
      }
      first = former;
    }
    return Optional.of(first);
  }

  void define(Template template) {
    Optional.ofNullable(templates.put(template.id(), template)).ifPresent(this::keepFormer);
    domain.defined(template);
  }

  /** Whether an earlier definition of a template was the same as this. */
  boolean wasDefinedBy(int id, byte[] bytes) {
    return formerTemplates.getOrDefault(id, new ArrayDeque<>()).stream()
        .anyMatch(former -> former.isDefinedBy(bytes));
  }

  private void keepFormer(Template template) {
    ArrayDeque<Template> former =
        formerTemplates.computeIfAbsent(template.id(), id -> new ArrayDeque<>());
    former.addFirst(template);
    if (former.size() > MAX_FORMER) {
      former.removeLast();
    }
  }

  /** Forgets a template, where the transport keeps withdrawal and data in order. */
  void withdraw(int templateId) {
    if (honoursWithdrawals) {
      Optional.ofNullable(templates.remove(templateId)).ifPresent(domain::withdrawn);
    }
  }

  void withdrawAllTemplates() {
    withdrawAll(template -> template.records().isPresent());
  }

  void withdrawAllOptionsTemplates() {
    withdrawAll(template -> template.facts().isPresent());
  }

  private void withdrawAll(Predicate<Template> which) {
    List.copyOf(templates.values()).stream()
        .filter(which)
        .forEach(template -> withdraw(template.id()));
  }

  /** The sets that wait for a template, in order of arrival. */
  ArrayDeque<HeldSet> awaiting(int templateId) {
    return awaitingTemplate.computeIfAbsent(templateId, id -> new ArrayDeque<>());
  }

  /** The same, which wait no longer. */
  Collection<HeldSet> takeAwaiting(int templateId) {
    return Optional.ofNullable(awaitingTemplate.remove(templateId)).orElseGet(ArrayDeque::new);
  }
}
