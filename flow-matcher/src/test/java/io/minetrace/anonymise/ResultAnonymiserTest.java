// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultAnonymiserTest {

  private ResultAnonymiser anonymiser;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "abcdefghijklmnopqrstuvwxyz012345");
    anonymiser = new ResultAnonymiser(AnonymisingKey.read(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.20.0.0/15",
        "192.0.2.0/24",
        "192.0.2.7/32",
        "0.0.0.0/0",
        "::/0",
        "2001:db8::/32",
        "2001:db8:1::/64",
        "2001:db8:1::/65",
        "2001:db8::1/128"
      })
  void aBlockHoldsWhatStandsForItsAddressesAndNothingElse(String text) {
    Cidr block = Cidr.parse(text);
    Cidr replaced = anonymiser.of(block);
    assertThat(replaced.prefixLength()).isEqualTo(block.prefixLength());
    Random random = new Random(8);
    for (int i = 0; i < 500; i++) {
      IpAddress near = near(block.address(), random);
      assertThat(replaced.contains(anonymiser.of(near)))
          .as(near.toString())
          .isEqualTo(block.contains(near));
    }
  }

  /** Some share many bits with the address, some few. */
  private static IpAddress near(IpAddress address, Random random) {
    long low = random.nextLong() >>> random.nextInt(64);
    if (address.isIpv4()) {
      return IpAddress.ofIpv4((int) (address.low() ^ low));
    }
    long high = random.nextBoolean() ? 0 : random.nextLong() >>> random.nextInt(64);
    return new IpAddress(address.high() ^ high, address.low() ^ low);
  }

  @Test
  void exportersAreReplacedWhereverAnInputNamesThem() {
    DecodeReport report = new DecodeReport("a.pcap", "pcap");
    report.addRecords(7);
    report.addExporter(new DecodeReport.Exporter(IpAddress.parse("10.99.0.1"), 5), 7);
    report.addExporter(new DecodeReport.Exporter(IpAddress.UNSPECIFIED, 0), 1);
    report.addFact("clock", "10.99.0.1: 3 s behind, 2001:db8::9: exact, at 12:30:05");
    report.add(
        DecodeReport.Reason.NO_TEMPLATE, 12, 34, "template 256 of 10.99.0.1:2055 domain 1.2.3");
    InputSummary input =
        new InputSummary(
            "flows/10.99.0.1/a.pcap",
            "id",
            1,
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.of(report),
            List.of(
                new InputFailure(
                    InputFailure.Kind.UNREADABLE,
                    OptionalLong.empty(),
                    "10.99.0.1",
                    "no answer of 10.99.0.1")));
    String exporter = anonymiser.of(IpAddress.parse("10.99.0.1")).toString();
    String other = anonymiser.of(IpAddress.parse("2001:db8::9")).toString();
    InputSummary replaced = anonymiser.of(input);
    DecodeReport out = replaced.report().orElseThrow();
    assertThat(out.exporters())
        .containsEntry(new DecodeReport.Exporter(IpAddress.parse(exporter), 5), 7L)
        .containsEntry(new DecodeReport.Exporter(IpAddress.UNSPECIFIED, 0), 1L)
        .hasSize(2);
    assertThat(out.facts())
        .containsEntry("clock", exporter + ": 3 s behind, " + other + ": exact, at 12:30:05");
    assertThat(out.tallies().get(DecodeReport.Reason.NO_TEMPLATE))
        .isEqualTo(
            new DecodeReport.Tally(
                1, 34, 12, "template 256 of " + exporter + ":2055 domain 1.2.3"));
    assertThat(out.records()).isEqualTo(7);
    assertThat(replaced.failure()).contains("no answer of " + exporter);
    assertThat(replaced.path()).isEqualTo("flows/10.99.0.1/a.pcap");
  }

  @Test
  void whatIsInsideIsReplacedAmongArgumentsAndNamesOfFilesAreNot() {
    String block = anonymiser.of(Cidr.parse("10.0.0.0/8")).toString();
    assertThat(
            anonymiser.ofArguments(
                List.of(
                    "match",
                    "10.0.0.1",
                    "-o=10.0.0.2",
                    "--inside=10.0.0.0/8,10.0.0.0/8",
                    "-o",
                    "10.0.0.3",
                    "--inside",
                    "10.0.0.0/8",
                    "10.0.0.0/8",
                    "--",
                    "--inside",
                    "10.0.0.4",
                    "--inside=10.0.0.5")))
        .containsExactly(
            "match",
            "10.0.0.1",
            "-o=10.0.0.2",
            "--inside=" + block + "," + block,
            "-o",
            "10.0.0.3",
            "--inside",
            block,
            "10.0.0.0/8",
            "--",
            "--inside",
            "10.0.0.4",
            "--inside=10.0.0.5");
    assertThat(anonymiser.ofArguments(List.of("--inside", " 10.0.0.0/8,")))
        .as("as the option may be written")
        .containsExactly("--inside", block);
  }

  @Test
  void aFailureKeepsTheNameOfItsFileAndNoOtherAddress() {
    String exporter = anonymiser.of(IpAddress.parse("10.99.0.1")).toString();
    String name = "10.99.0.1";
    assertThat(
            failure(
                InputFailure.Kind.MALFORMED,
                name,
                "set of 10.99.0.1",
                name + ", offset 7: set of 10.99.0.1"))
        .isEqualTo("set of " + exporter + "|" + name + ", offset 7: set of " + exporter);
    String denied = name + ": permission denied";
    assertThat(failure(InputFailure.Kind.UNREADABLE, name, denied, denied))
        .isEqualTo(denied + "|" + denied);
    String again = "second reading: 10.99.0.1, offset 7: set of 10.99.0.1";
    assertThat(failure(InputFailure.Kind.UNREADABLE, name, again, name + ": " + again))
        .isEqualTo(
            "second reading: 10.99.0.1, offset 7: set of "
                + exporter
                + "|10.99.0.1: second reading: 10.99.0.1, offset 7: set of "
                + exporter);
  }

  private String failure(InputFailure.Kind kind, String path, String detail, String message) {
    InputFailure replaced =
        anonymiser
            .of(
                new InputSummary(
                    path,
                    "id",
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    List.of(new InputFailure(kind, OptionalLong.empty(), detail, message))))
            .failures()
            .get(0);
    return replaced.detail() + "|" + replaced.message();
  }
}
