// SPDX-License-Identifier: Apache-2.0
/**
 * Flow records that tools print as text: tables with a header, lines of a fixed layout, JSON
 * objects. Each dialect is one public class that {@code FlowFormat} names, and says which columns
 * or keys go to which {@link io.minetrace.format.text.Slot}; the rest is shared. A feed cuts the
 * input into records, a decoder reads one into a row, {@link io.minetrace.format.text.TextReader}
 * counts and writes it to the batch.
 *
 * <p>Rules of all dialects: columns are found by their names, never by position, unless the tool
 * prints none. A record that cannot be read costs itself and is counted with its offset. A last
 * line without a line end is given only if no value of it can be cut. A time without a zone is
 * refused unless the zone is told. Depends on {@code flow}, {@code net}, {@code format.bytes} and
 * {@code format.options}.
 */
package io.minetrace.format.text;
