// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import io.minetrace.net.IpAddress;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Replaces the addresses in what a run says: the client of a row, the side of it that is not the
 * service, and the exporter. The service's address stays wherever it stands. Used by one thread.
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
        input.failure().map(this::of));
  }

  private IpAddress of(IpAddress address) {
    return address.equals(IpAddress.UNSPECIFIED) ? address : replacement.of(address);
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
