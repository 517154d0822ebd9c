// SPDX-License-Identifier: Apache-2.0
/**
 * Flow records in memory, and the contract of everything that reads them: {@link
 * io.minetrace.flow.FlowReader} fills a {@link io.minetrace.flow.FlowBatch} and accounts for every
 * byte in a {@link io.minetrace.flow.DecodeReport}.
 *
 * <p>Columns of primitives, not row objects: a capture holds hundreds of millions of flows, of
 * which a handful match. {@link io.minetrace.flow.FlowColumn} is the one list of columns. Depends
 * on {@code net} only.
 */
package io.minetrace.flow;
