// SPDX-License-Identifier: Apache-2.0
/**
 * When an IP:port was a mining service, and how well that is known: availability windows as values,
 * as an immutable index for matching, and as a file ({@link io.minetrace.window.WindowSnapshot}).
 *
 * <p>Windows are derived from observations by the prober's ledger; here they are only carried and
 * asked. Every field the matcher needs is in the window itself, so that a snapshot without its
 * observations gives the same answers. Depends on {@code net} only; SQL is confined to {@link
 * io.minetrace.window.JdbcWindows}.
 */
package io.minetrace.window;
