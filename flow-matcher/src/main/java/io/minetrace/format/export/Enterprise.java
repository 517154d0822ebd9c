// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/** Private enterprise numbers of element spaces that are understood. */
final class Enterprise {

  /** No enterprise: the IANA registry, and all of NetFlow v9. */
  static final long IANA = 0;

  /** RFC 5103: the IANA elements again, for the way back. */
  static final long REVERSE = 29305;

  /** CERT (YAF). */
  static final long CERT = 6871;

  /** In the element numbers of CERT: the same, for the way back. */
  static final int CERT_REVERSE_BIT = 0x4000;

  private Enterprise() {}
}
