// SPDX-License-Identifier: Apache-2.0
/**
 * Bags of RFC 8493, as far as evidence needs them: their lists of checksums in SHA-256, written,
 * read and held against what lies there. Knows nothing of flows or results.
 */
package io.minetrace.bag;
