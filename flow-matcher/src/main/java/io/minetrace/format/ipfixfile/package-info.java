// SPDX-License-Identifier: Apache-2.0
/**
 * IPFIX files (RFC 5655): export messages back to back, as collectors and YAF write them. {@link
 * io.minetrace.format.ipfixfile.IpfixFileReader} is the one entry.
 *
 * <p>A file is one transport session, whatever exporters its messages came from: it does not tell
 * their addresses. Depends on {@code flow}, {@code net}, {@code format.bytes} and {@code
 * format.export}.
 */
package io.minetrace.format.ipfixfile;
