// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.CommandRunner;
import io.minetrace.spark.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A run of the job in this process.
 *
 * @param exitCode of the program
 * @param out what it said on standard output
 * @param err what it said on standard error
 */
record JobRun(int exitCode, String out, String err) {

  static JobRun of(Object... arguments) {
    LocalSpark.session();
    CommandLine line = CommandRunner.commandLine(new MatchJob());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = line.execute(words);
    return new JobRun(code, out.toString(), err.toString());
  }

  /** The digest, if that is all that was said. */
  String digest() {
    return out.matches("digest [0-9a-f]{64}\\R") ? out.strip().substring("digest ".length()) : "";
  }
}
