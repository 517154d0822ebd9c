// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

/**
 * Somebody who asked not to be probed.
 *
 * @param entry an address, a block, a host name, {@code *.DOMAIN} or {@code pool:NAME}
 * @param reason who asked, and how; may be empty
 * @param addedAt milliseconds since 1970
 */
public record OptOutEntry(String entry, String reason, long addedAt) {}
