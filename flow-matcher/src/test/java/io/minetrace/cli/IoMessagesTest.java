// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.report.InputFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoMessagesTest {

  @Test
  void whatADiskSaysIsToldWithTheFileThatItIsOf() {
    assertThat(IoMessages.describe("d/march.nfcapd", new IOException("Input/output error")))
        .isEqualTo("d/march.nfcapd: Input/output error");
    assertThat(IoMessages.describe("march.nfcapd", new IOException()))
        .isEqualTo("march.nfcapd: IOException");
  }

  @Test
  void aMessageThatNamesTheFileDoesSoOnce() {
    assertThat(IoMessages.describe("march", new NoSuchFileException("march")))
        .isEqualTo("march: no such file or directory");
    assertThat(IoMessages.describe("march", new FileNotFoundException("march (Is a directory)")))
        .isEqualTo("march (Is a directory)");
    assertThat(IoMessages.describe("march", new MalformedFlowFileException("march", 3, "magic")))
        .isEqualTo("march, offset 3: magic");
    assertThat(IoMessages.describe("march", new IOException("march: no end of it")))
        .isEqualTo("march: no end of it");
  }

  @Test
  void aFailureIsToldWithTheFileAndListedWithout() {
    InputFailure failure =
        InputMessages.failure("march.nfcapd", new IOException("Input/output error"));

    assertThat(failure.message()).isEqualTo("march.nfcapd: Input/output error");
    assertThat(failure.detail()).isEqualTo("Input/output error");
    assertThat(failure.kind()).isEqualTo(InputFailure.Kind.UNREADABLE);
  }
}
