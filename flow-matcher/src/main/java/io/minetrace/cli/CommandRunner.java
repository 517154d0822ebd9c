// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.window.UnusableWindowsException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a picocli command the way all programs of this project behave: one clear line on stderr and
 * the promised exit code for what can go wrong, a stack trace only for our own errors.
 */
public final class CommandRunner {

  private CommandRunner() {}

  /** Parses, runs, reports, and returns the exit code; never throws. */
  public static int run(Object command, String... arguments) {
    return commandLine(command).execute(arguments);
  }

  /**
   * As {@link #run}, in a program of its own: standard output that cannot take everything, as on a
   * full disk, which {@code System.out} hides, is an error.
   */
  public static int runProgram(Object command, String... arguments) {
    StandardOutput out = new StandardOutput();
    System.setOut(new PrintStream(new BufferedOutputStream(out), true, StandardOutput.charset()));
    int code = run(command, arguments);
    System.out.flush();
    try {
      out.check();
      return code;
    } catch (IOException e) {
      System.err.println("error: standard output: " + IoMessages.describe(e));
      return code == ExitCode.OK.code() ? ExitCode.INTERNAL_ERROR.code() : code;
    }
  }

  /** The configured command line, for those who need to look at it before running. */
  public static CommandLine commandLine(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(CommandRunner::refuse);
    line.setExecutionExceptionHandler(CommandRunner::report);
    return line;
  }

  /** Says what is wrong with a command line; a page of help behind it would hide that. */
  private static int refuse(ParameterException exception, String[] arguments) {
    CommandLine line = exception.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(TextTable.printable(exception.getMessage()));
    if (exception instanceof UnmatchedArgumentException
        && !UnmatchedArgumentException.printSuggestions(exception, err)) {
      // A word that is no value of a parameter: what the parameters are tells why.
      err.println("usage: " + line.getHelp().synopsis(0).strip());
    }
    err.println("hint: " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.code();
  }

  private static int report(
      Exception exception, CommandLine line, CommandLine.ParseResult parseResult) {
    if (isEnding()) {
      // By a signal, which gives the exit code; what broke then broke because of that.
      return ExitCode.INTERNAL_ERROR.code();
    }
    PrintWriter err = line.getErr();
    if (exception instanceof CommandFailure failure) {
      err.println("error: " + TextTable.printable(failure.getMessage()));
      if (!failure.hint().isEmpty()) {
        err.println("hint: " + failure.hint());
      }
      return failure.exitCode().code();
    }
    if (exception instanceof UnusableWindowsException) {
      // Proofs are verified when they are first needed, long after the windows were opened.
      err.println("error: " + TextTable.printable(exception.getMessage()));
      return ExitCode.NO_WINDOWS.code();
    }
    if (exception instanceof InvalidPathException invalid) {
      err.println(
          "error: "
              + TextTable.printable(invalid.getInput())
              + ": not a path ("
              + invalid.getReason()
              + ")");
      return ExitCode.USAGE.code();
    }
    if (exception instanceof IOException || exception instanceof UncheckedIOException) {
      Throwable cause =
          exception instanceof UncheckedIOException ? exception.getCause() : exception;
      err.println("error: " + IoMessages.describe((IOException) cause));
      return ExitCode.UNREADABLE_INPUT.code();
    }
    err.println("internal error: please report this with the lines below");
    exception.printStackTrace(err);
    return ExitCode.INTERNAL_ERROR.code();
  }

  private static boolean isEnding() {
    Thread never = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(never);
      return !Runtime.getRuntime().removeShutdownHook(never);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
