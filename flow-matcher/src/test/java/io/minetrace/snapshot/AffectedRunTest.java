// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static io.minetrace.window.WindowFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.report.EarlierRun;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffectedRunTest {

  @TempDir private Path directory;

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(at(from), at(to));
  }

  private static EarlierRun.Input input(String path, String from, String to) {
    return new EarlierRun.Input(path, Optional.of(span(from, to)), 0);
  }

  private static EarlierRun run(
      String id, Duration slack, Optional<TimeSpan> wanted, EarlierRun.Input... inputs) {
    return new EarlierRun(
        id, slack, wanted, List.of(inputs), Map.of(LocalDate.parse("2026-05-04"), 7L));
  }

  private static EarlierRun run(EarlierRun.Input... inputs) {
    return run("old", Duration.ZERO, Optional.empty(), inputs);
  }

  private static AffectedRun judge(EarlierRun run) {
    HourSet changed = new HourSet();
    changed.add(span("2026-05-04T00:00", "2026-05-05T00:00"));
    return AffectedRun.of(run, "old", "new", changed);
  }

  @Test
  void aRunIsAffectedOnTheDaysOfItsFlowsOnly() {
    AffectedRun affected =
        judge(
            run(
                input("a", "2026-05-01T00:00", "2026-05-04T10:00"),
                input("b", "2026-05-01T00:00", "2026-05-03T23:59")));
    assertThat(affected.verdict()).isEqualTo(AffectedRun.Verdict.AFFECTED);
    assertThat(affected.days()).hasToString("2026-05-04");
    assertThat(affected.inputs()).containsExactly("a");
    assertThat(affected.rows()).isEqualTo(7);
    assertThat(judge(run(input("b", "2026-05-06T00:00", "2026-05-07T00:00"))).verdict())
        .isEqualTo(AffectedRun.Verdict.UNAFFECTED);
  }

  @Test
  void aRunOfTheNewerSnapshotIsCurrentAndOneOfAnyOtherIsNotKnown() {
    EarlierRun.Input input = input("a", "2026-05-01T00:00", "2026-05-04T10:00");
    assertThat(judge(run("new", Duration.ZERO, Optional.empty(), input)).verdict())
        .isEqualTo(AffectedRun.Verdict.CURRENT);
    assertThat(judge(run("else", Duration.ZERO, Optional.empty(), input)).verdict())
        .isEqualTo(AffectedRun.Verdict.OTHER_SNAPSHOT);
  }

  @Test
  void whatWasLearntOfTheEveningDoesNotConcernTheMorning() {
    HourSet evening = new HourSet();
    evening.add(span("2026-05-04T18:30", "2026-05-05T00:00"));
    EarlierRun morning = run(input("a", "2026-05-04T00:00", "2026-05-04T17:59"));
    EarlierRun later = run(input("a", "2026-05-04T00:00", "2026-05-04T18:00"));
    assertThat(AffectedRun.of(morning, "old", "new", evening).verdict())
        .isEqualTo(AffectedRun.Verdict.UNAFFECTED);
    assertThat(AffectedRun.of(later, "old", "new", evening).verdict())
        .isEqualTo(AffectedRun.Verdict.AFFECTED);
  }

  @Test
  void slackReachesOverMidnight() {
    EarlierRun.Input input = input("a", "2026-05-03T20:00", "2026-05-03T23:59");
    assertThat(judge(run(input)).verdict()).isEqualTo(AffectedRun.Verdict.UNAFFECTED);
    assertThat(judge(run("old", Duration.ofMinutes(5), Optional.empty(), input)).days())
        .hasToString("2026-05-03");
  }

  @Test
  void anInputThatWasLeftOutByFromAndToDoesNotCount() {
    TimeSpan wanted = new TimeSpan(at("2026-05-06T00:00"), Long.MAX_VALUE);
    EarlierRun.Input out = input("a", "2026-05-01T00:00", "2026-05-05T00:00");
    assertThat(judge(run("old", Duration.ZERO, Optional.of(wanted), out)).verdict())
        .isEqualTo(AffectedRun.Verdict.UNAFFECTED);
    EarlierRun.Input in = input("b", "2026-05-01T00:00", "2026-05-09T00:00");
    assertThat(judge(run("old", Duration.ZERO, Optional.of(wanted), in)).days())
        .as("a flow of the 6th may have begun on the 4th, and was matched as a whole")
        .hasToString("2026-05-04 … 2026-05-05");
  }

  @Test
  void flowsWithoutTimeStandForTheWholeOfTheirFile() {
    EarlierRun.Input some =
        new EarlierRun.Input("a", Optional.of(span("2026-05-02T00:00", "2026-05-04T10:00")), 3);
    assertThat(judge(run(some)).days()).hasToString("2026-05-02 … 2026-05-04");
    EarlierRun.Input only = new EarlierRun.Input("a", Optional.empty(), 3);
    assertThat(judge(run(only)).verdict())
        .as("they were not matched at all")
        .isEqualTo(AffectedRun.Verdict.UNAFFECTED);
    TimeSpan asked = span("2026-05-03T00:00", "2026-05-04T00:00");
    assertThat(judge(run("old", Duration.ZERO, Optional.of(asked), only)).days())
        .hasToString("2026-05-03 … 2026-05-04");
  }

  @Test
  void aRunThatDoesNotTellItsInputsMayHaveHadFlowsAnyDay() {
    assertThat(judge(run()).days()).hasToString("2026-05-04 … 2026-05-05");
  }

  @Test
  void whatIsNoManifestOfAMatchIsNamed() throws IOException {
    Path file = directory.resolve("run.json");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "",
                "an object is missing",
                "[]",
                "an object is missing",
                "{}",
                "it has no windows",
                "{\"windows\":{},\"parameters\":{},\"result\":{}}",
                "it has no days",
                "{\"windows\":{},\"parameters\":{\"slack\":\"x\"},\"result\":{\"days\":[]},"
                    + "\"inputs\":{}}",
                "it has no windows.snapshot_id",
                "{\"windows\":{\"snapshot_id\":\"old\"},\"parameters\":{\"slack\":\"x\"},"
                    + "\"result\":{\"days\":[]},\"inputs\":{}}",
                "Text cannot be parsed to a Duration",
                "{\"windows\":{\"snapshot_id\":\"old\"},\"parameters\":{},\"result\":{\"days\":"
                    + "[{\"date\":\"2026-13-01\",\"rows\":1}]},\"inputs\":[]}",
                "Text '2026-13-01' could not be parsed")
            .entrySet()) {
      Files.writeString(file, wrong.getKey());
      assertThatThrownBy(() -> EarlierRun.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": not the run.json of a match (" + wrong.getValue());
    }
    Files.writeString(file, "{\"windows\":");
    assertThatThrownBy(() -> EarlierRun.read(file)).hasMessageStartingWith(file + ": not JSON (");
    Files.writeString(file, "[".repeat(100_000));
    assertThatThrownBy(() -> EarlierRun.read(file)).hasMessageStartingWith(file + ": not JSON (");
  }
}
