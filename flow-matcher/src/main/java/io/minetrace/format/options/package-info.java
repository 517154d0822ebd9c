// SPDX-License-Identifier: Apache-2.0
/**
 * What a person has to tell about inputs that do not tell it themselves: {@link
 * io.minetrace.format.options.ReadOptions}. Values only, known to {@code format} and to the
 * packages below it; depends on {@code flow}.
 */
package io.minetrace.format.options;
