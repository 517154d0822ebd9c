// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.net.Endpoint;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.dns.NettyResolver;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import io.minetrace.probe.dns.Resolver;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.Prober;
import io.minetrace.probe.transport.ProberSettings;
import io.minetrace.window.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Asks endpoints, once each, whether they are mining services, and shows what was said. */
@Command(
    name = "probe",
    description = {
      "Visits each HOST:PORT once and says whether it is a mining service, and how that is known.",
      "Says no credentials and no wallet. A name is visited at its first address; at most three"
          + " connections are made to it, one a second or slower, where the answer to one points to"
          + " another protocol."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every target was proven to be a mining service",
      "1:internal error",
      "2:wrong usage",
      "8:at least one target was not proven to be one",
      "9:at least one target was refused by policy",
      "130, 143:interrupted"
    })
public final class ProbeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "HOST:PORT",
      description = "name or address, and port; IPv6 as [address]:port",
      converter = TargetConverter.class)
  private List<HostPort> targets = List.of();

  @Option(names = "--json", description = "one JSON object a line instead of text")
  private boolean json;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--protocol",
      paramLabel = "ID",
      description = "ask for this protocol only: ${COMPLETION-CANDIDATES}",
      completionCandidates = ProtocolIds.class,
      converter = ProtocolConverter.class)
  private Optional<ProbeProtocol> protocol = Optional.empty();

  @Option(
      names = "--agent",
      paramLabel = "TEXT",
      description = "how to introduce ourselves (default: ${DEFAULT-VALUE})",
      defaultValue = ProberSettings.DEFAULT_AGENT)
  private String agent = ProberSettings.DEFAULT_AGENT;

  @Option(
      names = "--spacing",
      paramLabel = "SECONDS",
      description = "least time between visits to one address (default: ${DEFAULT-VALUE})",
      defaultValue = "5")
  private int spacingSeconds = 5;

  @Override
  public Integer call() throws IOException {
    ProberSettings settings = settings();
    try (Resolver resolver = new NettyResolver(network.resolverSettings(), InstantSource.system());
        Prober prober =
            new NettyProber(settings, network.optOut(this::complain), InstantSource.system())) {
      List<CompletableFuture<ProbeAnswer>> answers =
          targets.stream().map(target -> answer(target, resolver, prober, settings)).toList();
      ExitCode gravest = ExitCode.OK;
      for (CompletableFuture<ProbeAnswer> pending : answers) {
        ProbeAnswer answer = pending.join();
        print(answer);
        gravest = graver(gravest, exitCode(answer));
      }
      return gravest.code();
    }
  }

  private void complain(String complaint) {
    spec.commandLine().getErr().println("note: " + complaint);
  }

  private ProberSettings settings() {
    if (spacingSeconds < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--spacing: " + spacingSeconds + " (expected: 0 or more)");
    }
    try {
      return new ProberSettings(
          "command",
          agent,
          FollowUp.WITHIN_VISIT,
          new EgressPolicy(network.allowed()),
          ProbeTimeouts.DEFAULT,
          Pacing.DEFAULT.withAddressPauseMillis(spacingSeconds * 1000L));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private CompletableFuture<ProbeAnswer> answer(
      HostPort target, Resolver resolver, Prober prober, ProberSettings settings) {
    return resolver
        .resolve(target.host())
        .thenCompose(
            resolution ->
                firstAddress(resolution, settings.policy())
                    .map(address -> prober.visit(probeTarget(target, address)))
                    .map(
                        visit ->
                            visit.thenApply(
                                seen -> new ProbeAnswer(target, resolution, Optional.of(seen))))
                    .orElseGet(
                        () ->
                            CompletableFuture.completedFuture(
                                new ProbeAnswer(target, resolution, Optional.empty()))));
  }

  /** An address that may be visited, if there is one; IPv4 before IPv6. */
  private static Optional<IpAddress> firstAddress(Resolution resolution, EgressPolicy policy) {
    List<IpAddress> addresses =
        resolution.addresses().stream().map(ResolvedAddress::address).toList();
    return addresses.stream()
        .filter(address -> policy.refusal(address).isEmpty())
        .findFirst()
        .or(() -> addresses.stream().findFirst());
  }

  private ProbeTarget probeTarget(HostPort target, IpAddress address) {
    boolean isName = IpAddress.tryParse(target.host()).isEmpty();
    return new ProbeTarget(
        Endpoint.tcp(address, target.port()),
        isName ? Optional.of(target.host()) : Optional.empty(),
        protocol,
        Optional.empty(),
        List.of(),
        0,
        false);
  }

  private void print(ProbeAnswer answer) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    out.println(json ? answer.json() : answer.text());
    out.flush();
    int addresses = answer.resolution().addresses().size();
    if (addresses > 1) {
      err.println("note: " + answer.target() + " has " + addresses + " addresses; one was visited");
    }
    if (answer.reach() == Reach.SKIPPED_POLICY) {
      err.println("hint: --allow-net allows a block of addresses that are not public");
    }
    err.flush();
  }

  private static ExitCode exitCode(ProbeAnswer answer) {
    if (answer.reach() == Reach.SKIPPED_POLICY || answer.reach() == Reach.SKIPPED_OPTOUT) {
      return ExitCode.REFUSED_BY_POLICY;
    }
    return answer.verdict() == Verdict.UP ? ExitCode.OK : ExitCode.NOT_PROVEN;
  }

  private static ExitCode graver(ExitCode one, ExitCode other) {
    return one.code() >= other.code() ? one : other;
  }

  /** The ids of what can be probed. */
  static final class ProtocolIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(ProbeProtocol.values()).map(ProbeProtocol::id).iterator();
    }
  }

  private static final class ProtocolConverter implements ITypeConverter<ProbeProtocol> {
    @Override
    public ProbeProtocol convert(String value) {
      return ProbeProtocol.ofId(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + value
                          + "' (expected: "
                          + Arrays.stream(ProbeProtocol.values())
                              .map(ProbeProtocol::id)
                              .collect(Collectors.joining(", "))
                          + ")"));
    }
  }

  private static final class TargetConverter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String value) {
      return NetworkOptions.orUsageError(() -> HostPort.parse(value));
    }
  }
}
