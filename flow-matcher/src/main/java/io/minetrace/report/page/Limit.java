// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

/** Something that the result rests on or is limited by, and what there is to say of it here. */
interface Limit {

  /** Adds it, if there is anything to say. */
  void addTo(Definitions box);
}
