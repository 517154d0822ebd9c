// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.DurationText;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.IoMessages;
import io.minetrace.cli.TextTable;
import io.minetrace.format.options.NearestWord;
import io.minetrace.net.Endpoint;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.dns.NettyResolver;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import io.minetrace.probe.dns.Resolver;
import io.minetrace.probe.transport.EgressPolicy;
import io.minetrace.probe.transport.FollowUp;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.NodeLogins;
import io.minetrace.probe.transport.OptOutList;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.probe.transport.ProbeTimeouts;
import io.minetrace.probe.transport.Prober;
import io.minetrace.probe.transport.ProberSettings;
import io.minetrace.window.Verdict;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Asks endpoints, once each, whether they are mining services, and says how that is known. */
@Command(
    name = "probe",
    description = {
      "Visits each HOST:PORT once and says whether it is a mining service, and how that is known.",
      "Says no credentials and no wallet but your own (--node-logins, --own-addresses). A name is"
          + " visited at each of its addresses. At most"
          + " three connections are made to an endpoint, five seconds or more apart, where the"
          + " answer to one points to another protocol; over all targets the limits of the daemon"
          + " hold. Where servers point to is recorded and never followed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every target was proven to be a mining service",
      "1:internal error",
      "2:wrong usage",
      "8:at least one target was not proven to be one, or a line of a list is no target",
      "9:at least one target was refused by policy",
      "130, 143:interrupted; what was learnt by then is printed"
    })
public final class ProbeCommand implements Callable<Integer> {

