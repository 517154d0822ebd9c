// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How constants of a registry and the fuzz targets of a class belong together: by name. */
final class FuzzTarget {

  private FuzzTarget() {}

  /** The target of a constant: {@code nfdumpCsv} of {@code NFDUMP_CSV}. */
  static String of(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (char c : constant.name().toCharArray()) {
      boolean begins = name.length() > 0 && name.charAt(name.length() - 1) == '_';
      if (begins) {
        name.setLength(name.length() - 1);
      }
      name.append(begins ? c : Character.toLowerCase(c));
    }
    return name.toString();
  }

  /** The constant of a registry that has this target. */
  static <E extends Enum<E>> E constant(Class<E> registry, Method target) {
    return Arrays.stream(registry.getEnumConstants())
        .filter(constant -> of(constant).equals(target.getName()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "%s: no constant of %s",
                        target.getName(),
                        registry.getSimpleName())));
  }

  /** The names of the targets of a class. */
  static List<String> in(Class<?> fuzzTest) {
    return Arrays.stream(fuzzTest.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
        .map(Method::getName)
        .toList();
  }
}
