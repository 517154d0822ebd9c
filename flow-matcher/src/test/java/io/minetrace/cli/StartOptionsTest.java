// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the start scripts tell the compiler of methods, which it takes in silence if there is none.
 */
class StartOptionsTest {

  private static final Pattern COMMAND =
      Pattern.compile("-XX:CompileCommand=\\w+,([\\w.]+)::(\\w+)");

  @Test
  void theMethodsThatTheStartScriptsNameAreThere() throws Exception {
    List<MatchResult> commands = COMMAND.matcher(script()).results().toList();
    assertThat(commands).hasSizeGreaterThan(2);
    for (MatchResult command : commands) {
      assertThat(
              Arrays.stream(Class.forName(command.group(1)).getDeclaredMethods())
                  .map(Method::getName))
          .contains(command.group(2));
    }
  }

  private static String script() throws IOException {
    return Files.readString(Path.of("../scripts/lib/java-program.sh"));
  }
}
