// SPDX-License-Identifier: Apache-2.0
/**
 * Takes compression off an input, by content and while it is read: {@link
 * io.minetrace.format.compression.UnwrappedInput} is the door, {@link
 * io.minetrace.format.compression.Compression} the registry.
 *
 * <p>The libraries decompress. What is ours is that nothing they had decompressed is lost where the
 * data end early or are damaged: to the decoders such data simply end, and what happened is said
 * once they have given all their flows. Depends on {@code flow} and {@code format.bytes}.
 */
package io.minetrace.format.compression;
