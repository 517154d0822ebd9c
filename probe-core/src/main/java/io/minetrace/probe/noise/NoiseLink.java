// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import io.minetrace.probe.Bytes;

/**
 * What a handshake leads to: a key for each direction, and who the server says it is. Messages are
 * to be opened in the order they came. Not for several threads.
 */
public final class NoiseLink {

  /** By how much a sealed message is longer. */
  public static final int TAG_BYTES = CipherState.TAG_BYTES;

  private static final byte[] NOTHING = {};

  private final CipherState ours;
  private final CipherState theirs;
  private final ServerCertificate certificate;

  NoiseLink(CipherState ours, CipherState theirs, ServerCertificate certificate) {
    this.ours = ours;
    this.theirs = theirs;
    this.certificate = certificate;
  }

  public ServerCertificate certificate() {
    return certificate;
  }

  public Bytes seal(Bytes plain) {
    return Bytes.of(ours.seal(NOTHING, plain.toArray()));
  }

  /**
   * Opens the next message.
   *
   * @throws ForgedMessageException if it is not of the peer of the handshake; the link is then of
   *     no more use
   */
  public Bytes open(Bytes sealed) throws ForgedMessageException {
    return Bytes.of(theirs.open(NOTHING, sealed.toArray(), "message"));
  }
}
