// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.bytes.BigEndian;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks the lists of one record (RFC 6313), a run of records after the other. One object is reused
 * for all records at a depth: no object a record.
 *
 * <pre>
 * basicList:            semantic(1), element, its length [, enterprise number(4)], values
 * subTemplateList:      semantic(1), template id, records
 * subTemplateMultiList: semantic(1), then for each template: id, length with these 4 bytes, records
 * </pre>
 */
final class ListWalk {

  private static final int ENTRY_BYTES = 4;
  private static final int ENTERPRISE_BIT = 0x8000;

  /** Plans of basic lists that are kept: more elements than that is playing with our memory. */
  private static final int MAX_BASIC_LISTS = 1 << 12;

  private final DecodeReport report;
  private final Map<FieldSpecifier, Optional<RecordPlan>> basicLists = new HashMap<>();
  private int[][] bases = new int[0][];
  private RecordPlan plan = new RecordPlan(List.of(), new RecordLayout(List.of()));
  private byte[] bytes = new byte[0];
  private long fileOffset;
  private int list;
  private boolean inMultiList;
  private int at;
  private int end;
  private Optional<RecordPlan> basicPlan = Optional.empty();
  private int templateId;
  private int from;
  private int to;
  private boolean silent;

  ListWalk(DecodeReport report) {
    this.report = report;
  }

  /**
   * Begins with a record.
   *
   * @param recordPlan how its fields lie
   * @param array where it lies in
   * @param offset of the array's first byte in the file, for the report
   */
  void begin(RecordPlan recordPlan, byte[] array, long offset, int recordFrom, int recordEnd) {
    plan = recordPlan;
    bytes = array;
    fileOffset = offset;
    if (bases.length < plan.layout().anchors()) {
      bases = new int[plan.layout().anchors()][1];
    }
    plan.locateOne(array, recordFrom, recordEnd, bases);
    list = 0;
    inMultiList = false;
    silent = false;
  }

  /** Lists that make no sense are not counted until the next record: another walk counts them. */
  void keepSilent() {
    silent = true;
  }

  /** Goes to the next run of records that is not empty. */
  boolean next() {
    while (inMultiList || list < plan.lists()) {
      boolean found = inMultiList ? nextEntry() : nextList();
      if (found && from < to) {
        return true;
      }
    }
    return false;
  }

  /** How to read the run: by its element, or by its template if that is known. */
  Optional<RecordPlan> plan(TemplateView templates) {
    return basicPlan.isPresent() ? basicPlan : templates.records(templateId);
  }

  /** The template that the run names; a basic list names none. */
  int templateId() {
    return templateId;
  }

  /** The index of the run's first byte. */
  int from() {
    return from;
  }

  /** The index behind it. */
  int to() {
    return to;
  }

  private boolean nextList() {
    RecordPlan.ListKind kind = plan.listKind(list);
    at = plan.listStart(list, bytes, bases);
    end = plan.listEnd(list, bytes, bases);
    list++;
    if (at == end) {
      return false;
    }
    // Whether its records are all true or one of them, no column could say.
    at++;
    return switch (kind) {
      case BASIC_LIST -> isThere(4, "list element") && beginBasicList();
      case SUB_TEMPLATE_LIST -> isThere(2, "list template id") && beginSubTemplateList();
      case SUB_TEMPLATE_MULTI_LIST -> {
        inMultiList = true;
        yield false;
      }
    };
  }

  private boolean beginBasicList() {
    int element = BigEndian.u16(bytes, at);
    int length = BigEndian.u16(bytes, at + 2);
    at += 4;
    long enterprise = Enterprise.IANA;
    if ((element & ENTERPRISE_BIT) != 0) {
      if (!isThere(4, "list enterprise number")) {
        return false;
      }
      enterprise = BigEndian.u32(bytes, at);
      at += 4;
    }
    FieldSpecifier field = new FieldSpecifier(enterprise, element & ~ENTERPRISE_BIT, length);
    if (basicLists.size() == MAX_BASIC_LISTS) {
      basicLists.clear();
    }
    basicPlan =
        basicLists.computeIfAbsent(
            field,
            only -> Optional.of(new RecordPlan(List.of(only), new RecordLayout(List.of(only)))));
    from = at;
    to = end;
    return true;
  }

  private boolean beginSubTemplateList() {
    basicPlan = Optional.empty();
    templateId = BigEndian.u16(bytes, at);
    from = at + 2;
    to = end;
    return true;
  }

  private boolean nextEntry() {
    if (at == end) {
      inMultiList = false;
      return false;
    }
    if (!isThere(ENTRY_BYTES, "list template id, length")) {
      inMultiList = false;
      return false;
    }
    basicPlan = Optional.empty();
    templateId = BigEndian.u16(bytes, at);
    int length = BigEndian.u16(bytes, at + 2) - ENTRY_BYTES;
    at += ENTRY_BYTES;
    if (!isThere(length, "list records")) {
      inMultiList = false;
      return false;
    }
    from = at;
    to = at + length;
    at = to;
    return true;
  }

  private boolean isThere(int length, String what) {
    if (length >= 0 && length <= end - at) {
      return true;
    }
    if (!silent) {
      String detail = what + ": " + (end - at) + " bytes left (expected: " + length + ")";
      report.add(Reason.BAD_RECORD, fileOffset + at, end - at, detail);
    }
    return false;
  }
}
