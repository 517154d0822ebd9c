// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import java.io.IOException;

/** An input is not what it claims to be, so that decoding it cannot go on. */
public final class MalformedFlowFileException extends IOException {

  private final String file;
  private final long offset;
  private final String problem;

  /**
   * @param file the input's name as the user gave it
   * @param offset bytes from its start to the part in question
   * @param problem what was expected and what was found, as {@code block length: 70000 (expected:
   *     1..65535)}
   */
  public MalformedFlowFileException(String file, long offset, String problem) {
    super(file + ", offset " + offset + ": " + problem);
    this.file = file;
    this.offset = offset;
    this.problem = problem;
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }

  /** What was expected and what was found, without file and offset. */
  public String problem() {
    return problem;
  }
}
