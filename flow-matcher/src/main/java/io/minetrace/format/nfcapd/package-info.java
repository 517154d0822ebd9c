// SPDX-License-Identifier: Apache-2.0
/**
 * Files written by nfcapd and its kin, layouts 1 (nfdump 1.6), 2 (1.7) and 3 (1.8). {@link
 * io.minetrace.format.nfcapd.NfcapdReader} is the one entry.
 *
 * <p>Blocks are found, read and decompressed on a thread of their own (the feed, with a framing a
 * layout), then walked record by record (the record decoder, which decodes layout 2 itself and
 * leaves the flows of the others to a class each). All layouts chain their records alike, so there
 * is one walk.
 */
package io.minetrace.format.nfcapd;
