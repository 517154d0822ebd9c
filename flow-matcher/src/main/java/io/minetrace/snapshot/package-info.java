// SPDX-License-Identifier: Apache-2.0
/**
 * What a reader does with snapshot files beside matching, without a database: compares two of them,
 * says which days and earlier results that concerns, sums up coverage, and signs and verifies.
 *
 * <p>Everything works on one endpoint's windows at a time, in the order of the files. Depends on
 * {@code window} and {@code match}; knows nothing of the command line.
 */
package io.minetrace.snapshot;
