// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;

/**
 * Reads each block when it is asked for. Where every processor has a file of its own to read, this
 * takes less of its time than {@link BlockFeed}, for a block stays in the processor's cache from
 * reading to decoding: 22 ns a flow against 34, with LZ4 34 against 50.
 */
final class BlocksInTurn implements Blocks {

  private final FlowInput input;
  private final BlockReader reader;

  /** Two, for the reader may have to look at the one before again. */
  private Block block = new Block();

  private Block other = new Block();

  /**
   * @param input behind the file header
   */
  BlocksInTurn(FlowInput input, WriterOrder order, BlockFraming framing) {
    this.input = input;
    this.reader = new BlockReader(input, order, framing);
  }

  @Override
  public Block next() throws IOException {
    reader.read(block);
    Block next = block;
    block = other;
    other = next;
    return next;
  }

  @Override
  public void release(Block done) {
    // Filled again when it is its turn.
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
