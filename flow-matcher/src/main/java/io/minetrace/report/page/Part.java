// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/** A part of the page, which stands on it after others. */
interface Part {

  /** Writes it, with every element that it opens closed again. */
  void writeTo(Markup page);
}
