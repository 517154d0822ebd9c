// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.Optional;

/**
 * Reads Zeek's conn.log written as JSON lines; times are seconds since 1970, or ISO 8601 in UTC.
 * See {@link ZeekConn}.
 */
public final class ZeekJson {

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "Zeek conn JSON", ZeekConn.FIELDS, ZeekConn::isSigned, ZeekConn::icmp, Optional.empty());

  private ZeekJson() {}

  /** Whether an input that begins so is a conn.log as JSON. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
