// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.apache.spark.sql.functions.col;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.CoverageText;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.TextTable;
import io.minetrace.hash.Sha256;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.report.CoverageFacts;
import io.minetrace.report.FlowClock;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultRow;
import io.minetrace.report.SessionColumn;
import io.minetrace.spark.source.CaptureFiles;
import io.minetrace.window.UnusableWindowsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** One run on the driver: from files and windows to the output in its place. */
final class MatchRun {

  /** Sessions are stitched within these, {@link io.minetrace.match.SessionBuilder}'s key. */
  private static final Column[] CLIENT_AND_SERVICE = {
    column(ResultColumn.CLIENT_IP_ADDRESS),
    column(ResultColumn.POOL_IP_ADDRESS),
    column(ResultColumn.POOL_PORT),
    column(ResultColumn.PROTOCOL_IDENTIFIER)
  };

  /** {@link ResultRow#ORDER}: Spark compares text by its UTF-8 bytes, which for ids is the same. */
  private static final Column[] RESULT_ORDER = {
    column(ResultColumn.FLOW_START),
    column(ResultColumn.INPUT_FILE),
    column(ResultColumn.RECORD_ORDINAL)
  };

  /** Rows of matches are few, and making them again would mean to read all captures again. */
  private static final StorageLevel KEPT = StorageLevel.MEMORY_AND_DISK();

  private static final String INTERRUPTED = "interrupted; partial output was removed";

  /** Half a second's work or more. */
  private static final long BYTES_A_TASK = 64L << 20;

  /** So that none waits long for the last. */
  private static final int TASKS_A_CORE = 8;

  /** About 50 MB. */
  private static final long ROWS_A_PARTITION = 50_000;

  private static final long MOST_PARTITIONS = 10_000;

  private final SparkSession spark;
  private final CaptureFiles inputs;
  private final DriverWindows windows;
  private final MatchSettings settings;
  private final double minCoverage;
  private final SessionChoices sessionChoices;
  private final PrintWriter err;

  /**
   * @param minCoverage below, the run ends before anything is put in place
   * @param sessionChoices how sessions are made, and whose hosts are told of
   * @param err takes what is to be said of inputs
   */
  MatchRun(
      SparkSession spark,
      CaptureFiles inputs,
      DriverWindows windows,
      MatchSettings settings,
      double minCoverage,
      SessionChoices sessionChoices,
      PrintWriter err) {
    this.spark = spark;
    this.inputs = inputs;
    this.windows = windows;
    this.settings = settings;
    this.minCoverage = minCoverage;
    this.sessionChoices = sessionChoices;
    this.err = err;
  }

  private static Column column(ResultColumn column) {
    return col(column.columnName());
  }

  /**
   * A name that the same input, windows and options always give.
   *
   * @param parameters the choices that rows depend on
   */
  String defaultId(Map<String, String> parameters) {
    StringBuilder key = new StringBuilder(windows.snapshot().id()).append(parameters);
    inputs.files().stream().map(listed -> listed.file().uri()).sorted().forEach(key::append);
    return Sha256.shortHex(key.toString());
  }

  /** Runs, writes and puts in place; the record says at any time how far that is. */
  RunResult into(RunOutput output, RunRecord record) throws IOException {
    try {
      output.clear();
      output.record(record.running());
    } catch (IOException e) {
      throw output.cannotBeWritten(e);
    }
    ShippedWindows shipped = windows.ship(context());
    Interruption interruption =
        Interruption.doing(
            () -> {
              CommandFailure end = new CommandFailure(ExitCode.INTERNAL_ERROR, INTERRUPTED);
              giveUp(end, output, record);
            });
    try {
      RunResult result = run(output, shipped);
      output.place();
      interruption.over();
      output.record(record.complete(result));
      shipped.unload();
      return result;
    } catch (Exception e) {
      // Exception: Spark throws checked ones that it does not declare.
      throw failed(e, output, record, shipped);
    } finally {
      interruption.over();
    }
  }

  /** Puts in order what a failure leaves, and says it in words for the user. */
  private RuntimeException failed(
      Exception exception, RunOutput output, RunRecord record, ShippedWindows shipped) {
    if (Interruption.isNow()) {
      return new CommandFailure(ExitCode.INTERNAL_ERROR, INTERRUPTED);
    }
    RuntimeException failure = inWords(exception, output);
    attempt(failure, shipped::unload);
    giveUp(failure, output, record);
    for (Throwable left : failure.getSuppressed()) {
      err.println("warning: after the failure: " + TextTable.printable(left.getMessage()));
    }
    return failure;
  }

