// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import io.minetrace.net.IpAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces addresses one to one and keeps prefixes: two addresses that share their first n bits
 * share exactly the first n of their replacements (Crypto-PAn). Bit i is turned by the first bit of
 * AES-128 over the i bits before it, filled up from a pad. IPv4 and IPv6 are each mapped onto
 * themselves. Threads may share it.
 *
 * <p>Source: Xu, Fan, Ammar, Moon, "Prefix-Preserving IP Address Anonymization" (2002), and the
 * sample trace of its authors' implementation.
 */
public final class CryptoPan {

  private static final int BLOCK_BYTES = 16;
  private static final int REMEMBERED = 1 << 16;

  private final Cipher aes;
  private final long padHigh;
  private final long padLow;
  private final Map<IpAddress, IpAddress> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, IpAddress> eldest) {
          return size() > REMEMBERED;
        }
      };

  public CryptoPan(AnonymisingKey key) {
    try {
      aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.cipherKey(), "AES"));
      ByteBuffer pad = ByteBuffer.wrap(aes.doFinal(key.pad()));
      padHigh = pad.getLong();
      padLow = pad.getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES", e);
    }
  }

  /** What stands for an address. */
  public synchronized IpAddress of(IpAddress address) {
    return remembered.computeIfAbsent(address, this::replaced);
  }

  private IpAddress replaced(IpAddress address) {
    if (address.isIpv4()) {
      long turned = turned(address.low() << 32, 0, 32);
      return IpAddress.ofIpv4((int) (address.low() ^ turned >>> 32));
    }
    byte[] cipher = encrypted(address.high(), address.low(), 128);
    return new IpAddress(
        address.high() ^ firstBits(cipher, 0, 64), address.low() ^ firstBits(cipher, 64, 64));
  }

  private long turned(long high, long low, int bits) {
    return firstBits(encrypted(high, low, bits), 0, bits);
  }

  /**
   * The blocks of all prefixes, from none to all bits but one, at once: AES is quick, calls not.
   */
  private byte[] encrypted(long high, long low, int bits) {
    ByteBuffer blocks = ByteBuffer.allocate(bits * BLOCK_BYTES);
    for (int length = 0; length < bits; length++) {
      long highMask = length == 0 ? 0 : -1L << Math.max(0, 64 - length);
      long lowMask = length <= 64 ? 0 : -1L << (128 - length);
      blocks.putLong((high & highMask) | (padHigh & ~highMask));
      blocks.putLong((low & lowMask) | (padLow & ~lowMask));
    }
    try {
      return aes.doFinal(blocks.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks", e);
    }
  }

  /** The first bits of so many blocks, from the highest bit of the result down. */
  private static long firstBits(byte[] blocks, int from, int count) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      long bit = blocks[(from + i) * BLOCK_BYTES] < 0 ? 1 : 0;
      bits |= bit << (63 - i);
    }
    return bits;
  }
}
