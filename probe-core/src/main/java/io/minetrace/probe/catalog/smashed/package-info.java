// SPDX-License-Identifier: Apache-2.0
/**
 * What sMaSheD, the predecessor, has in its database, taken over: from a running server, read only,
 * or from a dump of it. Both come as the same rows, so that both give the same catalog. A dump is
 * read, never executed: none of its statements reaches a server.
 */
package io.minetrace.probe.catalog.smashed;
