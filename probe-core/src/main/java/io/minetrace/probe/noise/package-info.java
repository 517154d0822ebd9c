// SPDX-License-Identifier: Apache-2.0
/**
 * The encryption of Stratum V2: Noise NX over secp256k1 with keys in ElligatorSwift form (sv2-spec
 * 04, BIP 324, BIP 340). Bytes in, bytes out: no sockets, no clock, and randomness from outside.
 * What it needs of the curve comes from Bouncy Castle, the cipher and the hashes from the JDK.
 */
package io.minetrace.probe.noise;
