// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzz targets, one a constant of each registry whose decoders read bytes of strangers: {@code
 * FlowFormat}, {@code ExportProtocol}, {@code Compression}. What must hold is in {@link
 * io.minetrace.format.contract.GuardedReading}.
 *
 * <p>In a normal build each target runs on its seeds (the contract cases) and on every input that
 * ever made it fail, kept below {@code src/test/resources}; {@code scripts/fuzz} searches for more.
 * They have a test run of their own, for the agent that measures coverage slows all else.
 */
package io.minetrace.format.fuzz;
