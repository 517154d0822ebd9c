// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes with a place: what decoders read from, so that every error can name file and offset.
 * Depends on {@code flow} for the exception only.
 */
package io.minetrace.format.bytes;
