// SPDX-License-Identifier: Apache-2.0
/**
 * Files into the catalog. A bad row is named by file and line, counted, and left out; everything
 * else of its file is taken. Importing a file twice changes nothing.
 */
package io.minetrace.probe.catalog.exchange;
