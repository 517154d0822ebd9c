// SPDX-License-Identifier: Apache-2.0
/**
 * The files an investigator may hold, and how each is opened: {@link
 * io.minetrace.format.FlowFormat} is the registry, {@link io.minetrace.format.FlowFile} the door. A
 * new format is one decoder in a package of its own below this one, and one constant there.
 *
 * <p>This package depends on its sub-packages and never the other way round: what they share lies
 * in {@code flow} and {@code format.bytes}.
 */
package io.minetrace.format;
