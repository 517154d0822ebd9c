// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.net.Cidr;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address block of a command line. */
public final class BlockText implements ITypeConverter<Cidr> {

  @Override
  public Cidr convert(String text) {
    try {
      return Cidr.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + text + "' is no network (" + e.getMessage() + "); one is written like 10.0.0.0/8");
    }
  }
}
