// SPDX-License-Identifier: Apache-2.0
/**
 * Addresses, ports and transports as values. Nothing here resolves a name or opens a socket: a
 * matcher on an air-gapped machine must not be able to. Depends on nothing.
 */
package io.minetrace.net;
