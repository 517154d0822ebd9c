// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the addresses in what a run says: the client of a row, the side of it that is not the
 * service, and the exporter. The service's address stays wherever it stands. Threads may share it.
 *
 * <p>Not touched are names of files, which may hold anything.
 */
public final class ResultAnonymiser {

  private static final List<ResultColumn> ADDRESSES =
      List.of(
          ResultColumn.SOURCE_IP_ADDRESS,
          ResultColumn.DESTINATION_IP_ADDRESS,
          ResultColumn.CLIENT_IP_ADDRESS,
          ResultColumn.EXPORTER_IP_ADDRESS);

  /** What may be an address within a sentence, and a colon that may follow it. */
  private static final Pattern TOKEN =
      Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b|[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*){2,8}");

  /** The option whose value is blocks of addresses. */
  private static final String INSIDE = "--inside";

  private final CryptoPan replacement;

  public ResultAnonymiser(AnonymisingKey key) {
    this.replacement = new CryptoPan(key);
  }

  /** A row that is not finished yet: its session follows from the replaced client. */
  public ResultRow of(ResultRow row) {
    ResultColumn[] columns = ResultColumn.values();
    Object[] values = new Object[columns.length];
    for (ResultColumn column : columns) {
      values[column.ordinal()] = row.value(column).orElse(null);
    }
    String pool = row.text(ResultColumn.POOL_IP_ADDRESS);
    for (ResultColumn column : ADDRESSES) {
      Object address = values[column.ordinal()];
      if (address != null && !address.equals(pool)) {
        values[column.ordinal()] = of(IpAddress.parse((String) address)).toString();
      }
    }
    return ResultRow.ofValues(values);
  }

  /** What became of an input, which names exporters. */
  public InputSummary of(InputSummary input) {
    return new InputSummary(
        input.path(),
        input.inputFile(),
        input.bytes(),
        input.sha256(),
        input.flowTimes(),
        input.timeless(),
        input.report().map(report -> report.withAddresses(this::of, this::of)),
        input.failures().stream().map(failure -> of(failure, input.path())).toList());
  }

  /** What stands for an address inside; that of no host stays. */
  public IpAddress of(IpAddress address) {
    return address.equals(IpAddress.UNSPECIFIED) ? address : replacement.of(address);
  }

  /**
   * The block that the addresses of a block are mapped onto: all of it, and nothing else, because
   * prefixes are kept.
   */
  public Cidr of(Cidr block) {
    IpAddress inside = replacement.of(block.address());
    int beyond = (inside.isIpv4() ? 32 : 128) - block.prefixLength();
    long high = inside.high() & (beyond <= 64 ? -1L : beyond == 128 ? 0 : -1L << (beyond - 64));
    long low = inside.low() & (beyond >= 64 ? 0 : -1L << beyond);
    return new Cidr(new IpAddress(high, low), block.prefixLength());
  }

  /**
   * The arguments of the command: the blocks of {@code --inside} are replaced. Names of files stay,
   * even those that look like addresses.
   */
  public List<String> ofArguments(List<String> arguments) {
    List<String> replaced = new ArrayList<>();
    boolean options = true;
    boolean isValue = false;
    for (String argument : arguments) {
      boolean isNext = options && !isValue && argument.equals(INSIDE);
      if (isValue) {
        replaced.add(ofBlocks(argument));
      } else if (options && argument.startsWith(INSIDE + "=")) {
        replaced.add(INSIDE + "=" + ofBlocks(argument.substring(INSIDE.length() + 1)));
      } else {
        replaced.add(argument);
        options &= !argument.equals("--");
      }
      isValue = isNext;
    }
    return replaced;
  }

  private String ofBlocks(String blocks) {
    List<String> replaced = new ArrayList<>();
    // As the option is read: what stands behind the last comma may be nothing.
    for (String part : blocks.split(",", 0)) {
      Cidr block = Cidr.parse(part.strip());
      replaced.add(part.indexOf('/') < 0 ? of(block.address()).toString() : of(block).toString());
    }
    return String.join(",", replaced);
  }

  /** The name of the input stays, as it does elsewhere: both together would undo a replacement. */
  private InputFailure of(InputFailure failure, String path) {
    String detail = failure.detail();
    String message = failure.message();
    String replaced =
        failure.kind() == InputFailure.Kind.UNREADABLE ? besides(path, detail) : of(detail);
    return new InputFailure(
        failure.kind(),
        failure.offset(),
        replaced,
        message.endsWith(detail)
            ? message.substring(0, message.length() - detail.length()) + replaced
            : besides(path, message),
        failure.count());
  }

  /** A sentence that may name its input, as the file system's do. */
  private String besides(String path, String sentence) {
    Matcher name = Pattern.compile(Pattern.quote(path) + "(?=: |, offset )").matcher(sentence);
    return name.find()
        ? of(sentence.substring(0, name.start())) + path + of(sentence.substring(name.end()))
        : of(sentence);
  }

  private String of(String sentence) {
    return TOKEN.matcher(sentence).replaceAll(found -> replaced(found.group()));
  }

  private String replaced(String token) {
    Optional<IpAddress> address = IpAddress.tryParse(token);
    if (address.isEmpty() && token.endsWith(":")) {
      String rest = token.substring(0, token.length() - 1);
      return IpAddress.tryParse(rest).map(before -> of(before) + ":").orElse(token);
    }
    return address.map(found -> of(found).toString()).orElse(token);
  }
}
