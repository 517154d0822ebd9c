// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the blocks of a file and decompresses them. Used by one thread. */
final class BlockReader {

  private final BlockSource source;
  private final BlockFraming framing;
  private final BlockOpener opener;
  private final BlockSearch search;
  private final byte[] header;

  /** The block before; blocks are used in turn, so its arrays are as they were. */
  private Optional<Block> previous = Optional.empty();

  /**
   * @param input behind the file header
   */
  BlockReader(FlowInput input, WriterOrder order, BlockFraming framing) {
    this.source = new BlockSource(input);
    this.framing = framing;
    this.opener = new BlockOpener(order, framing);
    this.search = new BlockSearch(source, framing, opener);
    this.header = new byte[framing.headerBytes()];
  }

  /** Reads the next block into one that is not the last that was read. */
  void read(Block block) throws IOException {
    source.awaitReturned(block.loan);
    Optional<String> problem = readHeader(block) ? framing.problem(block) : cutWithoutNeed();
    if (problem.isPresent()) {
      bridge(block, problem.get());
    }
    block.isLast =
        block.headerLength < header.length
            || block.kind == BlockKind.DIRECTORY
            || framing.problem(block).isPresent();
    if (block.isLast) {
      return;
    }
    block.reserve((int) block.size);
    block.length = source.readLent(block.stored, 0, (int) block.size);
    block.loan = source.lent();
    opener.open(block);
    previous = Optional.of(block);
  }

  private boolean readHeader(Block block) throws IOException {
    block.begin(source.offset());
    block.headerLength = source.read(header, 0, header.length);
    if (block.headerLength < header.length) {
      return false;
    }
    framing.header(header, 0, block);
    return true;
  }

  /**
   * At the end of the file: whether the block before, which was cut by it, holds other blocks. Then
   * it had said to be longer than it is.
   */
  private Optional<String> cutWithoutNeed() {
    return previous
        .filter(before -> !before.isWhole())
        .map(before -> "block size: " + before.size + " (expected: at most " + before.length + ")");
  }

  /**
   * Goes on at the next block that is one beyond doubt. It may have begun before the place where a
   * header was expected, if the block before said to be longer than it is.
   */
  private void bridge(Block block, String problem) throws IOException {
    long offset = block.offset;
    boolean isAtEnd = block.headerLength < header.length;
    source.unread(header, 0, block.headerLength);
    previous
        .filter(before -> !opener.isProven(before))
        .ifPresent(before -> source.unread(before.stored, 0, before.length));
    boolean isBridged = search.find() && readHeader(block);
    if (isBridged) {
      long bytes = Math.max(0, block.offset - offset);
      block.gap = Optional.of(new Block.Gap(offset, bytes, OptionalLong.of(block.offset), problem));
    } else if (!isAtEnd) {
      long bytes = source.offset() - offset;
      block.gap = Optional.of(new Block.Gap(offset, bytes, OptionalLong.empty(), problem));
    }
  }
}
