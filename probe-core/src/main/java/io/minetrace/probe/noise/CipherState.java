// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One key and how many messages went under it (sv2-spec 04 §4.4.1). Not for several threads. */
final class CipherState {

  static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private final SecretKeySpec key;
  private long count;

  CipherState(byte[] key) {
    this.key = new SecretKeySpec(key, "ChaCha20");
  }

  byte[] seal(byte[] associated, byte[] plain) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, associated).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 refuses to seal", e);
    }
  }

  /**
   * @param what the message, for the exception
   */
  byte[] open(byte[] associated, byte[] sealed, String what) throws ForgedMessageException {
    try {
      return cipher(Cipher.DECRYPT_MODE, associated).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new ForgedMessageException(what);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 refuses to open", e);
    }
  }

  /** A cipher for the next message. */
  private Cipher cipher(int mode, byte[] associated) throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0)
            .putLong(count)
            .array();
    count++;
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(mode, key, new IvParameterSpec(nonce));
    cipher.updateAAD(associated);
    return cipher;
  }
}
