// SPDX-License-Identifier: Apache-2.0
/**
 * NetFlow v1, v5, v7, v9 and IPFIX: from the payload of a datagram to rows. {@link
 * io.minetrace.format.export.ExportDecoder} is the one entry, {@link
 * io.minetrace.format.export.ExportProtocol} the registry of what it decodes.
 *
 * <pre>
 * ExportDatagram -> MessageDecoder -> SetWalker -> SetQueue -> DataSet -> FlowBatch
 *                   (by version)        |            |  waits for templates and element 160
 *                                       +- TemplateSetReader -> Template -> RecordPlan, OptionsPlan
 * </pre>
 *
 * <p>A template is compiled once into a plan, which decodes a set field by field: one loop over all
 * records of the set for each field that feeds a column, by the one table {@link
 * io.minetrace.format.export.InformationElement}. Reading a datagram and giving its rows are apart,
 * because a template may make earlier data readable and a datagram may hold more than a batch.
 *
 * <p>Depends on {@code flow}, {@code net} and {@code format.bytes} only.
 */
package io.minetrace.format.export;
