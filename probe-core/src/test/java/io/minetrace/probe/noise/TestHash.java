// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** The hashes of the tests' server, of another library than the prober's. */
final class TestHash {

  private TestHash() {}

  static byte[] sha256(byte[]... parts) {
    SHA256Digest digest = new SHA256Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** 64 bytes of RFC 5869. */
  static byte[] hkdf(byte[] salt, byte[] secret) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, salt, null));
    byte[] keys = new byte[64];
    generator.generateBytes(keys, 0, keys.length);
    return keys;
  }
}
