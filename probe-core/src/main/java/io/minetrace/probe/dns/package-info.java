// SPDX-License-Identifier: Apache-2.0
/**
 * Names to addresses, with each record's time to live and with the reason where there is none. The
 * platform's resolver is not used: it hides both.
 */
package io.minetrace.probe.dns;
