// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.noise.ForgedMessageException;
import io.minetrace.probe.noise.NoiseHandshake;
import io.minetrace.probe.noise.NoiseLink;
import io.minetrace.probe.noise.PoolAuthority;
import io.minetrace.probe.noise.ServerCertificate;
import io.minetrace.window.Evidence;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * One talk with a Stratum V2 server.
 *
 * <pre>
 *  handshake ─ 234 bytes whose tags fit ─► SetupConnection said ─► frames ─► …
 *      └─ other bytes ─► over            └─ a tag that does not fit ─► over
 * </pre>
 */
final class StratumV2Talk implements NoiseTalk {

  /** Longer than any message that answers SetupConnection: not worth reading. */
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024;

  private static final int SEALED_HEADER_BYTES = StratumV2Frame.HEADER_BYTES + NoiseLink.TAG_BYTES;

  private static final Finding NO_HANDSHAKE =
      Finding.unproven(DialogueOutcome.MALFORMED, Evidence.E0);

  private final DialogueContext context;
  private final NoiseHandshake handshake;
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
  private final List<String> remarks = new ArrayList<>();

  private final StratumV2Answer answer;

  private Optional<NoiseLink> link = Optional.empty();
  private Optional<Bytes> header = Optional.empty();
  private Optional<Bytes> next = Optional.empty();
  private boolean over;

  StratumV2Talk(DialogueContext context, RandomGenerator random) {
    this.context = context;
    this.answer = new StratumV2Answer(context, remarks::add);
    this.handshake = new NoiseHandshake(random);
  }

  @Override
  public Bytes opening() {
    return handshake.opening();
  }

  @Override
  public NoiseReading hear(Bytes bytes) {
    if (!over) {
      unread.writeBytes(bytes.toArray());
    }
    next = Optional.empty();
    remarks.clear();
    try {
      takeAll();
    } catch (ForgedMessageException e) {
      remarks.add(e.getMessage());
      over = true;
    }
    Finding finding = link.isPresent() ? answer.finding() : NO_HANDSHAKE;
    return new NoiseReading(finding, progress(), next, remarks);
  }

  private NoiseReading.Progress progress() {
    if (over) {
      return NoiseReading.Progress.SETTLED;
    }
    boolean whole = link.isPresent() && header.isEmpty() && unread.size() == 0;
    return whole ? NoiseReading.Progress.LISTEN_ON : NoiseReading.Progress.UNFINISHED;
  }

  /** Takes as many messages as have come whole. */
  private void takeAll() throws ForgedMessageException {
    for (OptionalInt length = wanted();
        !over && length.isPresent() && unread.size() >= length.getAsInt();
        length = wanted()) {
      take(cut(length.getAsInt()));
    }
  }

  /** How many bytes the next message has, of the handshake or of a frame's two. */
  private OptionalInt wanted() {
    if (link.isEmpty()) {
      return OptionalInt.of(NoiseHandshake.ANSWER_BYTES);
    }
    int payload = header.map(StratumV2Frame::length).orElse(0);
    if (payload > MAX_PAYLOAD_BYTES) {
      remarks.add("a message of " + payload + " bytes is not read");
      over = true;
      return OptionalInt.empty();
    }
    return OptionalInt.of(header.isEmpty() ? SEALED_HEADER_BYTES : sealedLength(payload));
  }

  /** A message without a payload has no second part. */
  private static int sealedLength(int payload) {
    return payload == 0 ? 0 : payload + NoiseLink.TAG_BYTES;
  }

  private Bytes cut(int length) {
    byte[] all = unread.toByteArray();
    unread.reset();
    unread.write(all, length, all.length - length);
    return Bytes.of(Arrays.copyOf(all, length));
  }

  private void take(Bytes message) throws ForgedMessageException {
    if (link.isEmpty()) {
      finishHandshake(message);
    } else if (header.isEmpty()) {
      header = Optional.of(link.get().open(message));
    } else {
      Bytes opened = message.length() == 0 ? Bytes.EMPTY : link.get().open(message);
      StratumV2Frame frame = StratumV2Frame.of(header.get(), opened);
      header = Optional.empty();
      answer.take(frame);
      over = answer.isRefusal();
    }
  }

  private void finishHandshake(Bytes answer) throws ForgedMessageException {
    NoiseLink made = handshake.finish(answer);
    link = Optional.of(made);
    describe(made.certificate());
    StratumV2Frame setup = StratumV2Frame.setupConnection(context);
    Bytes sealedHeader = made.seal(setup.header());
    Bytes sealedPayload = made.seal(setup.payload());
    next = Optional.of(sealedHeader.plus(sealedPayload));
    remarks.add("SetupConnection for " + context.host() + ":" + context.port());
  }

  private void describe(ServerCertificate certificate) {
    long now = Math.floorDiv(context.now(), 1000L);
    boolean valid = certificate.validFrom() <= now && now <= certificate.notValidAfter();
    // Who signed it is not said in it, so the signature can be checked for known authorities only.
    String signer =
        PoolAuthority.signerOf(certificate)
            .map(PoolAuthority::words)
            .orElse("nobody that is known");
    remarks.add(
        "certificate of key %s, %s to %s (%s), signed by %s"
            .formatted(
                certificate.serverKeyHex(),
                Instant.ofEpochSecond(certificate.validFrom()),
                Instant.ofEpochSecond(certificate.notValidAfter()),
                valid ? "valid now" : "not valid now",
                signer));
  }
}
