// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local files as {@code filling:/…}, where names like a given one take no bytes and no rows.
 */
public final class FillingFileSystem extends RawLocalFileSystem {

  private static final String FULL = "minetrace.test.full";

  /** Makes it known, and what has no room. */
  static void fullFor(String text, Configuration hadoop) {
    hadoop.set("fs.filling.impl", FillingFileSystem.class.getName());
    hadoop.set("fs.filling.impl.disable.cache", "true");
    hadoop.set(FULL, text);
  }

  @Override
  public URI getUri() {
    return URI.create("filling:///");
  }

  @Override
  public String getScheme() {
    return "filling";
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return room(
        file,
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return room(file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  /** Rows that were there before come back: only those of the new run are refused. */
  @Override
  public boolean rename(Path from, Path to) throws IOException {
    boolean isNew = from.toString().contains("_staging") && !from.toString().contains("_before");
    if (isNew && to.toString().matches(getConf().get(FULL))) {
      throw new IOException(to + ": No space left on device");
    }
    return super.rename(from, to);
  }

  private FSDataOutputStream room(Path file, FSDataOutputStream stream) throws IOException {
    if (!file.toString().matches(getConf().get(FULL))) {
      return stream;
    }
    return new FSDataOutputStream(
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void close() throws IOException {
            stream.close();
          }
        },
        null);
  }
}
