// SPDX-License-Identifier: Apache-2.0
/**
 * The mining protocols as dialogues: what to say to an endpoint and what to make of its reply. Pure
 * functions of bytes, without sockets or clocks, so that recorded replies replay through them.
 *
 * <p>A reply is judged by all families, not by the one that was asked: a {@link
 * io.minetrace.probe.dialogue.LineFamily} claims the messages that its servers send, and {@link
 * io.minetrace.probe.dialogue.LineJudgement} puts the claims of a connection together. A new family
 * is one file and one constant of {@link io.minetrace.probe.dialogue.ProbeProtocol}. The order of
 * questions is in {@link io.minetrace.probe.dialogue.QuestionOrder} and decides no verdict.
 */
package io.minetrace.probe.dialogue;
