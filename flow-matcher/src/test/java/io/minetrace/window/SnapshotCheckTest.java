// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCheckTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("pools.zip");
    WindowSnapshot.write(contents(), file);
  }

  /** Two endpoints, one of them with a window that is closed and has two segments. */
  private static SnapshotContents contents() {
    AvailabilityWindow first =
        up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
            .notAfter("2026-05-03T01:00")
            .segment("2026-05-02T10:00", "2026-05-02T13:00", "Pool, \"quoted\"", "XMR")
            .segment("2026-05-02T19:00", "2026-05-02T22:00", "Pool", "XMR", "ZEC")
            .window();
    AvailabilityWindow second =
        up("[2001:db8::20]:443", "2026-05-02T10:00", "2026-05-02T22:00").window();
    return new SnapshotContents(
        "test",
        Map.of("algorithm_version", "2"),
        List.of(first, second),
        List.of(
            new CoverageSpan("v", new TimeSpan(at("2026-05-01T00:00"), at("2026-05-05T00:00")))),
        List.of(new CalibrationCell("BRIDGED_MISS", 0, 2000, 0.79)),
        sink -> {
          for (AvailabilityWindow window : List.of(first, second)) {
            for (long time : List.of(window.up().from(), window.up().to())) {
              sink.accept(
                  new ObservationProof(
                      window.endpoint(), time, "v", Verdict.UP, Evidence.E4, "stratum1"));
            }
          }
        });
  }

  @Test
  void aSnapshotAsItWasWrittenIsGoodAndItsIdIsGiven() throws IOException {
    try (SnapshotFile snapshot = SnapshotFile.open(file)) {
      assertThat(SnapshotCheck.check(file)).isEqualTo(snapshot.id());
      assertThat(snapshot.manifest().builder())
          .containsExactly(Map.entry("algorithm_version", "2"));
      assertThat(snapshot.members())
          .extracting(SnapshotFile.Member::name)
          .containsExactly(
              "calibration.csv", "coverage.csv", "observations", "snapshot.json", "windows.csv");
    }
  }

  @Test
  void anEmptySnapshotIsGood() throws IOException {
    Path empty = directory.resolve("empty.zip");
    WindowSnapshot.write(
        new SnapshotContents("test", List.of(), List.of(), List.of(), sink -> {}), empty);
    assertThat(SnapshotCheck.check(empty)).hasSize(64);
  }

  /** Without its highest 1, the last byte of this coverage.csv, deflated, ends it another way. */
  @Test
  void aSnapshotWhoseLastBitMattersIsGood() throws IOException {
    Path sound = directory.resolve("sound.zip");
    List<CoverageSpan> coverage =
        List.of(
            new CoverageSpan("a", new TimeSpan(1_705_362_980_650L, 1_705_827_969_669L)),
            new CoverageSpan("b", new TimeSpan(1_705_332_369_947L, 1_705_827_969_669L)),
            new CoverageSpan("c", new TimeSpan(1_705_332_369_947L, 1_705_827_969_669L)));
    WindowSnapshot.write(
        new SnapshotContents("test", List.of(), coverage, List.of(), sink -> {}), sound);
    assertThat(SnapshotCheck.check(sound)).hasSize(64);
  }

  @Test
  void theBytesDoNotDependOnTheTimeZoneOfTheMachine() throws IOException {
    TimeZone zone = TimeZone.getDefault();
    Path elsewhere = directory.resolve("elsewhere.zip");
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      WindowSnapshot.write(contents(), elsewhere);
      assertThat(SnapshotCheck.check(elsewhere)).isEqualTo(SnapshotCheck.check(file));
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(elsewhere).hasSameBinaryContentAs(file);
  }

  /**
   * One bit of each byte, and every bit of the last byte of each deflated member, which ends with
   * bits that mean nothing. With all bits of all bytes this takes half a minute, and finds as much.
   */
  @Test
  void aFlippedBitIsFoundWhereverItIs() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      boolean lastOfMember = startsWith(whole, i + 1, new byte[] {'P', 'K', 7, 8});
      for (int bit = 0; bit < 8; bit++) {
        if ((lastOfMember || bit == i % 8) && !isFound(whole, i, bit)) {
          passed.add(i + "." + bit);
        }
      }
    }
    assertThat(passed).as("flips not found in %d bytes", whole.length).isEmpty();
  }

  private boolean isFound(byte[] whole, int place, int bit) throws IOException {
    Path damaged = directory.resolve("damaged.zip");
    byte[] flipped = whole.clone();
    flipped[place] ^= (byte) (1 << bit);
    Files.write(damaged, flipped);
    try {
      SnapshotCheck.check(damaged);
      return false;
    } catch (UnusableWindowsException e) {
      assertThat(e).hasMessageStartingWith(damaged + ": ");
      return true;
    }
  }

  @Test
  void everyCutIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path cut = directory.resolve("cut.zip");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SnapshotCheck.check(cut))
          .isInstanceOf(UnusableWindowsException.class);
    }
  }

  @Test
  void whatIsInsertedAnywhereIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path longer = directory.resolve("longer.zip");
    for (int i = 0; i <= whole.length; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(whole, 0, i);
      bytes.write('x');
      bytes.write(whole, i, whole.length - i);
      Files.write(longer, bytes.toByteArray());
      assertThatThrownBy(() -> SnapshotCheck.check(longer))
          .isInstanceOf(UnusableWindowsException.class);
    }
  }

  @Test
  void theFirstWrongOffsetIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    whole[10] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessage(file + ": offset 10: local header of calibration.csv: 0x00 (expected: 0x01)");
  }

  /** As {@link ZipOutputStream} writes a date of before 1980, or at the beginning of it. */
  @Test
  void aSnapshotOfAnEarlierBuildIsSaidToBeOne() throws IOException {
    Path earlier = directory.resolve("earlier.zip");
    try (ZipFile members = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(earlier))) {
      for (SnapshotMember member : SnapshotMember.values()) {
        ZipEntry entry = new ZipEntry(members.getEntry(member.fileName()));
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        entry.setCompressedSize(-1);
        out.putNextEntry(entry);
        members.getInputStream(members.getEntry(member.fileName())).transferTo(out);
        out.closeEntry();
      }
    }

    assertThatThrownBy(() -> SnapshotCheck.check(earlier))
        .hasMessage(
            earlier
                + ": written by an earlier build, which dated the members of the zip: it can be"
                + " matched with, and its members are checked as they are read, but it cannot be"
                + " verified byte for byte; take the snapshot again for that");
    assertThat(WindowSnapshot.open(earlier)).isNotNull();
  }

  @Test
  void aFileThatIsNoZipIsSaidToBeNone() throws IOException {
    Files.writeString(file, "not a zip at all, but long enough for an end record");
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageStartingWith(file + ": offset 29: no end record");
    assertThatThrownBy(() -> SnapshotCheck.check(directory.resolve("none.zip")))
        .hasMessage(directory.resolve("none.zip") + ": no such file");
    assertThatThrownBy(() -> SnapshotCheck.check(directory)).hasMessage(directory + ": not a file");
  }

  @Test
  void olderAndNewerFormatsAreSaidAsSuch() throws IOException {
    Map<String, byte[]> members = members();
    String manifest = text(members.get("snapshot.json"));
    rewrite(with("snapshot.json", manifest.replace("_version\":1", "_version\":2")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessage(
            file + ": format version 2 is newer than this program, which reads 1: update it");
    rewrite(with("snapshot.json", manifest.replace("_version\":1", "_version\":0")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageContaining("format version 0 is older than this program reads");
    rewrite(
        with("snapshot.json", manifest.replace("_version\":1", "_version\":99999999999999999999")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessage(file + ": snapshot.json is damaged");
  }

  @Test
  void anotherMemberInTheZipIsNamed() throws IOException {
    rewrite(with("hello.txt", "hello"));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageContaining("the directory goes on behind the members of a snapshot");
    Map<String, byte[]> members = members();
    members.remove("windows.csv");
    rewrite(members);
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageContaining("member 'hello.txt' (expected: windows.csv)");
  }

  @Test
  void aMemberThatIsNotTheManifestsIsNamedWithBothHashes() throws IOException {
    Map<String, byte[]> members = members();
    byte[] changed =
        text(members.get("windows.csv")).replace("XMR", "BTC").getBytes(StandardCharsets.UTF_8);
    rewrite(with("windows.csv", new String(changed, StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageStartingWith(file + ": member windows.csv: SHA-256 " + Sha256.hex(changed));
  }

  @Test
  void aManifestThatIsNotCanonicalIsRefused() throws IOException {
    String manifest = text(members().get("snapshot.json"));
    rewrite(with("snapshot.json", manifest.replace(",\"source\"", ", \"source\"")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageContaining("snapshot.json is not canonical from byte");
    rewrite(with("snapshot.json", manifest.replace("\"windows\":2", "\"windows\":3")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessage(file + ": 2 windows (expected: 3, says snapshot.json)");
    rewrite(with("snapshot.json", manifest.replace("\"observations\":4", "\"observations\":5")));
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessage(file + ": 4 observations (expected: 5, says snapshot.json)");
  }

  @Test
  void badRowsAreNamedByTheirLineThoughTheirHashIsRight() throws IOException {
    String windows = text(members().get("windows.csv"));
    String[] lines = windows.split("\n", -1);
    assertThat(problem("windows.csv", lines[0] + "\n" + lines[3] + "\n" + lines[1] + "\n"))
        .endsWith("of 192.0.2.20:3333/tcp is out of order");
    assertThat(problem("windows.csv", windows.replace(",443,", ",4294967739,")))
        .isEqualTo("windows.csv line 4: port: 4294967739 (expected: 0..65535)");
    String notAfter = Long.toString(at("2026-05-03T01:00"));
    assertThat(problem("windows.csv", windows.replace(notAfter, "9223372036854775807")))
        .startsWith("windows.csv line 2: not_after: 9223372036854775807 (expected: 0..");
    assertThat(problem("windows.csv", windows.replace(notAfter, "9".repeat(30))))
        .startsWith("windows.csv line 2: not_after: '999999999999999999999999999999' (expected: a");
    assertThat(problem("windows.csv", windows.replace("XMR|ZEC", "ZEC|XMR")))
        .startsWith("windows.csv is not written the canonical way");
    assertThat(problem("windows.csv", windows.replace("\n", "\r\n")))
        .startsWith("windows.csv is not written the canonical way");
    assertThat(problem("windows.csv", "")).startsWith("not a windows file: has no column");
    assertThat(problem("coverage.csv", "vantage,from,to\nv,1\n"))
        .startsWith("coverage.csv line 2: ");
    assertThat(problem("coverage.csv", "vantage,from,to\nv,2,1\n"))
        .isEqualTo("coverage.csv line 2: time span: 2 to 1 runs backwards");
    assertThat(problem("calibration.csv", "situation,bucket,held_out,up_share\nX,0,-1,0.5\n"))
        .startsWith("calibration.csv line 2: held_out: -1 (expected: 0..");
    assertThat(problem("observations", "MTOB")).isEqualTo("observations: observations end at 4");
  }

  private String problem(String member, String text) throws IOException {
    write();
    rewrite(consistent(member, text));
    try {
      return SnapshotCheck.check(file);
    } catch (UnusableWindowsException e) {
      return e.getMessage().substring((file + ": ").length());
    }
  }

  /** Whoever makes a bad snapshot on purpose gets its hashes right. */
  @Test
  void badContentsWithRightHashesAreRefusedOrRead() throws IOException {
    Random random = new Random(9);
    Map<String, byte[]> good = members();
    int refused = 0;
    for (int i = 0; i < 1200; i++) {
      String name = List.copyOf(good.keySet()).get(random.nextInt(good.size()));
      byte[] bad = good.get(name).clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      Map<String, byte[]> members = new LinkedHashMap<>(good);
      members.put(name, bad);
      if (!name.equals("snapshot.json")) {
        String manifest = text(good.get("snapshot.json"));
        String right = manifest.replace(Sha256.hex(good.get(name)), Sha256.hex(bad));
        members.put("snapshot.json", right.getBytes(StandardCharsets.UTF_8));
      }
      rewrite(members);
      try {
        SnapshotCheck.check(file);
      } catch (UnusableWindowsException e) {
        refused++;
      }
      try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
        snapshot.observations(Endpoint.parse("192.0.2.20:3333"));
      } catch (UnusableWindowsException e) {
        assertThat(e).hasMessageStartingWith(file + ": ");
      }
    }
    assertThat(refused).isBetween(900, 1199);
  }

  @Test
  void aDirectoryThatLiesAboutTheSizeOfABombIsNotBelieved() throws IOException {
    byte[] zeros = new byte[50_000_000];
    Map<String, byte[]> members = members();
    members.put("windows.csv", zeros);
    rewrite(members);
    byte[] whole = Files.readAllBytes(file);
    int directory = indexOf(whole, new byte[] {'P', 'K', 1, 2}, 4);
    Arrays.fill(whole, directory + 24, directory + 28, (byte) 0);
    whole[directory + 25] = 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> SnapshotCheck.check(file))
        .hasMessageContaining("member windows.csv: more than the 256 bytes that the zip declares");
    assertThatThrownBy(() -> WindowSnapshot.open(file).close())
        .hasMessage(
            file
                + ": member windows.csv is damaged (more than the 256 bytes that the zip declares)");
  }

  @Test
  void anEndlessLineDoesNotFillTheMemory() throws IOException {
    rewrite(consistent("windows.csv", text(members().get("windows.csv")) + "x".repeat(20_000_000)));
    assertThatThrownBy(() -> WindowSnapshot.open(file).close())
        .hasMessageContaining("a line of more than 16777216 bytes");
    rewrite(with("snapshot.json", "{" + " ".repeat(2_000_000) + "}"));
    assertThatThrownBy(() -> WindowSnapshot.open(file).close())
        .hasMessage(file + ": member snapshot.json: 2000002 bytes (expected: at most 1048576)");
  }

  // A zip as the writer makes it, of members that it would not make.

  private Map<String, byte[]> members() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return members;
  }

  private Map<String, byte[]> with(String name, String text) throws IOException {
    Map<String, byte[]> members = members();
    members.put(name, text.getBytes(StandardCharsets.UTF_8));
    return members;
  }

  /** With the new member's hash in the manifest. */
  private Map<String, byte[]> consistent(String name, String text) throws IOException {
    String before = Sha256.hex(members().get(name));
    Map<String, byte[]> members = with(name, text);
    String manifest = text(members.get("snapshot.json"));
    String after = Sha256.hex(members.get(name));
    members.put("snapshot.json", manifest.replace(before, after).getBytes(StandardCharsets.UTF_8));
    return members;
  }

  private void rewrite(Map<String, byte[]> members) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0, 2));
        if (member.getKey().equals("observations")) {
          CRC32 crc = new CRC32();
          crc.update(member.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(member.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int place, byte[] wanted) {
    return place + wanted.length <= bytes.length
        && Arrays.equals(bytes, place, place + wanted.length, wanted, 0, wanted.length);
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int which) {
    int found = -1;
    for (int i = 0; i < bytes.length; i++) {
      if (startsWith(bytes, i, wanted)) {
        found++;
        if (found == which) {
          return i;
        }
      }
    }
    throw new IllegalStateException("not there");
  }
}
