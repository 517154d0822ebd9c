// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSnapshotTest {

  private static final Endpoint POOL = Endpoint.parse("192.0.2.20:3333");
  private static final Endpoint POOL6 = Endpoint.parse("[2001:db8::20]:443");

  @TempDir private Path directory;

  private static SnapshotContents contents() {
    List<AvailabilityWindow> windows =
        List.of(
            up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
                .notAfter("2026-05-03T01:00")
                .bridged("2026-05-02T13:00", "2026-05-02T19:00")
                .segment("2026-05-02T10:00", "2026-05-02T13:00", "Pool, \"quoted\"", "XMR")
                .segment("2026-05-02T19:00", "2026-05-02T22:00", "Pool", "XMR", "ZEC")
                .window(),
            up("192.0.2.20:3333", "2026-05-04T10:00", "2026-05-04T22:00")
                .notBefore("2026-05-04T07:00")
                .window(),
            up("[2001:db8::20]:443", "2026-05-02T10:00", "2026-05-02T22:00").window());
    List<ObservationProof> observations = new ArrayList<>();
    for (Endpoint endpoint : List.of(POOL, POOL6)) {
      for (int i = 0; i < 5; i++) {
        observations.add(
            new ObservationProof(
                endpoint, at("2026-05-02T10:00") + i, "v", Verdict.UP, Evidence.E4, "stratum1"));
      }
    }
    Collections.sort(observations);
    return new SnapshotContents(
        "test",
        windows,
        List.of(
            new CoverageSpan("v", new TimeSpan(at("2026-05-01T00:00"), at("2026-05-05T00:00")))),
        List.of(new CalibrationCell("BRIDGED_MISS", 0, 2000, 0.79)),
        sink -> {
          for (ObservationProof observation : observations) {
            sink.accept(observation);
          }
        });
  }

  private Path written() throws IOException {
    Path file = directory.resolve("pools.zip");
    WindowSnapshot.write(contents(), file);
    return file;
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = written();
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      assertThat(snapshot.windows()).containsExactlyElementsOf(contents().windows());
      assertThat(snapshot.coverage()).isEqualTo(contents().coverage());
      assertThat(snapshot.calibration()).isEqualTo(contents().calibration());
      assertThat(snapshot.asOf()).hasValue(at("2026-05-02T10:00") + 4);
      assertThat(snapshot.observations(POOL6))
          .hasSize(5)
          .extracting(ObservationProof::endpoint)
          .containsOnly(POOL6);
      assertThat(snapshot.observations(Endpoint.parse("192.0.2.21:3333"))).isEmpty();
    }
    assertThat(directory.toFile().list())
        .as("nothing is left beside it")
        .containsExactly(file.getFileName().toString());
  }

  @Test
  void theSameContentsGiveTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(written());
    byte[] second = Files.readAllBytes(written());
    assertThat(second).isEqualTo(first);
  }

  @Test
  void theIdIsTheHashOfTheManifest() throws Exception {
    Path file = written();
    try (ZipFile zip = new ZipFile(file.toFile());
        WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      byte[] manifest = zip.getInputStream(zip.getEntry("snapshot.json")).readAllBytes();
      byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(manifest);
      assertThat(snapshot.id()).isEqualTo(java.util.HexFormat.of().formatHex(digest));
      assertThat(new String(manifest, StandardCharsets.UTF_8)).contains("\"windows.csv\":\"");
    }
  }

  @Test
  void aBareWindowsFileCoversTheTimeOfItsWindows() throws IOException {
    Path csv = directory.resolve("windows.csv");
    try (ZipFile zip = new ZipFile(written().toFile())) {
      Files.write(csv, zip.getInputStream(zip.getEntry("windows.csv")).readAllBytes());
    }
    try (WindowSnapshot snapshot = WindowSnapshot.open(csv)) {
      assertThat(snapshot.windows()).containsExactlyElementsOf(contents().windows());
      assertThat(snapshot.coverage()).hasSize(3);
      assertThat(snapshot.hasObservations()).isFalse();
      assertThat(snapshot.observations(POOL)).isEmpty();
    }
  }

  /**
   * A flipped bit may hit a byte that carries nothing (a zip attribute); it must never change what
   * is read.
   */
  @Test
  void aDamagedFileIsRefusedOrGivesTheSame() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    Path damaged = directory.resolve("damaged.zip");
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(damaged, flipped);
      try (WindowSnapshot snapshot = WindowSnapshot.open(damaged)) {
        assertThat(snapshot.windows()).containsExactlyElementsOf(contents().windows());
        assertThat(snapshot.observations(POOL)).hasSize(5);
      } catch (UnusableWindowsException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void aManifestThatIsNoObjectIsRefused() throws IOException {
    Path file = directory.resolve("list.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("snapshot.json"));
      zip.write("[1]".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> WindowSnapshot.open(file).close())
        .isInstanceOf(UnusableWindowsException.class)
        .hasMessage(file + ": snapshot.json is not that of a snapshot: it has no format_version");
  }

  @Test
  void aCutFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    Path cut = directory.resolve("cut.zip");
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WindowSnapshot.open(cut).close())
          .isInstanceOf(UnusableWindowsException.class);
    }
  }

  @Test
  void whatIsWrongWithAWindowsFileIsSaidWithItsLine() throws IOException {
    Path csv = directory.resolve("windows.csv");
    try (ZipFile zip = new ZipFile(written().toFile())) {
      String text =
          new String(
              zip.getInputStream(zip.getEntry("windows.csv")).readAllBytes(),
              StandardCharsets.UTF_8);
      Files.writeString(csv, text.replaceFirst(",tcp,", ",ip,"));
    }
    assertThatThrownBy(() -> WindowSnapshot.open(csv).close())
        .isInstanceOf(UnusableWindowsException.class)
        .hasMessage(
            csv + ": windows.csv line 2: transport: 'ip' (expected: tcp, udp, dccp or sctp)");
    assertThatThrownBy(() -> WindowSnapshot.open(directory.resolve("none.zip")))
        .hasMessage(directory.resolve("none.zip") + ": no such file");
  }

  @Test
  void theIndexFindsEveryEndpointAndNoOther() {
    Random random = new Random(5);
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      windows.add(
          up(
                  "192.0.2." + random.nextInt(256) + ":" + (1 + random.nextInt(2000)),
                  "2026-05-02T10:00",
                  "2026-05-02T22:00")
              .window());
    }
    List<AvailabilityWindow> distinct = windows.stream().distinct().toList();
    WindowIndex index = new WindowIndex(distinct);
    java.util.Set<Endpoint> known = new java.util.HashSet<>();
    distinct.forEach(window -> known.add(window.endpoint()));
    for (int host = 0; host < 256; host++) {
      for (int port = 1; port <= 2000; port += 3) {
        Endpoint endpoint = Endpoint.parse("192.0.2." + host + ":" + port);
        assertThat(index.of(endpoint).isEmpty()).isEqualTo(!known.contains(endpoint));
      }
    }
    assertThat(index.find(0, 0, 0, 6)).isEqualTo(WindowIndex.NONE);
    assertThat(index.find(0, 0, -1, -1)).isEqualTo(WindowIndex.NONE);
  }

  @Test
  void theFilterLetsAllEndpointsThroughAndFewOthers() {
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (int host = 0; host < 256; host++) {
      windows.add(up("192.0.2." + host + ":3333", "2026-05-02T10:00", "2026-05-02T22:00").window());
    }
    WindowIndex index = new WindowIndex(windows);
    int passed = 0;
    for (int host = 0; host < 256; host++) {
      long pool = IpAddress.parse("192.0.2." + host).low();
      assertThat(index.mayHold(pool, 3333)).isTrue();
      for (int port = 40_000; port < 40_100; port++) {
        passed += index.mayHold(pool, port) ? 1 : 0;
      }
    }
    assertThat(passed).isLessThan(256 * 100 / 25);
  }

  @Test
  void theFilterLetsEveryEndpointThroughWhateverItsAddressAndPort() {
    Random random = new Random(7);
    for (int count : new int[] {1, 2, 4, 5, 300, 4096}) {
      List<AvailabilityWindow> windows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String address =
            i % 2 == 0
                ? new IpAddress(0, IpAddress.mappedLow(random.nextInt())).toString()
                : "[" + new IpAddress(random.nextLong(), random.nextLong()) + "]";
        int port = i % 5 == 0 ? 65535 : 1 + random.nextInt(65535);
        windows.add(up(address + ":" + port, "2026-05-02T10:00", "2026-05-02T22:00").window());
      }
      WindowIndex index = new WindowIndex(windows);
      for (AvailabilityWindow window : windows) {
        Endpoint endpoint = window.endpoint();
        assertThat(index.mayHold(endpoint.address().low(), endpoint.port()))
            .as("%s of %d", endpoint, count)
            .isTrue();
      }
      int passed = 0;
      for (int i = 0; i < 100_000; i++) {
        passed += index.mayHold(random.nextLong(), random.nextInt(65536)) ? 1 : 0;
      }
      assertThat(passed).as("of %d", count).isLessThan(100_000 / 80);
      passed = 0;
      for (int i = 0; i < 100_000; i++) {
        // Others on the port of an endpoint.
        passed += index.mayHold(IpAddress.mappedLow(random.nextInt()), 65535) ? 1 : 0;
      }
      assertThat(passed).as("on the port of %d", count).isLessThan(100_000 / 80);
    }
  }

  @Test
  void theFilterTellsEndpointsApartThatDifferInAddressAndPortAlike() {
    IpAddress six = IpAddress.parse("2001:db8::a:b:0:1");
    WindowIndex index =
        new WindowIndex(
            List.of(
                up("192.0.2.0:3333", "2026-05-02T10:00", "2026-05-02T22:00").window(),
                up("[" + six + "]:3333", "2026-05-02T10:00", "2026-05-02T22:00").window()));
    int passed = 0;
    for (int other = 1; other < 256; other++) {
      passed += index.mayHold(IpAddress.parse("192.0.2." + other).low(), 3333 ^ other) ? 1 : 0;
      passed += index.mayHold(six.low() ^ (long) other << 32, 3333) ? 1 : 0;
    }
    assertThat(passed).isLessThan(10);
  }
}
