// SPDX-License-Identifier: Apache-2.0
/**
 * A real MariaDB server of our own, for the user who has none: found on the machine or unpacked
 * from a library, started on loopback on a data directory of the user's, and stopped again.
 *
 * <p>What may go wrong is expected to: a server that outlived a killed program, two programs on one
 * data directory, an initialisation broken off, a data directory of a newer server. Each ends well
 * or with one clear line ({@link io.minetrace.probe.catalog.server.DatabaseUnavailableException}).
 */
package io.minetrace.probe.catalog.server;
