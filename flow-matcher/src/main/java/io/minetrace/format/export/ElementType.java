// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Arrays;
import java.util.Optional;

/** The abstract data types of IPFIX, with the lengths in which each may be written. */
enum ElementType {
  OCTET_ARRAY("octetArray"),
  UNSIGNED8("unsigned8", 1, 1),
  UNSIGNED16("unsigned16", 1, 2),
  UNSIGNED32("unsigned32", 1, 4),
  UNSIGNED64("unsigned64", 1, 8),
  UNSIGNED256("unsigned256", 1, 32),
  SIGNED8("signed8", 1, 1),
  SIGNED16("signed16", 1, 2),
  SIGNED32("signed32", 1, 4),
  SIGNED64("signed64", 1, 8),
  FLOAT32("float32", 4, 4),
  FLOAT64("float64", 4, 8) {
    @Override
    boolean allows(int length) {
      // RFC 7011 §6.2: a float64 may be written as a float32, and as nothing between.
      return length == Float.BYTES || length == Double.BYTES;
    }
  },
  BOOLEAN("boolean", 1, 1),
  MAC_ADDRESS("macAddress", 6, 6),
  STRING("string"),
  DATE_TIME_SECONDS("dateTimeSeconds", 4, 4),
  DATE_TIME_MILLISECONDS("dateTimeMilliseconds", 8, 8),
  DATE_TIME_MICROSECONDS("dateTimeMicroseconds", 8, 8),
  DATE_TIME_NANOSECONDS("dateTimeNanoseconds", 8, 8),
  IPV4_ADDRESS("ipv4Address", 4, 4),
  IPV6_ADDRESS("ipv6Address", 16, 16),
  BASIC_LIST("basicList"),
  SUB_TEMPLATE_LIST("subTemplateList"),
  SUB_TEMPLATE_MULTI_LIST("subTemplateMultiList");

  private final String registeredName;
  private final int least;
  private final int most;

  /** A type of any length. */
  ElementType(String registeredName) {
    this(registeredName, 0, FieldSpecifier.VARIABLE_LENGTH);
  }

  /** A type that may be written in fewer bytes than it has, where RFC 7011 §6.2 allows it. */
  ElementType(String registeredName, int least, int most) {
    this.registeredName = registeredName;
    this.least = least;
    this.most = most;
  }

  /** The type that the registry names so. */
  static Optional<ElementType> ofName(String name) {
    return Arrays.stream(values()).filter(type -> type.registeredName.equals(name)).findFirst();
  }

  /** As the registry spells it. */
  String registeredName() {
    return registeredName;
  }

  /** Whether a field of so many bytes can hold it; a variable length tells in each record. */
  boolean allows(int length) {
    return length == FieldSpecifier.VARIABLE_LENGTH || (length >= least && length <= most);
  }
}
