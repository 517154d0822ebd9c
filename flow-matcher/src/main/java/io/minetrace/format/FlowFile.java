// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FileStream;
import io.minetrace.format.compression.UnwrappedInput;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens flow files of any format, compressed or not; both are recognised by the first bytes and
 * never by the name.
 */
public final class FlowFile {

  private static final int SHOWN_BYTES = 4;

  private FlowFile() {}

  /**
   * Opens a file.
   *
   * @throws MalformedFlowFileException if it is of no format that is read; the message says what it
   *     seems to be
   * @throws IOException if it cannot be read
   */
  public static FlowReader open(Path path) throws IOException {
    return open(path, ReadOptions.DEFAULT);
  }

  /** As {@link #open(Path)}, for a file that does not say everything itself. */
  public static FlowReader open(Path path, ReadOptions options) throws IOException {
    return open(path.toString(), FileStream.open(path), options);
  }

  /**
   * Opens a stream, which is closed with the reader, or here if this fails.
   *
   * @param name begins every error message
   */
  public static FlowReader open(String name, InputStream stream) throws IOException {
    return open(name, stream, ReadOptions.DEFAULT);
  }

  /** As {@link #open(String, InputStream)}, for an input that does not say everything itself. */
  public static FlowReader open(String name, InputStream stream, ReadOptions options)
      throws IOException {
    boolean opened = false;
    try {
      UnwrappedInput input = UnwrappedInput.of(name, stream);
      FlowReader reader = new RowsFirstReader(open(input, options), input.content());
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        stream.close();
      }
    }
  }

  private static FlowReader open(UnwrappedInput input, ReadOptions options) throws IOException {
    try {
      byte[] head = input.content().head();
      FlowFormat format = FlowFormat.of(head, options).orElse(null);
      if (format == null) {
        throw new MalformedFlowFileException(input.content().name(), 0, unknown(input, head));
      }
      FlowReader reader = format.open(input.content(), options);
      return input.compression().isEmpty() ? reader : new UnwrappedReader(reader, input);
    } catch (MalformedFlowFileException e) {
      // Of what was damaged before its content showed what it is, only the damage is to be said.
      if (input.content().failure().isPresent()) {
        throw input.content().failure().get();
      }
      throw input.damage().orElse(e);
    }
  }

  private static String unknown(UnwrappedInput input, byte[] head) {
    String place = input.compression().isEmpty() ? "" : "in " + input.compression() + ": ";
    if (head.length == 0) {
      return place + "the file is empty";
    }
    Optional<ForeignFormat> foreign = ForeignFormat.of(head);
    if (foreign.isPresent()) {
      return place + foreign.get().advice(head);
    }
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN_BYTES, head.length); i++) {
      bytes.append(String.format(" %02x", head[i]));
    }
    return place
        + "not a known flow format (first bytes"
        + bytes
        + "; tried "
        + FlowFormat.labels()
        + ")";
  }
}
