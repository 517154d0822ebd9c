// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.io.InputStream;

/** Starts decompressing the rest of an input. */
@FunctionalInterface
interface Decompressor {
  InputStream open(FlowInput compressed) throws IOException;
}
