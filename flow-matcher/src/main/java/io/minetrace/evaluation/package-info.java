// SPDX-License-Identifier: Apache-2.0
/**
 * How good the answers are, measured against flows of which it is known what they were: {@link
 * io.minetrace.evaluation.Truth} says it, {@link io.minetrace.evaluation.Evaluation} compares.
 *
 * <p>What is compared is the real matcher's matches, row by row; nothing here knows how they come
 * about. Depends on {@code match}, {@code flow}, {@code window} and {@code net}.
 */
package io.minetrace.evaluation;
