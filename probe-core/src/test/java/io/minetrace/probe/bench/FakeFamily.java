// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.dialogue.RecordedReply;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A family as the fake servers play it: one of its recorded replies, in one channel, on a port of
 * its own.
 *
 * @param recording what is answered, whatever is asked; empty for Stratum V2, which seals its
 *     answers for whoever asks
 */
record FakeFamily(
    ProbeProtocol protocol, Channel channel, Optional<RecordedReply> recording, int port) {

  /** Nobody ever accepts there, and connection attempts are dropped. */
  static final int DEAD_PORT = 19_999;

  private static final int FIRST_PORT = 20_000;
  private static final List<FakeFamily> ALL = made();

  /** Every reply that proves its own family by a session or work, in every channel it may have. */
  static List<FakeFamily> all() {
    return ALL;
  }

  private static List<FakeFamily> made() {
    List<FakeFamily> families = new ArrayList<>();
    for (ProbeProtocol protocol : ProbeProtocol.values()) {
      for (Channel channel : channels(protocol)) {
        for (Optional<RecordedReply> recording : recordings(protocol)) {
          families.add(new FakeFamily(protocol, channel, recording, FIRST_PORT + families.size()));
        }
      }
    }
    return List.copyOf(families);
  }

  private static List<Channel> channels(ProbeProtocol protocol) {
    return switch (protocol.carrier()) {
      case LINES -> List.of(Channel.PLAIN, Channel.TLS);
      case HTTP -> List.of(Channel.HTTP, Channel.HTTPS);
      case WEBSOCKET -> List.of(Channel.WS, Channel.WSS);
      // It needs no TLS, and nobody was seen to put it there.
      case NOISE -> List.of(Channel.NOISE);
    };
  }

  private static List<Optional<RecordedReply>> recordings(ProbeProtocol protocol) {
    if (protocol == ProbeProtocol.STRATUM2) {
      return List.of(Optional.empty());
    }
    return RecordedReply.of(protocol).stream()
        .filter(reply -> reply.kind() == RecordedReply.Kind.POSITIVE)
        .filter(reply -> reply.expectedEvidence().compareTo(Evidence.E3) >= 0)
        .filter(reply -> reply.expectedProtocols().contains(provenAs(protocol)))
        .map(Optional::of)
        .toList();
  }

  /** The id that a visit must find: BIP 310 is a question that servers of Stratum V1 answer. */
  private static String provenAs(ProbeProtocol protocol) {
    return protocol == ProbeProtocol.STRATUM1_CONFIGURE
        ? ProbeProtocol.STRATUM1.id()
        : protocol.id();
  }

  String provenAs() {
    return provenAs(protocol);
  }

  /** How much a visit must find. */
  Evidence evidence() {
    return recording.map(RecordedReply::expectedEvidence).orElse(Evidence.E3);
  }

  /** The ids that a visit must find, sorted. */
  List<String> protocols() {
    return recording.map(RecordedReply::expectedProtocols).orElse(List.of(provenAs()));
  }

  boolean isWithinTls() {
    return switch (channel) {
      case TLS, HTTPS, WSS -> true;
      case PLAIN, HTTP, WS, NOISE -> false;
    };
  }

  /** A visit as the schedule has it: protocol and channel are those that were proven last. */
  ProbeTarget target(IpAddress address, int atPort, String name) {
    return new ProbeTarget(
        Endpoint.tcp(address, atPort),
        Optional.of(name),
        Optional.of(protocol),
        Optional.of(isWithinTls()),
        List.of(),
        0,
        false);
  }

  @Override
  public String toString() {
    return protocol.id() + recording.map(reply -> "/" + reply.name()).orElse("") + " " + channel;
  }
}
