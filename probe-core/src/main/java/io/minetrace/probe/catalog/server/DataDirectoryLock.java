// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second program off the data directory. The lock is the operating system's and ends with
 * the program however that ends; what is written in the file is only for the message.
 */
final class DataDirectoryLock implements Closeable {

  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataDirectoryLock take(ServerFiles files) throws IOException {
    FileChannel channel =
        FileChannel.open(
            files.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (!tryLock(channel)) {
        throw inUse(files);
      }
      channel.truncate(0);
      byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(holder));
      taken = true;
      return new DataDirectoryLock(channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very program has it
    }
  }

  private static DatabaseUnavailableException inUse(ServerFiles files) throws IOException {
    String holder =
        ServerFiles.read(files.lock()).filter(text -> !text.isEmpty()).orElse("unknown");
    String hint =
        ServerFiles.read(files.url())
            .map(
                url ->
                    "its database can be shared with --db "
                        + url
                        + " --db-user "
                        + EmbeddedServer.USER
                        + " --db-password-file "
                        + files.password())
            .orElse("wait for it to end, or give another --data-dir");
    return new DatabaseUnavailableException(
        files.home().getParent()
            + ": in use by another program of Minetrace (process "
            + holder
            + ")",
        hint);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
