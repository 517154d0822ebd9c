// SPDX-License-Identifier: Apache-2.0
/**
 * Files of flow-tools, which collected NetFlow until about 2010: {@link
 * io.minetrace.format.flowtools.FlowToolsReader} reads them. Records are fixed, their layout is
 * chosen by the header, and they may be one zlib stream. Depends on {@code flow}, {@code
 * format.bytes} and {@code format.compression}.
 */
package io.minetrace.format.flowtools;
