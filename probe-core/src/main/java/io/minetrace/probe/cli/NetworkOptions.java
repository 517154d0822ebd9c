// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.IoMessages;
import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.EntryLines;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.probe.dns.ResolverSettings;
import io.minetrace.probe.transport.NodeLogins;
import io.minetrace.probe.transport.OptOutFile;
import io.minetrace.probe.transport.OptOutList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that touches the network: a picocli mixin. */
final class NetworkOptions {

  private static final String ADDRESSES_VARIABLE = "MINETRACE_OWN_ADDRESSES";
  private static final String NODE_LOGINS_VARIABLE = "MINETRACE_NODE_LOGINS";

  @Option(
      names = "--allow-net",
      paramLabel = "CIDR",
      description = "Visit this block although it is not public address space; repeatable.",
      converter = CidrConverter.class)
  private List<Cidr> allowed = List.of();

  @Option(
      names = "--name-server",
      paramLabel = "ADDRESS[:PORT]",
      description = "Ask this one instead of the system's; repeatable.",
      converter = NameServerConverter.class)
  private List<Endpoint> nameServers = List.of();

  @Option(
      names = "--opt-out",
      paramLabel = "FILE",
      description =
          "Never connect to what this file lists: an address, a block, a host name, "
              + "*.DOMAIN or pool:NAME a line. Read again whenever it changes.")
  private Optional<Path> optOutFile = Optional.empty();

  @Option(
      names = "--node-logins",
      paramLabel = "FILE",
      description =
          "Logins of nodes of your own, ADDRESS:PORT USER PASSWORD a line, in a file that "
              + "nobody else can read: said to that address and port only, when it asks for a "
              + "login over HTTP (Basic or Digest; whoever listens in between, or answers at "
              + "that address and asks for Basic, learns the password), and nowhere shown "
              + "(environment: MINETRACE_NODE_LOGINS).")
  private Optional<Path> nodeLoginFile = Optional.empty();

  @Option(
      names = "--own-addresses",
      paramLabel = "FILE",
      description =
          "Wallets of your own, COIN ADDRESS a line: named to pools that give work to a "
              + "wallet only, where that coin alone is declared (catalog, or --coin of probe) "
              + "or the pool names it; to what may be a pool of Monero's kin in the first line, "
              + "for such pools may ban for a second login (environment: "
              + "MINETRACE_OWN_ADDRESSES). Shares are never sent.")
  private Optional<Path> addressFile = Optional.empty();

  /** Read once, as the logins. */
  OwnAddresses addresses(Map<String, String> environment) {
    Optional<Path> file = given(addressFile, environment, ADDRESSES_VARIABLE);
    return file.isEmpty()
        ? OwnAddresses.NONE
        : read("--own-addresses", file.get(), f -> EntryLines.ofFile(f, OwnAddresses::parse));
  }

  private static Optional<Path> given(
      Optional<Path> option, Map<String, String> environment, String variable) {
    return option.or(
        () ->
            Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of));
  }

  /** Read once: what is changed later counts from the next start. */
  NodeLogins nodeLogins(Map<String, String> environment) {
    Optional<Path> file = given(nodeLoginFile, environment, NODE_LOGINS_VARIABLE);
    return file.isEmpty() ? NodeLogins.NONE : read("--node-logins", file.get(), NodeLogins::read);
  }

  /** Reads a file, and says what is wrong with it. */
  @FunctionalInterface
  private interface FileReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T read(String option, Path file, FileReader<T> reader) {
    try {
      return reader.read(file);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": " + IoMessages.describe(e));
    }
  }

  /**
   * Whose owners asked not to be probed.
   *
   * @param complaints told when a later version of the file cannot be used
   */
  Supplier<OptOutList> optOut(Consumer<String> complaints) {
    if (optOutFile.isEmpty()) {
      return () -> OptOutList.NOBODY;
    }
    return read("--opt-out", optOutFile.get(), file -> new OptOutFile(file, complaints));
  }

  List<Cidr> allowed() {
    return allowed;
  }

  ResolverSettings resolverSettings() {
    return ResolverSettings.SYSTEM.withNameServers(nameServers);
  }

  /** What a parser refuses is a wrong use of the command, not an error of ours. */
  static <T> T orUsageError(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static final class CidrConverter implements ITypeConverter<Cidr> {
    @Override
    public Cidr convert(String value) {
      return orUsageError(() -> Cidr.parse(value));
    }
  }

  private static final class NameServerConverter implements ITypeConverter<Endpoint> {
    @Override
    public Endpoint convert(String value) {
      boolean hasPort = value.matches(".*:[0-9]+") && !value.matches("[0-9a-fA-F:]*");
      boolean bareIpv6 = !hasPort && value.indexOf(':') >= 0 && !value.startsWith("[");
      return orUsageError(
          () -> Endpoint.parse(hasPort ? value : (bareIpv6 ? "[" + value + "]" : value) + ":53"));
    }
  }
}
