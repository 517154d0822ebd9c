// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLoginsTest {

  @TempDir private Path directory;

  private Path file(String permissions, String... lines) throws IOException {
    Path file = Files.write(directory.resolve("logins"), List.of(lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aLoginIsForExactlyItsAddressAndPort() throws IOException {
    NodeLogins logins =
        NodeLogins.read(
            file(
                "rw-------",
                "# nodes of ours",
                "",
                "192.0.2.7:8332 user s3cret",
                "  [2001:db8::7]:18081\tother  #1 with spaces "));

    assertThat(logins.of(Endpoint.parse("192.0.2.7:8332")))
        .hasValue(new NodeLogin("user", "s3cret"));
    assertThat(logins.of(Endpoint.parse("[2001:db8:0::7]:18081")))
        .hasValue(new NodeLogin("other", "#1 with spaces"));
    assertThat(logins.of(Endpoint.parse("192.0.2.7:8333"))).isEmpty();
    assertThat(logins.of(Endpoint.parse("192.0.2.8:8332"))).isEmpty();
  }

  @Test
  void nothingOfALoginIsPrinted() throws IOException {
    NodeLogins logins = NodeLogins.read(file("r--------", "192.0.2.7:8332 user s3cret"));
    ProberSettings settings = ProberSettings.scheduled("here").withNodeLogins(logins);

    assertThat(settings.toString()).contains("1 logins").doesNotContain("s3cret", "user");
    assertThat(new NodeLogin("user", "s3cret")).hasToString("[withheld]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
  void aFileThatOthersHaveAccessToIsRefused(String permissions) throws IOException {
    Path file = file(permissions, "192.0.2.7:8332 user s3cret");

    assertThatThrownBy(() -> NodeLogins.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": permissions "
                + permissions
                + " (expected: access for its owner only, as chmod 600 gives; it holds passwords)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3cret                         | one word (expected: ADDRESS:PORT USER PASSWORD)",
        "user s3cret                    | two words (expected: ADDRESS:PORT USER PASSWORD)",
        "node.test:1 user s3cret        | the first word is no endpoint (expected: ADDRESS:PORT USER PASSWORD)",
        "192.0.2.7 user s3cret          | the first word is no endpoint (expected: ADDRESS:PORT USER PASSWORD)",
        "192.0.2.7:1/udp user s3cret    | the first word is no endpoint (expected: ADDRESS:PORT USER PASSWORD)",
        "http://u:s3cret@10.0.0.1:1 a b | the first word is no endpoint (expected: ADDRESS:PORT USER PASSWORD)",
        "rpcpassword=s3cret # of main   | the first word is no endpoint (expected: ADDRESS:PORT USER PASSWORD)",
        "192.0.2.7:1 us:er s3cret       | user (expected: printable ASCII without a colon)",
        "192.0.2.1:1 user s3\u0007cret  | password (expected: no control characters)"
      })
  void aBadLineIsNamedWithoutItsPassword(String line, String complaint) throws IOException {
    Path file = file("rw-------", "192.0.2.1:9 a b", line);

    assertThatThrownBy(() -> NodeLogins.read(file))
        .hasMessage(file + ", line 2: " + complaint)
        .message()
        .doesNotContain("cret");
  }

  @Test
  void twoLoginsOfOneNodeAreAMistake() throws IOException {
    Path file = file("rw-------", "192.0.2.1:9 a b", "192.0.2.1:9 a c");

    assertThatThrownBy(() -> NodeLogins.read(file))
        .hasMessage(file + ", line 2: 192.0.2.1:9/tcp has a login already");
  }

  @Test
  void bytesThatAreNoTextAreNamed() throws IOException {
    Path file = file("rw-------");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> NodeLogins.read(file)).hasMessage(file + ": bytes that are no UTF-8");
  }
}
