// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.ProbeProtocol;

/** What one connection of a visit is for. */
record Question(ProbeProtocol protocol, Wrapping wrapping) {}
