// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.FlowScreen;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadAhead;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads nfcapd files of all layouts: 1 (nfdump 1.6), 2 (1.7) and 3 (1.8, whose format may still
 * change), of either byte order and any compression.
 *
 * <p>Blocks are read to the end of the input, not to the number in the header: a file that a
 * collector is still writing has 0 there, and all its flows. Block lengths are chained, so a block
 * that cannot be decoded costs that block only; where a length itself is damaged, reading goes on
 * at the next block whose records prove it. The appendix of layout 2 is blocks like the others,
 * with records of other types; the directory and footer of layout 3 only repeat what the block
 * headers say, and end the file.
 *
 * <p>Source: nfdump, {@code bin/nffile.h} of 1.6, {@code src/libnffile/nffileV2.h} and {@code
 * nfxV3.h} of 1.7, {@code src/libnffile/nffileV3/nffileV3.h} of 1.8 (beta).
 */
public final class NfcapdReader implements FlowReader {

  private final Blocks source;
  private final FileHeader header;
  private final int headerBytes;
  private final DecodeReport report;
  private final FileFacts facts;
  private final RecordDecoder records;
  private Optional<Block> current = Optional.empty();

  /** A block that the input ended in, of which it is told once its records are decoded. */
  private Optional<Block> cut = Optional.empty();

  private long blocks;
  private boolean ended;

  private NfcapdReader(FlowInput input, FileHeader header, ReadAhead ahead)
      throws MalformedFlowFileException {
    this.header = header;
    this.report = new DecodeReport(input.name(), header.format());
    this.facts = new FileFacts(header.order(), report);
    this.records = new RecordDecoder(header, report, facts);
    BlockFraming framing = header.framing();
    this.headerBytes = framing.headerBytes();
    header.tell(facts);
    this.source =
        switch (ahead) {
          case ON -> new BlockFeed(input, header.order(), framing);
          case OFF -> new BlocksInTurn(input, header.order(), framing);
        };
  }

  /** Whether a file that begins so claims to be nfcapd's, of any layout and byte order. */
  public static boolean recognises(byte[] head) {
    return FileHeader.recognises(head);
  }

  /**
   * Reads the file header.
   *
   * @throws MalformedFlowFileException if the file is of an unknown layout or compression,
   *     encrypted, or has no complete header
   */
  public static FlowReader open(FlowInput input, ReadOptions options) throws IOException {
    return new NfcapdReader(input, FileHeader.read(input), options.readAhead());
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    while (!batch.isFull() && hasRecords()) {
      records.decode(batch);
    }
    return batch.rows() > 0;
  }

  @Override
  public boolean next(FlowBatch batch, FlowScreen screen) throws IOException {
    batch.clear();
    boolean more = hasRecords();
    if (more) {
      records.decode(batch, screen);
    }
    return more;
  }

  /** Goes on to the next block with records where there are none left; false at the end. */
  private boolean hasRecords() throws IOException {
    while (!records.hasRemaining()) {
      if (cut.isPresent()) {
        tellCut(cut.get(), records.leftOver());
        cut = Optional.empty();
      }
      if (ended) {
        records.end();
        return false;
      }
      nextBlock();
    }
    return true;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  /**
   * Loads the next block into the record decoder, which is left empty by one that gives nothing.
   */
  private void nextBlock() throws IOException {
    current.ifPresent(source::release);
    current = Optional.of(source.next());
    Block block = current.get();
    ended = block.isLast;
    block.gap.ifPresent(this::tell);
    if (block.gap.isPresent() && block.gap.get().next().isEmpty()) {
      return;
    }
    if (block.headerLength < headerBytes) {
      end(block);
      return;
    }
    if (block.kind == BlockKind.DIRECTORY) {
      return;
    }
    long unit = blocks++;
    boolean isDecoded =
        block.kind == BlockKind.RECORDS && !block.isEncrypted && !block.isCompressed();
    if (!block.isWhole() && isDecoded) {
      cut = Optional.of(block);
    } else if (!block.isWhole()) {
      tellCut(block, headerBytes + block.length);
    }
    if (block.isEncrypted) {
      skip(block, Reason.NOT_SUPPORTED, "encrypted block (expected: not encrypted)");
    } else if (block.notDecompressed.isPresent()) {
      skip(
          block,
          Reason.CORRUPT,
          block.compression.label() + " block does not decompress: " + block.notDecompressed.get());
    } else if (block.isCompressed() && !block.isWhole()) {
      // The tail of a compressed block is part of its code; half a block does not decompress.
      report.addUnitSkipped();
    } else {
      take(block, unit);
    }
  }

  private void tellCut(Block block, long lost) {
    report.add(
        Reason.TRUNCATED,
        block.offset,
        lost,
        "block: " + block.length + " bytes left (expected: " + block.size + ")");
  }

  private void take(Block block, long unit) {
    switch (block.kind) {
      case RECORDS -> {
        report.addUnitRead();
        records.load(
            block.data(),
            block.recordsFrom,
            block.dataLength(),
            block.offset + headerBytes,
            unit,
            block.announcedRecords,
            block.isWhole());
      }
      case RECORDS_OF_1_5 ->
          skip(
              block,
              Reason.NOT_SUPPORTED,
              "block of nfdump 1.5 (expected: 1.6 to 1.8; nfdump up to 1.6.17, configured with"
                  + " --enable-compat15, converts with -r FILE -w NEW)");
      case IDENT -> {
        report.addUnitSkipped();
        facts.ident(block.data(), 0, block.dataLength());
      }
      case STATISTICS -> {
        report.addUnitSkipped();
        facts.statistics(block.data(), 0, block.dataLength());
      }
      case OTHER, DIRECTORY, UNKNOWN -> report.addUnitSkipped();
    }
  }

  private void skip(Block block, Reason reason, String problem) {
    report.addUnitSkipped();
    report.add(reason, block.offset, headerBytes + block.length, problem);
  }

  private void tell(Block.Gap gap) {
    report.addUnitSkipped();
    report.add(
        Reason.CORRUPT,
        gap.offset(),
        gap.bytes(),
        gap.problem()
            + (gap.next().isPresent()
                ? "; reading goes on at offset " + gap.next().getAsLong()
                : "; the rest of the file is not read"));
  }

  private void end(Block block) {
    if (block.headerLength > 0) {
      report.add(
          Reason.TRUNCATED,
          block.offset,
          block.headerLength,
          "block header: " + block.headerLength + " bytes left (expected: " + headerBytes + ")");
    } else if (blocks < header.announcedBlocks()) {
      report.add(
          Reason.TRUNCATED,
          block.offset,
          0,
          "file ends after " + blocks + " blocks (expected: " + header.announcedBlocks() + ")");
    } else if (header.announcesDirectory()) {
      report.add(
          Reason.TRUNCATED,
          block.offset,
          0,
          "file ends after " + blocks + " blocks (expected: a directory behind them)");
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
