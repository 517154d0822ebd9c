// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.report.InputFileId;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One flow file in a file system that Hadoop knows. Immutable; travels to the machines that read.
 *
 * @param uri with its scheme, as {@code hdfs://namenode/flows/nfcapd.202605020000}
 * @param length bytes when it was listed
 * @param hosts that hold its beginning; none if that is no reason to read it there
 */
public record CaptureFile(String uri, long length, List<String> hosts) implements Serializable {

  public CaptureFile {
    // ArrayList, for it is written by Java's serialisation on every Java and Spark.
    hosts = new ArrayList<>(hosts);
  }

  @Override
  public List<String> hosts() {
    return List.copyOf(hosts);
  }

  /** Opens it from the start. */
  public InputStream open(Configuration hadoop) throws IOException {
    return openHadoop(hadoop);
  }

  private FSDataInputStream openHadoop(Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    return path.getFileSystem(hadoop).open(path);
  }

  /** Its id in result rows, the same that it has as a local file. */
  public String inputFile(Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    FileSystem files = path.getFileSystem(hadoop);
    long now = files.getFileStatus(path).getLen();
    byte[] first = new byte[(int) Math.min(now, InputFileId.END_BYTES)];
    byte[] last = new byte[first.length];
    try (FSDataInputStream in = openHadoop(hadoop)) {
      in.readFully(0, first);
      in.readFully(now - last.length, last);
    }
    return InputFileId.of(now, first, last);
  }
}
