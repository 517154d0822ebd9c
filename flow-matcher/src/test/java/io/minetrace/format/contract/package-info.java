// SPDX-License-Identifier: Apache-2.0
/**
 * What every format of the registry owes its user, checked on small files of each: {@link
 * io.minetrace.format.contract.FlowFormatContractTest} walks {@code FlowFormat.values()} and the
 * folders of {@code src/test/resources/contract}, one a constant.
 *
 * <p>{@link io.minetrace.format.contract.GuardedReading} holds the rules that bind a reader
 * whatever bytes it is given; the fuzz targets use it too.
 */
package io.minetrace.format.contract;