  private static RuntimeException inWords(Exception exception, RunOutput output) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      // What a task met is wrapped by Spark; damaged windows are the user's to mend, not ours.
      if (cause instanceof UnusableWindowsException) {
        return new CommandFailure(ExitCode.NO_WINDOWS, cause.getMessage());
      }
    }
    // An input that cannot be read is told of with the files: what is left is the output's.
    if (exception instanceof IOException refused) {
      return output.cannotBeWritten(refused);
    }
    Optional<IOException> refused = UnwritableOutput.reason(exception);
    if (refused.isPresent()) {
      return output.cannotBeWritten(refused.get());
    }
    return exception instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(exception);
  }

  /** Removes first: where a disk is full, that makes room for the record. */
  private static void giveUp(RuntimeException failure, RunOutput output, RunRecord record) {
    attempt(failure, output::clear);
    attempt(failure, () -> output.record(record.failed(String.valueOf(failure.getMessage()))));
  }

  /** Something that is to be put in order. */
  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  /** What fails now must not hide why the run failed. */
  private static void attempt(RuntimeException failure, Step step) {
    try {
      step.take();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private RunResult run(RunOutput output, ShippedWindows shipped) throws IOException {
    Dataset<Row> found = found(shipped).persist(KEPT);
    try {
      List<FileOutcome> files = outcomes(found);
      CoverageFacts coverage = checked(files);
      Dataset<Row> finished = finished(found, shipped, files).persist(KEPT);
      Dataset<Row> days = days(finished, files).persist(KEPT);
      Dataset<Row> sessions = sessions(finished).persist(KEPT);
      try {
        days.select(ResultSchema.written())
            .write()
            .mode(SaveMode.Overwrite)
            .partitionBy(ResultSchema.FLOW_DATE)
            .parquet(output.staged(RunOutput.LABELLED));
        write(files, output);
        SessionTotals totals =
            SessionTotals.of(sessions, sessionChoices.gap(), sessionChoices.inside());
        if (sessionChoices.areWritten()) {
          write(sessions, totals.counts().total(), output);
        }
        return result(files, coverage, days, totals);
      } finally {
        sessions.unpersist();
        days.unpersist();
        finished.unpersist();
      }
    } finally {
      found.unpersist();
    }
  }

  /** Rows of matches, and one for each file: the only pass over the captures. */
  private Dataset<Row> found(ShippedWindows shipped) {
    JavaSparkContext context = context();
    List<List<String>> shares = shares(context.defaultParallelism());
    FileMatching matching =
        new FileMatching(
            shipped,
            settings,
            context.broadcast(
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration())));
    return spark.createDataFrame(
        context.parallelize(shares, shares.size()).flatMap(List::iterator).mapPartitions(matching),
        FileMatching.schema());
  }

  /**
   * The files, dealt out to tasks: a task for each large file, and no task for each small one, of
   * which an archive of five-minute files has a hundred thousand a year.
   */
  private List<List<String>> shares(int parallelism) {
    List<CaptureFiles.Listed> files =
        inputs.files().stream()
            .sorted(Comparator.comparingLong(CaptureFiles.Listed::length).reversed())
            .toList();
    long bytes = files.stream().mapToLong(CaptureFiles.Listed::length).sum();
    long wanted = Math.max(bytes / BYTES_A_TASK, (long) TASKS_A_CORE * parallelism);
    int tasks = (int) Math.min(wanted, files.size());
    List<List<String>> shares = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (i < tasks) {
        shares.add(new ArrayList<>());
      }
      shares.get(i % tasks).add(files.get(i).file().uri());
    }
    return shares;
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private List<FileOutcome> outcomes(Dataset<Row> found) {
    List<FileOutcome> files =
        found
            .filter(col(FileMatching.FILE).isNotNull())
            .select(FileMatching.FILE + ".*")
            .collectAsList()
            .stream()
            .map(FileOutcome::ofRow)
            .sorted(Comparator.comparing(FileOutcome::path))
            .toList();
    for (FileOutcome file : files) {
      file.failure().ifPresent(failure -> err.println("error: " + failure));
      file.losses().forEach(loss -> err.println("warning: " + file.path() + ", " + loss));
      file.warnings().forEach(what -> err.println("warning: " + file.path() + ": " + what));
    }
    return files;
  }

  private static int partitions(List<FileOutcome> files) {
    return partitions(files.stream().mapToLong(FileOutcome::matches).sum());
  }

  /** Spark's own number would cut a few thousand rows into hundreds of tasks, five times over. */
  private static int partitions(long rows) {
    return (int) Math.min(1 + rows / ROWS_A_PARTITION, MOST_PARTITIONS);
  }

  /** How much is covered; fails where there is no ground for a result. */
  private CoverageFacts checked(List<FileOutcome> files) {
    if (files.stream().mapToLong(FileOutcome::records).sum() == 0) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT, "no records were read; nothing was written");
    }
    FlowClock clock = new FlowClock();
    files.forEach(file -> clock.merge(file.clock()));
    CoverageFacts coverage = CoverageFacts.of(clock, windows.snapshot().coverage());
    if (clock.hourCount() > 0 && coverage.share() < minCoverage) {
      throw new CommandFailure(
          ExitCode.NO_WINDOWS,
          CoverageText.tooLittle(windows.snapshot(), clock.span().get(), coverage.share()),
          "give windows that cover the capture, or --min-coverage 0");
    }
    return coverage;
  }

  /** Each partition has all rows of a client and service, in {@link ResultRow#ORDER}. */
  private Dataset<Row> finished(
      Dataset<Row> found, ShippedWindows shipped, List<FileOutcome> files) {
    return found
        .filter(col(FileMatching.FILE).isNull())
        .drop(FileMatching.FILE)
        .repartition(partitions(files), CLIENT_AND_SERVICE)
        .sortWithinPartitions(RESULT_ORDER)
        .mapPartitions(
            new RowFinishing(shipped, sessionChoices.gap()), Encoders.row(RowFinishing.schema()));
  }

  /** Row by row as they were finished: what is cached keeps its partitions and their order. */
  private Dataset<Row> sessions(Dataset<Row> finished) {
    return finished.mapPartitions(
        new SessionStitching(sessionChoices.gap(), sessionChoices.inside()),
        Encoders.row(SessionSchema.carried()));
  }

  /** In the order in which the command writes them, through all files. */
  private static void write(Dataset<Row> sessions, long count, RunOutput output) {
    Column[] order = {
      SessionSchema.column(SessionColumn.SESSION_END),
      SessionSchema.column(SessionColumn.SESSION_ID)
    };
    sessions
        .repartitionByRange(partitions(count), order)
        .sortWithinPartitions(order)
        .select(SessionSchema.written())
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(output.staged(RunOutput.SESSIONS));
  }

  /** A day in one partition, in order: so it is digested, and so it is written, as one file. */
  private static Dataset<Row> days(Dataset<Row> finished, List<FileOutcome> files) {
    Column[] order = new Column[RESULT_ORDER.length + 1];
    order[0] = col(ResultSchema.FLOW_DATE);
    System.arraycopy(RESULT_ORDER, 0, order, 1, RESULT_ORDER.length);
    return finished
        .repartition(partitions(files), col(ResultSchema.FLOW_DATE))
        .sortWithinPartitions(order);
  }

  private void write(List<FileOutcome> files, RunOutput output) {
    spark
        .createDataFrame(files.stream().map(FileOutcome::toRow).toList(), FileOutcome.schema())
        .drop("hours")
        .withColumn("first_flow_time", ResultSchema.timestamp(col("first_flow_time")))
        .withColumn("last_flow_time", ResultSchema.timestamp(col("last_flow_time")))
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(output.staged(RunOutput.FILES));
  }

  private RunResult result(
      List<FileOutcome> files, CoverageFacts coverage, Dataset<Row> days, SessionTotals totals) {
    ResultDigest digest = new ResultDigest();
    for (Row day :
        days.mapPartitions(new DayDigesting(), Encoders.row(DayDigesting.schema()))
            .collectAsList()) {
      DayDigesting.addTo(digest, day);
    }
    Map<Confidence, Long> byConfidence = new EnumMap<>(Confidence.class);
    Map<Activity, Long> byActivity = new EnumMap<>(Activity.class);
    for (Row row :
        days.groupBy(column(ResultColumn.MINING_CONFIDENCE), column(ResultColumn.MINING_ACTIVITY))
            .count()
            .collectAsList()) {
      byConfidence.merge(Confidence.valueOf(row.getString(0)), row.getLong(2), Long::sum);
      byActivity.merge(Activity.valueOf(row.getString(1)), row.getLong(2), Long::sum);
    }
    return new RunResult(
        files,
        inputs.problems().size(),
        inputs.passedOver(),
        coverage,
        byConfidence,
        byActivity,
        totals,
        digest);
  }
}
