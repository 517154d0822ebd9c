// SPDX-License-Identifier: Apache-2.0
/**
 * The mining protocols as dialogues: what to say to an endpoint and what to make of its reply. Pure
 * functions of bytes, without sockets or clocks, so that recorded replies replay through them.
 */
package io.minetrace.probe.dialogue;
