// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs that follow from names (RFC 9562 §5.5, version 5): the same thing is called the same. */
final class NameUuid {

  /** Of everything that these files say which has no namespace of its format. */
  static final UUID OURS = UUID.fromString("6d1f2b1e-7f0c-5e0a-9a55-2d8f6e0c4b17");

  private NameUuid() {}

  static UUID of(UUID namespace, String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(namespace.getMostSignificantBits())
              .putLong(namespace.getLeastSignificantBits())
              .array());
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      return new UUID(
          (hash.getLong() & ~0xf000L) | 0x5000L,
          (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
