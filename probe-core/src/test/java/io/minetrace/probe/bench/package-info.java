// SPDX-License-Identifier: Apache-2.0
/** Programs of {@code scripts/bench}: servers that play pools, and how fast they are visited. */
package io.minetrace.probe.bench;
