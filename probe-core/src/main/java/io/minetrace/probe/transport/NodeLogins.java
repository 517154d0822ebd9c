// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.EntryLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The logins of nodes that are the owner's own: who runs a node may want to see it labelled with
 * its coin, which it does not tell without one. One entry a line:
 *
 * <pre>
 *  # a remark
 *  192.0.2.7:8332 user password
 *  [2001:db8::7]:18081 user a password with spaces
 * </pre>
 *
 * An entry is for exactly that address and port; names are not taken, for whoever answers for a
 * name could then ask for the password. Immutable. Nothing of it is shown by {@link #toString()}.
 */
public final class NodeLogins {

  public static final NodeLogins NONE = new NodeLogins(Map.of());

  private static final String EXPECTED = " (expected: ADDRESS:PORT USER PASSWORD)";

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Map<Endpoint, NodeLogin> logins;

  private NodeLogins(Map<Endpoint, NodeLogin> logins) {
    this.logins = Map.copyOf(logins);
  }

  /**
   * Reads a file that nobody but its owner has access to.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if others have access to it, or a line is none of the above
   */
  public static NodeLogins read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNERS.containsAll(permissions)) {
      throw new IllegalArgumentException(
          "%s: permissions %s (expected: access for its owner only, as chmod 600 gives; it holds passwords)"
              .formatted(file, PosixFilePermissions.toString(permissions)));
    }
    return EntryLines.ofFile(file, NodeLogins::parse);
  }

  /**
   * Reads lines.
   *
   * @throws IllegalArgumentException naming the line that is none of the above, without what could
   *     be a password
   */
  static NodeLogins parse(Collection<String> lines) {
    Map<Endpoint, NodeLogin> logins = new HashMap<>();
    EntryLines.read(lines, entry -> add(entry, logins));
    return new NodeLogins(logins);
  }

  private static void add(String entry, Map<Endpoint, NodeLogin> logins) {
    String[] words = entry.split("\\s+", 3);
    if (words.length < 3) {
      throw new IllegalArgumentException((words.length == 1 ? "one word" : "two words") + EXPECTED);
    }
    Endpoint endpoint = endpoint(words[0]);
    if (logins.put(endpoint, new NodeLogin(words[1], words[2])) != null) {
      throw new IllegalArgumentException(endpoint + " has a login already");
    }
  }

  /** What is no endpoint is not shown, nor why: it may hold a password. */
  private static Endpoint endpoint(String word) {
    Optional<Endpoint> endpoint;
    try {
      endpoint = Optional.of(Endpoint.parse(word));
    } catch (IllegalArgumentException e) {
      endpoint = Optional.empty();
    }
    return endpoint
        .filter(tcp -> tcp.transport() == TransportProtocol.TCP)
        .orElseThrow(
            () -> new IllegalArgumentException("the first word is no endpoint" + EXPECTED));
  }

  /** The login for exactly this address and port. */
  Optional<NodeLogin> of(Endpoint endpoint) {
    return Optional.ofNullable(logins.get(endpoint));
  }

  @Override
  public String toString() {
    return logins.size() + " logins";
  }
}
