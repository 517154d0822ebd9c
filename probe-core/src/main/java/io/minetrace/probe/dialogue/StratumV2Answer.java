// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a Stratum V2 server says once the handshake is done: the frames, opened. */
final class StratumV2Answer {

  private final DialogueContext context;
  private final Consumer<String> remarks;
  private Finding finding = Finding.mining(Evidence.E2, ProbeProtocol.STRATUM2);
  private boolean refusal;

  /**
   * @param remarks takes what is worth a line in the transcript
   */
  StratumV2Answer(DialogueContext context, Consumer<String> remarks) {
    this.context = context;
    this.remarks = remarks;
  }

  void take(StratumV2Frame frame) {
    switch (frame.type()) {
      case StratumV2Frame.SETUP_CONNECTION_SUCCESS -> {
        finding = finding.and(Finding.mining(Evidence.E3, ProbeProtocol.STRATUM2));
        remarks.accept(
            "SetupConnection.Success: version %d, flags %08x"
                .formatted(frame.number(0, 2), frame.number(2, 4)));
      }
      case StratumV2Frame.SETUP_CONNECTION_ERROR -> {
        remarks.accept(
            "SetupConnection.Error: %s, flags %08x".formatted(frame.string(4), frame.number(0, 4)));
        refusal = true;
      }
      case StratumV2Frame.RECONNECT -> reconnect(frame);
      default ->
          remarks.accept(
              "message %02x of %d bytes".formatted(frame.type(), frame.payload().length()));
    }
  }

  /** An empty host or port 0 stands for the one that was connected to. */
  private void reconnect(StratumV2Frame frame) {
    String host = frame.string(0);
    long port = frame.number(1 + (int) frame.number(0, 1), 2);
    Optional<String> server =
        OtherServer.of(host.isEmpty() ? context.host() : host, port == 0 ? context.port() : port);
    remarks.accept(
        server
            .map(place -> "Reconnect to " + place + ", not followed")
            .orElse("Reconnect to no host"));
    List<String> known = Stream.concat(finding.discovered().stream(), server.stream()).toList();
    finding = finding.withDiscovered(known);
  }

  /** What the handshake and the frames so far show. */
  Finding finding() {
    return finding;
  }

  /** Whether the server ended the talk. */
  boolean isRefusal() {
    return refusal;
  }
}
