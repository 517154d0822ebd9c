// SPDX-License-Identifier: Apache-2.0
/**
 * Files written by nfcapd and its kin (nfdump 1.7, file layout 2). {@link
 * io.minetrace.format.nfcapd.NfcapdReader} is the one entry.
 */
package io.minetrace.format.nfcapd;
