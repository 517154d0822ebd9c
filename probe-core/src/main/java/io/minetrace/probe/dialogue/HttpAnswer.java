// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP server's answer to a line of JSON, which it takes for a broken request. How it complains
 * tells what to ask it in HTTP.
 */
final class HttpAnswer {

  private HttpAnswer() {}

  static boolean is(List<String> lines) {
    return !lines.isEmpty() && lines.get(0).startsWith("HTTP/1.");
  }

  static LineReading read(List<String> lines) {
    List<String> lower = lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
    Optional<PoolPhrase> phrase =
        lines.stream()
            .flatMap(line -> PoolPhrase.in(JsonRpcError.ofText(line)).stream())
            .findFirst();
    if (phrase.isPresent()) {
      return LineReading.of(
          Finding.mining(Evidence.E2, phrase.get().protocols()), LineReading.Progress.LISTEN_ON);
    }
    ProbeProtocol suspect = suspect(lower);
    Finding finding = Finding.unproven(DialogueOutcome.HTTP_OTHER, Evidence.E0);
    return LineReading.of(
            suspect == ProbeProtocol.GETBLOCKTEMPLATE
                ? finding
                : finding.withProtocols(List.of(suspect.id())),
            LineReading.Progress.LISTEN_ON)
        .thenTry(suspect);
  }

  private static ProbeProtocol suspect(List<String> lines) {
    if (lines.stream().anyMatch(line -> line.startsWith("server: epee"))) {
      return ProbeProtocol.MONERO_DAEMON;
    }
    // Go's own server, which names no software. 2018: 29 of 29 gave work for Ethereum or Classic.
    boolean go =
        lines.get(0).startsWith("http/1.1 400 bad request")
            && lines.stream().anyMatch(line -> line.matches("content-type: ?text/plain.*"))
            && lines.stream().noneMatch(line -> line.startsWith("server:"));
    return go ? ProbeProtocol.ETH_GETWORK_HTTP : ProbeProtocol.GETBLOCKTEMPLATE;
  }
}
