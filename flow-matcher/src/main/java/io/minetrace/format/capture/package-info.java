// SPDX-License-Identifier: Apache-2.0
/**
 * Captures of export datagrams: from the packets of a capture file to the payloads that {@code
 * format.export} decodes. {@link io.minetrace.format.capture.PcapReader} is the one entry.
 *
 * <p>Export datagrams are told by what they hold, not by port: exporters use many. Depends on
 * {@code flow}, {@code net}, {@code format.bytes} and {@code format.export}.
 */
package io.minetrace.format.capture;