  private static final String STDIN = "-";
  private static final int POLITE_SPACING_SECONDS =
      (int) (Pacing.DEFAULT.addressPauseMillis() / 1000);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "HOST:PORT",
      description = "Name or address, and port; IPv6 as [address]:port.",
      converter = TargetConverter.class)
  private List<HostPort> targets = List.of();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "More targets, one a line, or a CSV with the columns address and port, as that of"
              + " flow-matcher candidates; - is standard input; repeatable.")
  private List<String> lists = List.of();

  @Option(
      names = "--json",
      description = "One JSON object a line for each address visited, instead of a table.")
  private boolean json;

  @Option(
      names = "--transcript",
      description = "Show what was said and heard, control characters escaped (first 4 KiB).")
  private boolean transcript;

  @Option(
      names = "--coin",
      paramLabel = "COIN",
      description =
          "The coin that is said to be mined there, as XMR: picks the first question and the wallet"
              + " of --own-addresses, and is compared with what is found.",
      converter = CoinConverter.class)
  private Optional<String> coin = Optional.empty();

  @Mixin private NetworkOptions network;

  @Option(
      names = "--protocol",
      paramLabel = "ID",
      description = "Ask for this protocol first: ${COMPLETION-CANDIDATES}.",
      completionCandidates = ProtocolIds.class,
      converter = ProtocolConverter.class)
  private Optional<ProbeProtocol> protocol = Optional.empty();

  @Option(
      names = "--tls",
      negatable = true,
      description =
          "Whether to speak TLS; any certificate is accepted, and recorded (default: as the answer"
              + " to plain words suggests).")
  private Optional<Boolean> tls = Optional.empty();

  @Option(
      names = "--sni",
      paramLabel = "NAME",
      description =
          "The host name to ask for, in TLS and wherever a protocol has a place for it, of targets"
              + " that are addresses; those that are names are asked for by theirs.")
  private Optional<String> sni = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "The most that one connection may take, up to 1m (default: 15s).")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--agent",
      paramLabel = "TEXT",
      description = "How to introduce ourselves (default: ${DEFAULT-VALUE}).",
      defaultValue = ProberSettings.DEFAULT_AGENT)
  private String agent = ProberSettings.DEFAULT_AGENT;

  @Option(
      names = "--spacing",
      paramLabel = "SECONDS",
      description =
          "Least time between connections to one address; less than the default only for targets"
              + " within --allow-net (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int spacingSeconds = 5;

  private final Set<HostPort> seen = new HashSet<>();
  private boolean headerPrinted;
  private boolean hinted;
  private boolean table;
  private NodeLogins nodeLogins = NodeLogins.NONE;
  private OwnAddresses addresses = OwnAddresses.NONE;

  @Override
  public Integer call() throws IOException {
    if (targets.isEmpty() && lists.isEmpty()) {
      throw usage("no targets: give HOST:PORT, or --list FILE");
    }
    nodeLogins = network.nodeLogins(System.getenv());
    addresses = network.addresses(System.getenv());
    ProberSettings settings = settings(spacingSeconds);
    boolean several = targets.size() > 1 || !lists.isEmpty();
    table = several && !json && !transcript;
    ProbeRun run;
    try (Resolver resolver = new NettyResolver(network.resolverSettings(), InstantSource.system());
        Prober prober = prober(settings);
        ProbeProgress progress =
            new ProbeProgress(
                spec.commandLine().getErr(),
                several ? ProbeProgress.Form.usual() : ProbeProgress.Form.LINES)) {
      run =
          new ProbeRun(
              target -> {
                progress.added();
                return answers(target, resolver, prober);
              },
              ProbeCommand::fate,
              answers -> {
                progress.answered();
                progress.makeRoom();
                answers.forEach(this::print);
              });
      ProbeRun begun = run;
      Thread atInterrupt = new Thread(() -> interrupt(begun, progress), "what was learnt");
      Runtime.getRuntime().addShutdownHook(atInterrupt);
      addAll(run);
      run.finish();
      leave(atInterrupt);
    }
    if (table) {
      summarise(run);
    }
    return exitCode(run).code();
  }

  private void addAll(ProbeRun run) throws IOException {
    for (HostPort target : targets) {
      add(target, run);
    }
    for (String name : lists) {
      try (TargetList list = open(name)) {
        for (Optional<TargetList.Entry> entry = list.next();
            entry.isPresent();
            entry = list.next()) {
          if (entry.get().target().isPresent()) {
            add(entry.get().target().get(), run);
          } else {
            run.addNone();
            complain(TextTable.printable(entry.get().problem()));
          }
        }
      }
    }
  }

  private void add(HostPort target, ProbeRun run) {
    if (seen.add(target)) {
      run.add(target);
    }
  }

  private TargetList open(String name) {
    if (name.equals(STDIN)) {
      return new TargetList("standard input", System.in);
    }
    try {
      return new TargetList(name, new FileInputStream(name));
    } catch (IOException e) {
      throw usage("--list: " + IoMessages.describe(e));
    }
  }

  private static void leave(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending, and the hook has printed what there was.
    }
  }

  private void interrupt(ProbeRun run, ProbeProgress progress) {
    progress.makeRoom();
    run.stop();
    summarise(run);
  }

  private void summarise(ProbeRun run) {
    long notAsked = run.targets(ProbeRun.Fate.NOT_ASKED);
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "targets: %d proven, %d not proven, %d refused by policy%s%n",
        run.targets(ProbeRun.Fate.PROVEN),
        run.targets(ProbeRun.Fate.NOT_PROVEN),
        run.targets(ProbeRun.Fate.REFUSED),
        notAsked == 0 ? "" : ", " + notAsked + " without an answer");
    err.flush();
  }

  private static ExitCode exitCode(ProbeRun run) {
    if (run.targets(ProbeRun.Fate.REFUSED) > 0) {
      return ExitCode.REFUSED_BY_POLICY;
    }
    return run.targets(ProbeRun.Fate.NOT_PROVEN) + run.targets(ProbeRun.Fate.NOT_ASKED) > 0
        ? ExitCode.NOT_PROVEN
        : ExitCode.OK;
  }

  /** A target is proven by one of its addresses. */
  private static ProbeRun.Fate fate(List<ProbeAnswer> answers) {
    if (answers.stream()
        .map(ProbeAnswer::reach)
        .anyMatch(r -> r == Reach.SKIPPED_POLICY || r == Reach.SKIPPED_OPTOUT)) {
      return ProbeRun.Fate.REFUSED;
    }
    return answers.stream().anyMatch(answer -> answer.verdict() == Verdict.UP)
        ? ProbeRun.Fate.PROVEN
        : ProbeRun.Fate.NOT_PROVEN;
  }

  private void complain(String complaint) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("note: " + complaint);
    err.flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Only networks that are ours are visited faster than is polite. */
  private Prober prober(ProberSettings settings) throws IOException {
    Supplier<OptOutList> optOut = network.optOut(this::complain);
    Prober own = new NettyProber(settings, optOut, InstantSource.system());
    if (spacingSeconds >= POLITE_SPACING_SECONDS) {
      return own;
    }
    Prober others =
        new NettyProber(settings(POLITE_SPACING_SECONDS), optOut, InstantSource.system());
    return new Prober() {
      @Override
      public CompletableFuture<Observation> visit(ProbeTarget target) {
        IpAddress address = target.endpoint().address();
        boolean ours = network.allowed().stream().anyMatch(block -> block.contains(address));
        return (ours ? own : others).visit(target);
      }

      @Override
      public void close() {
        own.close();
        others.close();
      }
    };
  }

  private ProberSettings settings(int spacing) {
    if (spacingSeconds < 0) {
      throw usage("--spacing: " + spacingSeconds + " (expected: 0 or more)");
    }
    boolean hasty = spacingSeconds < POLITE_SPACING_SECONDS;
    if (hasty && network.allowed().isEmpty()) {
      throw usage(
          "--spacing: "
              + spacingSeconds
              + " (expected: "
              + POLITE_SPACING_SECONDS
              + " or more, but for networks of your own, given by --allow-net)");
    }
    if (sni.filter(name -> !name.matches("[A-Za-z0-9_.-]{1,253}")).isPresent()
        || sni.flatMap(IpAddress::tryParse).isPresent()) {
      throw usage("--sni: '" + sni.get() + "' (expected: a host name)");
    }
    try {
      return new ProberSettings(
          "command",
          agent,
          FollowUp.WITHIN_VISIT,
          new EgressPolicy(network.allowed()),
          timeouts(),
          Pacing.DEFAULT.withAddressPauseMillis(spacing * 1000L),
          nodeLogins,
          addresses);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ProbeTimeouts timeouts() {
    ProbeTimeouts usual = ProbeTimeouts.DEFAULT;
    if (timeout.isEmpty()) {
      return usual;
    }
    long millis = timeout.get().toMillis();
    if (millis < 1 || millis > LONGEST_TIMEOUT.toMillis()) {
      throw usage("--timeout: " + timeout.get() + " (expected: 1ms to 1m)");
    }
    int most = (int) millis;
    return new ProbeTimeouts(
        Math.min(usual.connectMillis(), most),
        Math.min(usual.listenMillis(), most),
        Math.min(usual.firstByteMillis(), most),
        Math.min(usual.quietMillis(), most),
        Math.min(usual.progressMillis(), most),
        most,
        usual.progressBytes());
  }

  private CompletableFuture<List<ProbeAnswer>> answers(
      HostPort target, Resolver resolver, Prober prober) {
    return resolver
        .resolve(target.host())
        .thenCompose(
            resolution -> {
              List<CompletableFuture<ProbeAnswer>> visits =
                  resolution.addresses().stream()
                      .map(ResolvedAddress::address)
                      .distinct()
                      .map(address -> visit(target, resolution, address, prober))
                      .toList();
              return visits.isEmpty()
                  ? CompletableFuture.completedFuture(
                      List.of(new ProbeAnswer(target, resolution, Optional.empty())))
                  : CompletableFuture.allOf(visits.toArray(CompletableFuture[]::new))
                      .thenApply(nothing -> visits.stream().map(CompletableFuture::join).toList());
            });
  }

  private CompletableFuture<ProbeAnswer> visit(
      HostPort target, Resolution resolution, IpAddress address, Prober prober) {
    return prober
        .visit(probeTarget(target, address))
        .thenApply(seenThere -> new ProbeAnswer(target, resolution, Optional.of(seenThere)));
  }

  private ProbeTarget probeTarget(HostPort target, IpAddress address) {
    boolean isName = IpAddress.tryParse(target.host()).isEmpty();
    return new ProbeTarget(
        Endpoint.tcp(address, target.port()),
        isName ? Optional.of(target.host()) : sni,
        protocol,
        tls,
        coin.stream().toList(),
        0,
        false);
  }

  private void print(ProbeAnswer answer) {
    PrintWriter out = spec.commandLine().getOut();
    ProbeAnswer.Transcripts transcripts =
        transcript ? ProbeAnswer.Transcripts.SHOWN : ProbeAnswer.Transcripts.HIDDEN;
    if (json) {
      out.println(answer.json(transcripts));
    } else if (table) {
      printLine(answer, out);
    } else {
      out.println(answer.text(transcripts));
    }
    out.flush();
    if (answer.reach() == Reach.SKIPPED_POLICY && !hinted) {
      hinted = true;
      spec.commandLine()
          .getErr()
          .println("hint: --allow-net allows a block of addresses that are not public");
      spec.commandLine().getErr().flush();
    }
  }

  private void printLine(ProbeAnswer answer, PrintWriter out) {
    if (!headerPrinted) {
      headerPrinted = true;
      out.println(columns("target", "verdict", "ev", "protocol", "coin", "why"));
    }
    out.println(
        columns(
            answer.place(),
            answer.verdict().name(),
            answer.evidence(),
            answer.protocols(),
            answer.coins(),
            answer.why()));
  }

  /** As wide as most targets are: lines are printed as answers come, not when all are known. */
  private static String columns(
      String target, String verdict, String evidence, String protocol, String coin, String why) {
    return TextTable.printable(
        String.format(
            "%-24s  %-9s  %-2s  %-16s  %-6s  %s", target, verdict, evidence, protocol, coin, why));
  }

  /** The ids of what can be probed. */
  static final class ProtocolIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ids().iterator();
    }

    private static List<String> ids() {
      return Arrays.stream(ProbeProtocol.values()).map(ProbeProtocol::id).toList();
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
                          + "'"
                          + NearestWord.of(value, ProtocolIds.ids())
                              .map(near -> "; did you mean " + near + "?")
                              .orElse("")
                          + " (expected: "
                          + ProtocolIds.ids().stream().collect(Collectors.joining(", "))
                          + ")"));
    }
  }

  /** Ticker symbols, as the catalog writes them. */
  static final class CoinConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!value.matches("[0-9A-Za-z-]{1,20}")) {
        throw new TypeConversionException("'" + value + "' (expected: a ticker symbol, as XMR)");
      }
      return value.toUpperCase(Locale.ROOT);
    }
  }

  private static final class TargetConverter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String value) {
      return NetworkOptions.orUsageError(() -> HostPort.parse(value));
    }
  }
}
