// SPDX-License-Identifier: Apache-2.0
/**
 * The catalog in MariaDB: who mines where (pools, names, ports, coins), what was observed, and the
 * availability windows derived from it. All SQL of this module is here and in the migrations under
 * {@code db/migration}.
 *
 * <p>Observations are append-only facts. Whatever changes what the windows of an endpoint rest on
 * (an observation, a name coming or leaving, a doubt) says in the same transaction from when on the
 * endpoint is <i>unfolded</i>; folding it again clears that, in one transaction with the new
 * windows. So windows may be behind after a crash, and it is always known which. An endpoint's row
 * is the lock of its windows.
 *
 * <p>flow-matcher reads the {@code …_export} views and nothing else.
 */
package io.minetrace.probe.catalog;
