// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.report.InputFileId;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * One flow file in a file system that Hadoop knows. Immutable; travels to the machines that read.
 *
 * @param uri with its scheme, as {@code hdfs://namenode/flows/nfcapd.202605020000}
 */
public record CaptureFile(String uri) implements Serializable {

  private static final int HEAD_BYTES = 4;

  /** Opens it from the start. */
  public InputStream open(Configuration hadoop) throws IOException {
    return openSeekable(hadoop);
  }

  private FSDataInputStream openSeekable(Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    return path.getFileSystem(hadoop).open(path);
  }

  /** Its id in result rows, the same that it has as a local file. */
  public String inputFile(Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    long length = path.getFileSystem(hadoop).getFileStatus(path).getLen();
    byte[] first = new byte[(int) Math.min(length, InputFileId.END_BYTES)];
    byte[] last = new byte[first.length];
    try (FSDataInputStream in = openSeekable(hadoop)) {
      in.readFully(0, first);
      in.readFully(length - last.length, last);
    }
    return InputFileId.of(length, first, last);
  }

  /**
   * Its flows: those of a capture, of any format that flow-matcher reads, or of a Parquet file.
   *
   * @param inputFile its id
   * @throws IOException as {@link FlowFile#open(java.nio.file.Path)}
   */
  public IdentifiedFlows flows(Configuration hadoop, ReadOptions options, String inputFile)
      throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    int length;
    try (InputStream in = open(hadoop)) {
      length = in.readNBytes(head, 0, HEAD_BYTES);
    }
    return length == HEAD_BYTES && ParquetFlows.recognises(head)
        ? ParquetFlows.open(uri, hadoop, options, inputFile)
        : new CaptureFlows(FlowFile.open(uri, open(hadoop), options), inputFile);
  }
}
