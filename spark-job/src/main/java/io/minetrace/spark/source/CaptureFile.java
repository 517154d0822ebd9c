// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

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
}
