// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.BigEndian;
import io.minetrace.format.bytes.ByteCursor;
import java.util.Optional;

/**
 * Walks the sets of a NetFlow v9 or IPFIX message, which differ in the numbers of their template
 * sets only.
 */
final class SetWalker {

  static final int SET_HEADER_BYTES = 4;

  private final SetQueue queue;
  private final TemplateSetReader templates;

  SetWalker(SetQueue queue, TemplateSetReader.TopBit topBit) {
    this.queue = queue;
    this.templates = new TemplateSetReader(queue, topBit);
  }

  /**
   * Takes all sets up to the end of the message or the zeros that fill it.
   *
   * @param sets behind the message header
   * @param missingBytes of the message, behind the end of {@code sets}, that the capture did not
   *     keep
   * @return the data records, or {@link SequenceTracker#UNKNOWN}
   * @throws MalformedFlowFileException if a set's length cannot be; the sets before it are taken
   */
  long walk(Message message, ByteCursor sets, int missingBytes) throws MalformedFlowFileException {
    long records = 0;
    while (sets.remaining() >= SET_HEADER_BYTES && !sets.isZero()) {
      ByteCursor atHeader = sets.copy();
      int id = sets.u16("set id");
      int length = sets.u16("set length") - SET_HEADER_BYTES;
      if (length < 0 || length > sets.remaining() + missingBytes) {
        throw atHeader.malformed(
            "set length: %d (expected: 4..%d)"
                .formatted(length + SET_HEADER_BYTES, atHeader.remaining() + missingBytes));
      }
      boolean whole = length <= sets.remaining();
      ByteCursor set = sets.slice(Math.min(length, sets.remaining()), "set");
      long count = whole ? takeWhole(message, id, set) : takeBeginning(message, id, set);
      records =
          records == SequenceTracker.UNKNOWN || count == SequenceTracker.UNKNOWN
              ? SequenceTracker.UNKNOWN
              : records + count;
    }
    return records;
  }

  /** Whether the first set of a message lies within it; the array indices may not exist. */
  static boolean isPlausible(byte[] bytes, int from, int length, int missingBytes) {
    if (length < SET_HEADER_BYTES) {
      return false;
    }
    int id = BigEndian.u16(bytes, from);
    int setLength = BigEndian.u16(bytes, from + 2);
    return (kind(id).isPresent() || id >= TemplateSetReader.MIN_TEMPLATE_ID)
        && setLength >= SET_HEADER_BYTES
        && setLength <= length + missingBytes;
  }

  private long takeWhole(Message message, int id, ByteCursor set) {
    if (id >= TemplateSetReader.MIN_TEMPLATE_ID) {
      Optional<Template> template = message.session().template(id);
      if (template.isPresent()) {
        return queue.add(message, template.get(), set);
      }
      queue.hold(message, id, set);
      return SequenceTracker.UNKNOWN;
    }
    Optional<TemplateSetReader.Kind> kind = kind(id);
    if (kind.isEmpty()) {
      String detail = "set id: " + id + " (expected: 0..3, 256..65535)";
      queue.report().add(Reason.NOT_SUPPORTED, set.offset(), set.remaining(), detail);
      return SequenceTracker.UNKNOWN;
    }
    try {
      templates.read(kind.get(), message.session(), set);
    } catch (MalformedFlowFileException e) {
      queue.report().add(Reason.BAD_TEMPLATE, e.offset(), set.remaining(), e.problem());
    }
    return 0;
  }

  /** The capture cut it: the whole records of it are as good as any. */
  private long takeBeginning(Message message, int id, ByteCursor set) {
    Optional<Template> template = message.session().template(id);
    if (template.isPresent() && template.get().layout().minimumLength() > 0) {
      int whole = template.get().layout().extent(set).length();
      queue.add(message, template.get(), set.head(whole));
    }
    return SequenceTracker.UNKNOWN;
  }

  /** IPFIX numbers its sets 2 and 3; some exporters keep the 0 and 1 of NetFlow v9 in IPFIX. */
  private static Optional<TemplateSetReader.Kind> kind(int setId) {
    return switch (setId) {
      case 0, 2 -> Optional.of(TemplateSetReader.Kind.TEMPLATES);
      case 1 -> Optional.of(TemplateSetReader.Kind.OPTIONS_IN_BYTES);
      case 3 -> Optional.of(TemplateSetReader.Kind.OPTIONS_IN_FIELDS);
      default -> Optional.empty();
    };
  }
}
