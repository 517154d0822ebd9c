// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.ExitCode;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.daemon.DaemonConfig;
import io.minetrace.probe.daemon.DaemonLog;
import io.minetrace.probe.daemon.ProbeDaemon;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.probe.dns.NettyResolver;
import io.minetrace.probe.dns.Resolver;
import io.minetrace.probe.dns.ResolverSettings;
import io.minetrace.probe.sweep.OptOuts;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.NodeLogins;
import io.minetrace.probe.transport.OptOutList;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.Prober;
import io.minetrace.probe.transport.ProberSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probe-core daemon}. */
@Command(
    name = "daemon",
    description = {
      "Keeps the catalog fresh: resolves its names, visits what they serve, and stores what it",
      "finds, until it is stopped. What happens is logged on stderr, one JSON object a line."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done (with --once)",
      "1:internal error",
      "2:wrong usage",
      "5:database absent, or newer than the program",
      "130, 143:stopped; everything under way was stored"
    })
final class DaemonCommand implements Callable<Integer> {

  private static final int STOP_SECONDS = 18;

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOptions database;

  @Option(
      names = "--vantage",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Name of this observer (default: ${DEFAULT-VALUE}).")
  private String vantage;

  @Option(
      names = "--sweep-interval",
      paramLabel = "TIME",
      defaultValue = "3h",
      converter = DurationConverter.class,
      description = "Between two visits to an endpoint (default: ${DEFAULT-VALUE}).")
  private Duration sweepInterval;

  @Option(
      names = "--dns-interval",
      paramLabel = "TIME",
      defaultValue = "30m",
      converter = DurationConverter.class,
      description = "Between two questions for a name (default: ${DEFAULT-VALUE}).")
  private Duration dnsInterval;

  @Option(
      names = "--once",
      description = {
        "Visit everything that is due once, and end. Without confirmations of misses, which would",
        "have to be waited for."
      })
  private boolean once;

  @Option(
      names = "--agent",
      paramLabel = "TEXT",
      defaultValue = ProberSettings.DEFAULT_AGENT,
      description = "How to introduce ourselves (default: ${DEFAULT-VALUE}).")
  private String agent;

  @Option(
      names = "--spacing",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "Least time between visits to one address (default: ${DEFAULT-VALUE}).")
  private Duration spacing;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Connections begun a second at most (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Mixin private NetworkOptions network;

  @Override
  public Integer call() throws IOException {
    DaemonConfig config;
    ProberSettings settings;
    OwnAddresses addresses = network.addresses(System.getenv());
    NodeLogins nodeLogins = network.nodeLogins(System.getenv());
    try {
      config =
          new DaemonConfig(
              vantage,
              sweepInterval.toMillis(),
              dnsInterval.toMillis(),
              once ? DaemonConfig.Run.ONCE : DaemonConfig.Run.UNTIL_STOPPED);
      settings =
          new ProberSettings(
              vantage,
              agent,
              FollowUp.DEFERRED,
              new EgressPolicy(network.allowed()),
              ProbeTimeouts.DEFAULT,
              Pacing.DEFAULT
                  .withAddressPauseMillis(spacing.toMillis())
                  .withConnectionsPerSecond(rate),
              nodeLogins,
              addresses);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return database.run(catalog -> run(catalog, config, settings));
  }

  private ExitCode run(Catalog catalog, DaemonConfig config, ProberSettings settings)
      throws IOException {
    InstantSource clock = InstantSource.system();
    DaemonLog log = new DaemonLog(spec.commandLine().getErr(), clock);
    List<Resolver> resolvers = resolvers(clock);
    Supplier<OptOutList> optOut =
        new OptOuts(
            catalog,
            network.optOut(complaint -> log.event("opt_out", Map.of("error", complaint))),
            log::event);
    try (Prober prober = new NettyProber(settings, optOut, clock)) {
      ProbeDaemon daemon =
          new ProbeDaemon(catalog, resolvers, prober, config, clock, new Random(), log);
      catalog.beforeExit(() -> daemon.stopAndWait(STOP_SECONDS, TimeUnit.SECONDS));
      daemon.run();
      return ExitCode.OK;
    } finally {
      resolvers.forEach(Resolver::close);
    }
  }

  /** Name servers given by hand are asked each for itself: they may have different views. */
  private List<Resolver> resolvers(InstantSource clock) {
    ResolverSettings settings = network.resolverSettings();
    List<ResolverSettings> each =
        settings.nameServers().isEmpty()
            ? List.of(settings)
            : settings.nameServers().stream()
                .map(server -> settings.withNameServers(List.of(server)))
                .toList();
    return each.stream().<Resolver>map(one -> new NettyResolver(one, clock)).toList();
  }
}
