// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityIdTest {

  /** The link type of packets without any. */
  private static final int RAW_IP = 101;

  /** The published baseline: both directions of each connection have one id. */
  @ParameterizedTest
  @CsvSource({
    "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "6, 66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "17, 8.8.8.8, 53, 192.168.1.52, 54585, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "132, 192.168.170.8, 7, 192.168.170.56, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
    "132, 192.168.170.56, 7, 192.168.170.8, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
    "6, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    "6, 2607:f8b0:400c:c03::1a, 25, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    "46, 10.1.12.1, 0, 10.1.12.2, 0, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
    "46, 10.1.12.2, 9, 10.1.12.1, 1, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
  })
  void isThatOfThePublishedBaseline(
      int protocol, String one, int onePort, String other, int otherPort, String expected) {
    assertThat(
            CommunityId.of(
                protocol, IpAddress.parse(one), onePort, IpAddress.parse(other), otherPort))
        .isEqualTo(expected);
  }

  /** Wireshark computes it too, and was written by others. */
  @Test
  void isThatOfWireshark(@TempDir Path directory) throws IOException, InterruptedException {
    Random random = new Random(6);
    ByteArrayOutputStream capture = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(capture);
    for (int word : new int[] {0xa1b2c3d4, 0x00020004, 0, 0, 65535, RAW_IP}) {
      out.writeInt(word);
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int protocol = List.of(6, 17, 132).get(i % 3);
      byte[] ends = new byte[i % 2 == 0 ? 8 : 32];
      random.nextBytes(ends);
      int half = ends.length / 2;
      // Unicast, and sometimes equal.
      ends[0] = 0x20;
      ends[half] = 0x20;
      if (i % 10 == 0) {
        System.arraycopy(ends, 0, ends, half, half);
      }
      int one = 1 + random.nextInt(65535);
      int other = 1 + random.nextInt(65535);
      write(out, protocol, ends, one, other);
      expected.add(
          CommunityId.of(
              protocol,
              IpAddress.ofBytes(Arrays.copyOf(ends, half)),
              one,
              IpAddress.ofBytes(Arrays.copyOfRange(ends, half, ends.length)),
              other));
    }
    Path file = Files.write(directory.resolve("ids.pcap"), capture.toByteArray());
    List<String> command =
        List.of("tshark", "-r", file.toString(), "--enable-protocol", "communityid");
    List<String> fields = List.of("-T", "fields", "-e", "communityid");
    Process tshark;
    try {
      tshark =
          new ProcessBuilder(Stream.concat(command.stream(), fields.stream()).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "tshark: " + e.getMessage());
      return;
    }
    String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tshark.waitFor()).isZero();
    assertThat(said.lines()).containsExactlyElementsOf(expected);
  }

  /** A packet without payload; checksums are left out. */
  private static void write(DataOutputStream out, int protocol, byte[] ends, int one, int other)
      throws IOException {
    int transport = TransportProtocol.of(protocol).orElseThrow() == TransportProtocol.TCP ? 20 : 12;
    int length = (ends.length == 8 ? 20 : 40) + transport;
    for (int word : new int[] {1_790_000_000, 0, length, length}) {
      out.writeInt(word);
    }
    if (ends.length == 8) {
      out.writeInt(0x45000000 | length);
      out.writeInt(0);
      out.writeInt(64 << 24 | protocol << 16);
    } else {
      out.writeInt(0x60000000);
      out.writeInt(transport << 16 | protocol << 8 | 64);
    }
    out.write(ends);
    out.writeShort(one);
    out.writeShort(other);
    // Of UDP its length comes next, of TCP the header's stands in the fifth word.
    out.writeInt(protocol == 17 ? transport << 16 : 0);
    out.writeInt(0);
    if (transport == 20) {
      out.writeInt(0x50020000);
      out.writeInt(0);
    }
  }

  @Test
  void aHostThatTalksToItselfIsOrderedByPort() {
    IpAddress host = IpAddress.parse("192.0.2.1");
    assertThat(CommunityId.of(6, host, 40000, host, 3333))
        .isEqualTo(CommunityId.of(6, host, 3333, host, 40000));
  }

  @Test
  void aMappedAddressIsThatOfIpv4() {
    IpAddress pool = IpAddress.parse("192.0.2.20");
    assertThat(CommunityId.of(6, IpAddress.parse("::ffff:10.0.0.1"), 40000, pool, 3333))
        .isEqualTo(CommunityId.of(6, IpAddress.parse("10.0.0.1"), 40000, pool, 3333));
  }
}
