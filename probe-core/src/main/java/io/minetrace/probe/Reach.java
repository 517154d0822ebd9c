// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

/** How far a visit got before anything was said. */
public enum Reach {
  /** The name does not exist. */
  DNS_NXDOMAIN,
  /** The name exists and has no address. */
  DNS_NODATA,
  /** The name servers failed. */
  DNS_SERVFAIL,
  /** The name servers did not answer. */
  DNS_TIMEOUT,
  /** The owner asked not to be probed. */
  SKIPPED_OPTOUT,
  /** Our own rules forbid the address. */
  SKIPPED_POLICY,
  /** Our fault: no descriptors, no route, our network down. */
  LOCAL_ERROR,
  /** No answer to the connection attempt. */
  TIMEOUT,
  /** The connection attempt was answered with a reset. */
  REFUSED,
  /** The network said that there is no way. */
  UNREACHABLE,
  /** The connection was established. */
  CONNECTED
}
