// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each family's work tells of the chain it is for. */
class FamilyWorkTest {

  private static final String A = "5a1c".repeat(16);
  private static final String B = "90ef".repeat(16);

  private static JobFacts job(String id, String name) {
    return RecordedReply.of(ProbeProtocol.ofId(id).orElseThrow()).stream()
        .filter(reply -> reply.name().equals("positive-" + name))
        .map(reply -> reply.judgedBy(reply.protocol()).job())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "stratum1, session-and-work, 3210400",
    "stratum1-kawpow, work, 4657000",
    "ergo, work, 1650000",
    "nervos, work, 17000000",
    "conflux, work-with-height, 164136900",
    "grin, template, 3500000",
    "grin, job, 3500000",
    "beam, session-and-work, 3100000",
    "btcpool, bytom, 837808",
    "btcpool, arweave, 1500000",
    "monero-login, work, 3540000",
    "monero-login, pushed-job, 3540000",
    "eth-proxy, pushed-work-with-height, 21642529",
    "eth-stratum-2, settings-and-work, 6629077",
    "getblocktemplate, template, 3210000",
    "monero-daemon, template, 3540000"
  })
  void theHeightIsWhereTheFamilyPutsIt(String id, String name, long height) {
    assertThat(job(id, name).height()).hasValue(height);
  }

  @Test
  void theSeedOfAnAlgorithmIsToldFromTheHeader() {
    assertThat(job("stratum1-kawpow", "work").seedHash()).contains(B);
    assertThat(job("eth-proxy", "work").seedHash()).contains(B);
    assertThat(job("eth-stratum-1", "work").seedHash()).contains(B);
    assertThat(job("eth-getwork-http", "work").seedHash()).contains(B);
    assertThat(job("monero-login", "work").seedHash()).contains(A);
    assertThat(job("monero-daemon", "template").seedHash()).contains(A);
  }

  @Test
  void thePreviousBlockIsTurnedAsExplorersPrintIt() {
    assertThat(job("nervos", "work").previousHash()).contains(B);
    assertThat(job("handshake", "work").previousHash()).contains(A);
    assertThat(job("stratum1-zcash", "work").previousHash()).contains("1100".repeat(16));
    assertThat(job("getblocktemplate", "template").previousHash()).contains(A);
    assertThat(job("getwork", "work").previousHash()).contains("4455667700112233".repeat(4));
  }

  @Test
  void anAlgorithmAndAChainAreToldWhereTheyAreNamed() {
    assertThat(job("stratum1-zcash", "zhash").algorithm()).contains("144_5");
    assertThat(job("stratum1-zcash", "zhash").chainWord()).contains("BgoldPoW");
    assertThat(job("monero-login", "work").algorithm()).contains("rx/0");
    assertThat(job("eth-stratum-2", "settings-and-work").algorithm()).contains("ethash");
    assertThat(job("eth-stratum-2", "settings-and-work").epoch()).hasValue(220);
    assertThat(job("stratum1-configure", "mask").algorithm()).contains("sha256d");
  }

  @Test
  void versionAndBitsAreMostSignificantFirst() {
    assertThat(job("stratum1", "session-and-work").version()).hasValue(0x20000000L);
    assertThat(job("stratum1-zcash", "work").version()).hasValue(4);
    assertThat(job("stratum1-zcash", "work").bits()).contains("ffff001d");
    assertThat(job("getwork", "work").version()).hasValue(2);
    assertThat(job("getwork", "work").bits()).contains("1a01a2b3");
  }

  @Test
  void theDifficultyOfASessionIsKeptWithItsWork() {
    assertThat(job("stratum1", "session-and-work").difficulty()).hasValue(512);
    assertThat(job("kheavyhash", "work").difficulty()).hasValue(4);
  }

  static Iterable<RecordedReply> replies() {
    return RecordedReply.all();
  }

  @ParameterizedTest
  @MethodSource("replies")
  void workOfOneFamilyNamesIt(RecordedReply reply) {
    Finding finding = reply.judgedBy(reply.protocol());
    if (finding.evidence() == Evidence.E4 && finding.protocols().size() == 1) {
      assertThat(finding.job().family()).as("family").isEqualTo(finding.protocol());
    }
  }
}
