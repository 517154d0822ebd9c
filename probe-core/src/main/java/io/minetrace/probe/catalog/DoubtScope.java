// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;

/** What a doubt is about. */
public sealed interface DoubtScope {

  /** Every endpoint: our own network was in trouble. */
  record OfEverything() implements DoubtScope {}

  /** The endpoints that names of a pool led to. */
  record OfPool(String pool) implements DoubtScope {}

  /** Every port of an address. */
  record OfAddress(IpAddress address) implements DoubtScope {}

  /** One endpoint. */
  record OfEndpoint(Endpoint endpoint) implements DoubtScope {}
}
