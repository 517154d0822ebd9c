// SPDX-License-Identifier: Apache-2.0
package io.minetrace.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BagCheckTest {

  @TempDir private Path bag;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(bag.resolve("data/deep"));
    Files.writeString(bag.resolve("data/rows.csv"), "a,b\n1,2\n");
    Files.writeString(bag.resolve("data/deep/100%.txt"), "per cent");
    Files.writeString(bag.resolve(BagInfo.DECLARATION_FILE), BagInfo.DECLARATION);
    Files.writeString(bag.resolve(BagInfo.FILE), new BagInfo().with("Payload-Oxum", "16.2").text());
    list();
  }

  private void list() throws IOException {
    write(BagManifest.PAYLOAD, "data/rows.csv", "data/deep/100%.txt");
    write(BagManifest.TAGS, BagInfo.DECLARATION_FILE, BagInfo.FILE, BagManifest.PAYLOAD);
  }

  private void write(String list, String... files) throws IOException {
    Map<String, String> sha256 = new TreeMap<>();
    for (String file : files) {
      sha256.put(file, Sha256.hex(bag.resolve(file)));
    }
    Files.writeString(bag.resolve(list), new BagManifest(sha256).text());
  }

  private List<String> problems() throws IOException {
    return BagCheck.of(bag).problems().stream()
        .map(problem -> problem.replace(bag + "/", ""))
        .toList();
  }

  @Test
  void aBagAsItWasMadeIsGood() throws IOException {
    BagCheck check = BagCheck.of(bag);
    assertThat(check.problems()).isEmpty();
    assertThat(check.files()).isEqualTo(2);
    assertThat(check.bytes()).isEqualTo(16);
    assertThat(check.seal()).contains(Sha256.hex(bag.resolve(BagManifest.TAGS)));
    assertThat(bag.resolve(BagManifest.PAYLOAD))
        .content()
        .contains("  data/deep/100%25.txt\n", "  data/rows.csv\n");
  }

  @Test
  void anyByteThatIsChangedIsFoundAndItsFileIsNamed() throws IOException {
    for (String file :
        List.of(
            "data/rows.csv",
            "data/deep/100%.txt",
            BagInfo.DECLARATION_FILE,
            BagInfo.FILE,
            BagManifest.PAYLOAD)) {
      byte[] whole = Files.readAllBytes(bag.resolve(file));
      for (int i = 0; i < whole.length; i++) {
        byte[] changed = whole.clone();
        changed[i] ^= 1;
        Files.write(bag.resolve(file), changed);
        assertThat(problems()).as(file + " " + i).anyMatch(p -> p.startsWith(file + ": SHA-256 "));
      }
      Files.write(bag.resolve(file), whole);
    }
    assertThat(problems()).isEmpty();
  }

  @Test
  void whatIsMissingAndWhatIsTooManyIsNamed() throws IOException {
    Files.delete(bag.resolve("data/rows.csv"));
    Files.writeString(bag.resolve("data/deep/new"), "x");
    Files.writeString(bag.resolve("notes.txt"), "x");
    Files.createSymbolicLink(bag.resolve("data/link"), Path.of("/etc/hostname"));
    assertThat(problems())
        .contains(
            "data/rows.csv: missing",
            "data/deep/new: in no list",
            "notes.txt: in no list",
            "data/link: a link or device (expected: a file)");
  }

  @Test
  void aFileThatIsALinkToItsOwnBytesIsNotTakenForThem() throws IOException {
    Path moved = Files.move(bag.resolve("data/rows.csv"), bag.resolveSibling("rows-elsewhere"));
    Files.createSymbolicLink(bag.resolve("data/rows.csv"), moved);
    assertThat(problems())
        .contains("data/rows.csv: a link or device (expected: a file)", "data/rows.csv: missing");
    Files.delete(moved);
  }

  @Test
  void listsThatAreMissingAreMissed() throws IOException {
    for (String list :
        List.of(BagManifest.TAGS, BagManifest.PAYLOAD, BagInfo.DECLARATION_FILE, BagInfo.FILE)) {
      byte[] whole = Files.readAllBytes(bag.resolve(list));
      Files.delete(bag.resolve(list));
      assertThat(problems()).as(list).contains(list + ": missing");
      Files.write(bag.resolve(list), whole);
    }
  }

  @Test
  void aListDoesNotLeadOutOfTheBag() throws IOException {
    String hex = "0".repeat(64);
    for (String path :
        List.of("../secret", "/etc/passwd", "data/../../x", "~root/x", "data//x", "./data/x")) {
      Files.writeString(bag.resolve(BagManifest.PAYLOAD), hex + "  " + path + "\n");
      assertThat(problems())
          .as(path)
          .contains(BagManifest.PAYLOAD + ", line 1: '" + path + "' is no path below the bag");
    }
  }

  @Test
  void whatIsNoListIsSaidWithItsLine() throws IOException {
    Path list = bag.resolve(BagManifest.PAYLOAD);
    Files.writeString(list, Files.readString(list) + "deadbeef  data/x\n");
    assertThat(problems())
        .contains(
            BagManifest.PAYLOAD + ", line 3: not a checksum and a path (expected: 64 hex digits)");
    Files.writeString(list, Files.readString(list).lines().findFirst().orElseThrow() + "\n");
    Files.writeString(list, Files.readString(list).repeat(2));
    assertThat(problems()).anyMatch(problem -> problem.endsWith("for the second time"));
    Files.write(list, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    assertThat(problems()).contains(BagManifest.PAYLOAD + ": not UTF-8");
  }

  @Test
  void aPayloadThatTheTagListVouchesForIsInTheWrongList() throws IOException {
    write(BagManifest.PAYLOAD, "data/rows.csv");
    write(
        BagManifest.TAGS,
        BagInfo.DECLARATION_FILE,
        BagInfo.FILE,
        BagManifest.PAYLOAD,
        "data/deep/100%.txt");
    assertThat(problems())
        .contains(
            BagManifest.TAGS + ": lists data/deep/100%.txt, which belongs into the other list");
  }

  @Test
  void listsOfOtherProgramsAreRead() throws IOException {
    Path list = bag.resolve(BagManifest.PAYLOAD);
    String text = Files.readString(list, StandardCharsets.UTF_8);
    Files.writeString(list, text.replace("  ", " *").toUpperCase(java.util.Locale.ROOT));
    assertThat(BagManifest.read(list).sha256()).hasSize(2);
    assertThatThrownBy(() -> new BagInfo().with("Case", "two\nlines"))
        .hasMessage("Case: control characters (expected: one line)");
  }

  @Test
  void aDeclarationOfSomethingElseIsNone() throws IOException {
    Files.writeString(bag.resolve(BagInfo.DECLARATION_FILE), "BagIt-Version: 7\n");
    list();
    assertThat(problems())
        .containsExactly("bagit.txt: not the declaration of a bag (expected: version 1.0, UTF-8)");
  }

  @Test
  void theSizeThatWasToldIsHeldAgainstWhatIsThere() throws IOException {
    Files.writeString(bag.resolve(BagInfo.FILE), new BagInfo().with("Payload-Oxum", "17.2").text());
    list();
    assertThat(problems()).containsExactly("bag-info.txt: Payload-Oxum 17.2, found 16.2");
  }
}
