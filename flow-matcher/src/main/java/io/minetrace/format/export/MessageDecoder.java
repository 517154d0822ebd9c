// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;

/** Decodes the messages of one version. */
interface MessageDecoder {

  /**
   * Takes one message.
   *
   * @param message at its version word; left behind the message where the datagram may hold another
   * @throws MalformedFlowFileException if it cannot be decoded to its end; what was read before
   *     stands
   */
  void decode(ExportDatagram datagram, RecordUnit unit, ByteCursor message)
      throws MalformedFlowFileException;
}
