// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.ByteCursor;
import java.util.Arrays;
import java.util.Optional;

/** A data set that cannot be decoded yet, with a copy of its bytes. Compared by identity. */
final class HeldSet {

  /** What it takes beside the bytes, roughly. */
  private static final int OVERHEAD_BYTES = 200;

  private final Message message;
  private final int awaitedId;
  private final Optional<Template> template;
  private final byte[] bytes;
  private final long fileOffset;
  private final long arrival;

  private HeldSet(
      Message message, int awaitedId, Optional<Template> template, ByteCursor set, long arrival) {
    this.message = message;
    this.awaitedId = awaitedId;
    this.template = template;
    this.bytes =
        Arrays.copyOfRange(set.array(), set.arrayIndex(), set.arrayIndex() + set.remaining());
    this.fileOffset = set.offset();
    this.arrival = arrival;
  }

  /**
   * A set whose template is not known.
   *
   * @param set at its first record; copied
   * @param arrival the queue's count of what came
   */
  static HeldSet withoutTemplate(Message message, int templateId, ByteCursor set, long arrival) {
    return new HeldSet(message, templateId, Optional.empty(), set, arrival);
  }

  /** A set whose template is known, but not one that lists in its records name. */
  static HeldSet withoutNestedTemplate(
      Message message, Template template, int awaitedId, ByteCursor set, long arrival) {
    return new HeldSet(message, awaitedId, Optional.of(template), set, arrival);
  }

  /** A set that lacks only element 160; arguments as above. */
  static HeldSet withoutSystemInit(
      Message message, Template template, ByteCursor set, long arrival) {
    return new HeldSet(message, template.id(), Optional.of(template), set, arrival);
  }

  Message message() {
    return message;
  }

  /** The template that it waits for, or has if it lacks only element 160. */
  int awaitedId() {
    return awaitedId;
  }

  /** Its own template, if that is known. */
  Optional<Template> template() {
    return template;
  }

  /** When it came. */
  long arrival() {
    return arrival;
  }

  /** The bits of {@link FlowNote} for records decoded with that template. */
  int notes(Template with) {
    return with.definedAt() > arrival ? FlowNote.LATE_TEMPLATE.bit() : 0;
  }

  /** A cursor over the copied bytes, which knows where they came from. */
  ByteCursor cursor(String file) {
    return new ByteCursor(file, fileOffset, bytes, 0, bytes.length);
  }

  int length() {
    return bytes.length;
  }

  int footprint() {
    return bytes.length + OVERHEAD_BYTES;
  }
}
