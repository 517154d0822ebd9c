// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Optional;

/**
 * The templates of a session as they were when a set of data came: for the lists in its records,
 * which name their templates themselves.
 *
 * @param arrival the queue's count of what came
 */
record TemplateView(TransportSession session, long arrival) {

  /** How to read records of a template; empty for unknown ones and those of options. */
  Optional<RecordPlan> records(int templateId) {
    return session.templateAt(templateId, arrival).flatMap(Template::records);
  }
}
