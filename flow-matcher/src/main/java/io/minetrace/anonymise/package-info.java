// SPDX-License-Identifier: Apache-2.0
/**
 * Results that can be handed on without the addresses of the hosts inside: each is replaced by
 * another, the same everywhere, that keeps which of them share a network. The services stay: they
 * are what a result is about, and public.
 *
 * <p>Rows are changed once, before anything is made of them, so that sessions, digest, tables and
 * report are all of the replaced addresses, and none can be compared with the others to find what
 * was there before.
 */
package io.minetrace.anonymise;
