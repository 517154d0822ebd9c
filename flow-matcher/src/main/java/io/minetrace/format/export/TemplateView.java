// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Optional;

/**
 * The templates of a session as they were when a set of data came: for the lists in its records,
 * which name their templates themselves. Used by one thread.
 */
final class TemplateView {

  private final TransportSession session;
  private final long arrival;
  private int lastId;
  private Optional<RecordPlan> last = Optional.empty();

  /**
   * @param arrival the queue's count of what came
   */
  TemplateView(TransportSession session, long arrival) {
    this.session = session;
    this.arrival = arrival;
  }

  /** How to read records of a template; empty for unknown ones and those of options. */
  Optional<RecordPlan> records(int templateId) {
    // Most records of a set name the template that the one before named.
    if (templateId != lastId || last.isEmpty()) {
      lastId = templateId;
      last = session.templateAt(templateId, arrival).flatMap(Template::records);
    }
    return last;
  }
}
