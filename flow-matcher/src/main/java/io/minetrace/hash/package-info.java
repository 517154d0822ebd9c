// SPDX-License-Identifier: Apache-2.0
/**
 * SHA-256 in the few shapes that files, windows and results need it, and UUIDs of names. Depends on
 * nothing.
 */
package io.minetrace.hash;
