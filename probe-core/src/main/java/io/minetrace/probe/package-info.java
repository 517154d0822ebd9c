// SPDX-License-Identifier: Apache-2.0
/**
 * What one visit to an endpoint established: the observation and the words its fields are made of.
 */
package io.minetrace.probe;
