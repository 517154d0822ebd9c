// SPDX-License-Identifier: Apache-2.0
/**
 * Results in the words and shapes of other programs: rows with the columns of nfdump, Zeek, SiLK or
 * Elastic, events of Timesketch, bundles of STIX, events of MISP. Made of the same rows and
 * sessions as our own files, in their order; nothing here changes a result or its digest, and
 * nothing of ours reads these files back.
 */
package io.minetrace.report.exchange;
