// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The Community ID of a connection, version 1 with seed 0: the same text for both directions and in
 * every tool that computes it, so that a result can be joined with the logs of others.
 *
 * <pre>
 *   "1:" + base64 of SHA-1 of
 *    seed     u16    0
 *    address  4 | 16 the lesser of both ends, ordered by address, then port
 *    address  4 | 16 the other
 *    protocol u8
 *    padding  u8     0
 *    port     u16    of the first end; both ports only where the protocol has them
 *    port     u16    of the other
 * </pre>
 *
 * <p>Messages of ICMP, whose types and codes stand for ports, are not provided for: no service of
 * ours is reached by them. An IPv4-mapped address is that of IPv4.
 *
 * <p>Source: Community ID flow hashing, specification of version 1.
 */
public final class CommunityId {

  private static final int MOST_BYTES = 2 + 16 + 16 + 2 + 2 + 2;

  private CommunityId() {}

  /** The id of a connection between two ends, whichever of them is given first. */
  public static String of(
      int protocolIdentifier, IpAddress one, int onePort, IpAddress other, int otherPort) {
    boolean ports = hasPorts(protocolIdentifier);
    int order = one.compareTo(other);
    boolean inOrder = order < 0 || (order == 0 && (!ports || onePort <= otherPort));
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES).putShort((short) 0);
    bytes.put((inOrder ? one : other).toBytes()).put((inOrder ? other : one).toBytes());
    bytes.put((byte) protocolIdentifier).put((byte) 0);
    if (ports) {
      bytes.putShort((short) (inOrder ? onePort : otherPort));
      bytes.putShort((short) (inOrder ? otherPort : onePort));
    }
    MessageDigest sha1 = sha1();
    sha1.update(bytes.flip());
    return "1:" + new String(Base64.getEncoder().encode(sha1.digest()), StandardCharsets.US_ASCII);
  }

  /** The specification knows those of TCP, UDP and SCTP; DCCP is hashed as one without. */
  private static boolean hasPorts(int protocolIdentifier) {
    return TransportProtocol.of(protocolIdentifier)
        .filter(transport -> transport != TransportProtocol.DCCP)
        .isPresent();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
