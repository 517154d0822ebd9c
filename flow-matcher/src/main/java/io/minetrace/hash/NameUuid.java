// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs that follow from names (RFC 9562 §5.5, version 5): the same thing is called the same. */
public final class NameUuid {

  /** The namespace of everything that has none of its own in the format that names it. */
  public static final UUID MINETRACE = UUID.fromString("6d1f2b1e-7f0c-5e0a-9a55-2d8f6e0c4b17");

  private NameUuid() {}

  /** The UUID of a thing of a kind, in the namespace {@link #MINETRACE}. */
  public static UUID of(String kind, String thing) {
    return of(MINETRACE, kind + "\n" + thing);
  }

  /** The same, marked as version 4 for formats that know no other: its bits are as if random. */
  public static UUID likeRandom(String kind, String thing) {
    UUID name = of(kind, thing);
    return new UUID(
        (name.getMostSignificantBits() & ~0xf000L) | 0x4000L, name.getLeastSignificantBits());
  }

  /** The UUID of version 5 of a name. */
  public static UUID of(UUID namespace, String name) {
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
