// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.MalformedFlowFileException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for what the file system refused: Java's own messages are often the bare file name. */
public final class IoMessages {

  private IoMessages() {}

  /** One line that names the file and what is wrong with it, fit for a terminal. */
  public static String describe(IOException exception) {
    return TextTable.printable(words(exception));
  }

  /**
   * The same of what broke off the reading of a file: what a disk says when it fails, or a
   * decompressor, is of no file.
   */
  public static String describe(String file, IOException exception) {
    String words = words(exception);
    boolean isNamed =
        exception instanceof FileSystemException
            || exception instanceof MalformedFlowFileException
            || exception instanceof FileNotFoundException
            || words.startsWith(file);
    return TextTable.printable(isNamed ? words : file + ": " + words);
  }

  private static String words(IOException exception) {
    if (exception instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or directory";
    }
    if (exception instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (exception instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    if (exception instanceof FileNotFoundException || exception.getMessage() != null) {
      return exception.getMessage();
    }
    return exception.getClass().getSimpleName();
  }
}
