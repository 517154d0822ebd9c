// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An input with its compression taken off, if it has any. Bytes are decompressed when they are
 * read, so that memory does not grow with what a file makes of itself. Used by one thread.
 */
public final class UnwrappedInput {

  /** A file that is compressed once more than this is somebody's joke. */
  private static final int MOST_LAYERS = 2;

  private final FlowInput content;
  private final List<DecompressedStream> layers;
  private final String compression;

  private UnwrappedInput(FlowInput content, List<DecompressedStream> layers, String compression) {
    this.content = content;
    this.layers = List.copyOf(layers);
    this.compression = compression;
  }

  /**
   * A whole input. Looks at the first bytes, and at the first that they decompress to.
   *
   * @param stream closed with the {@link #content()}; left open if this fails
   * @throws MalformedFlowFileException if the input is compressed over and over
   */
  public static UnwrappedInput of(String name, InputStream stream) throws IOException {
    FlowInput file = new FlowInput(name, stream);
    FlowInput content = file;
    List<DecompressedStream> layers = new ArrayList<>();
    String compression = "";
    Optional<Compression> found = Compression.of(content.head());
    while (found.isPresent()) {
      if (layers.size() == MOST_LAYERS) {
        throw new MalformedFlowFileException(
            name, 0, "is compressed more than twice, which is not read; decompress it first");
      }
      DecompressedStream layer =
          new DecompressedStream(found.get().label(), found.get().decompressor(), file, content);
      layers.add(layer);
      compression = found.get().label() + (compression.isEmpty() ? "" : " in " + compression);
      content = new FlowInput(name, layer);
      found = Compression.of(content.head());
    }
    return new UnwrappedInput(content, layers, compression);
  }

  /**
   * The rest of an input whose format says that it is one zlib stream.
   *
   * @throws IOException if not even the first bytes can be read
   */
  public static UnwrappedInput ofZlib(FlowInput compressed) throws IOException {
    DecompressedStream layer =
        new DecompressedStream("zlib", ZlibStream::new, compressed, compressed);
    return new UnwrappedInput(new FlowInput(compressed.name(), layer), List.of(layer), "zlib");
  }

  /** What is to be decoded. It ends where compressed data are damaged. */
  public FlowInput content() {
    return content;
  }

  /** As {@code gzip}, or {@code xz in gzip}; empty if the input is not compressed. */
  public String compression() {
    return compression;
  }

  /**
   * Where and why decompressing ended before the data did, as far as they were read. The offset is
   * that which was reached in the file; the damage lies there, or not far before.
   */
  public Optional<MalformedFlowFileException> damage() {
    // An outer layer that ends early makes the inner one do so.
    return layers.stream().flatMap(layer -> layer.damage().stream()).findFirst();
  }

  /** Whether the damage is that data are missing at the end, rather than wrong. */
  public boolean endsEarly() {
    return layers.stream().anyMatch(DecompressedStream::endsEarly);
  }
}
