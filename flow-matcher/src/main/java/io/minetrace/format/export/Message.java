// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * The message that a set came in: whose templates are meant, what its header said, and which unit
 * its records belong to.
 */
record Message(TransportSession session, MessageHeader header, RecordUnit unit) {}
