// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Small files of real collectors, with what nfdump prints of each beside it. */
final class ContractFiles {

  private ContractFiles() {}

  /** All files, sorted. */
  static List<Path> all() throws IOException {
    URL folder =
        Objects.requireNonNull(
            ContractFiles.class.getResource("/contract/nfcapd"),
            "contract/nfcapd on the class path");
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.filter(file -> file.toString().endsWith(".nfcapd")).sorted().toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  static Path expected(Path file) {
    return file.resolveSibling(
        file.getFileName().toString().replaceFirst("\\.nfcapd$", ".expected.csv"));
  }
}
