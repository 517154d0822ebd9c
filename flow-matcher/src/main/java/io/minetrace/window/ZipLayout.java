// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks through the zip of a snapshot from its first byte to its last and allows nothing that
 * {@link SnapshotWriter} would not have written. Zip readers skip what they do not need, and such
 * bytes could be changed, or carry something, without being noticed.
 *
 * <pre>
 *   5 × { local header, member, data descriptor unless the member is stored }
 *   5 × central header
 *   end record
 * </pre>
 */
final class ZipLayout {

  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int CENTRAL_HEADER_BYTES = 46;
  private static final int END_BYTES = 22;

  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;

  private static final short DEFLATED = 8;
  private static final short UTF_8_NAMES = 0x0800;
  private static final short SIZES_FOLLOW = 0x0008;

  /** 1980-01-01T00:00:02 as MS-DOS has it. */
  private static final int NO_DATE = 0x00210001;

  /**
   * 1980-01-01T00:00:00, with which builds before {@code verify} dated members. Java means by it
   * that the date stands in an extra field, which then depended on the writer's time zone.
   */
  private static final int EARLIER_DATE = 0x00210000;

  private static final long MAX_UINT = 0xffff_ffffL;
  private static final int BUFFER_BYTES = 1 << 16;

  /** What the central directory says of a member. */
  private record Entry(SnapshotMember member, long crc, long storedBytes, long bytes) {

    boolean isStored() {
      return member == SnapshotMember.OBSERVATIONS;
    }

    byte[] name() {
      return member.fileName().getBytes(StandardCharsets.UTF_8);
    }

    /** Fields that the local and the central header share, from "version needed" to "date". */
    void putCommon(ByteBuffer header) {
      header.putShort((short) (isStored() ? 10 : 20));
      header.putShort(isStored() ? UTF_8_NAMES : (short) (UTF_8_NAMES | SIZES_FOLLOW));
      header.putShort(isStored() ? 0 : DEFLATED);
      header.putInt(NO_DATE);
    }

    void putSizes(ByteBuffer header) {
      header.putInt((int) crc);
      header.putInt((int) storedBytes);
      header.putInt((int) bytes);
    }

    ByteBuffer localHeader() {
      ByteBuffer header = littleEndian(LOCAL_HEADER_BYTES + name().length);
      header.putInt(LOCAL_SIGNATURE);
      putCommon(header);
      if (isStored()) {
        putSizes(header);
      } else {
        header.putInt(0).putInt(0).putInt(0);
      }
      header.putShort((short) name().length).putShort((short) 0);
      return header.put(name()).flip();
    }

    ByteBuffer descriptor() {
      ByteBuffer descriptor = littleEndian(DESCRIPTOR_BYTES);
      descriptor.putInt(DESCRIPTOR_SIGNATURE);
      putSizes(descriptor);
      return descriptor.flip();
    }

    ByteBuffer centralHeader(long offset) {
      ByteBuffer header = littleEndian(CENTRAL_HEADER_BYTES + name().length);
      header.putInt(CENTRAL_SIGNATURE);
      header.putShort((short) (isStored() ? 10 : 20));
      putCommon(header);
      putSizes(header);
      // No extra field, no comment, disk 0, no attributes.
      header.putShort((short) name().length).putShort((short) 0).putShort((short) 0);
      header.putShort((short) 0).putShort((short) 0).putInt(0);
      header.putInt((int) offset);
      return header.put(name()).flip();
    }
  }

  private final String name;
  private final RandomAccessFile file;
  private final Map<SnapshotMember, String> sha256 = new EnumMap<>(SnapshotMember.class);

  private ZipLayout(String name, RandomAccessFile file) {
    this.name = name;
    this.file = file;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Checks a file from end to end.
   *
   * @return SHA-256 in hex of the uncompressed bytes of each member
   * @throws UnusableWindowsException naming the first offset that is not as it should be
   */
  static Map<SnapshotMember, String> check(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      ZipLayout layout = new ZipLayout(path.toString(), file);
      layout.check();
      return layout.sha256;
    }
  }

  private void check() throws IOException {
    long length = file.length();
    if (length > MAX_UINT) {
      throw wrong(MAX_UINT, "the file goes on (expected: at most 4 GiB)");
    }
    if (length < END_BYTES) {
      throw wrong(length, "the file ends here (expected: an end record)");
    }
    long endAt = length - END_BYTES;
    ByteBuffer end = read(endAt, END_BYTES);
    long directoryAt = end.getInt(16) & MAX_UINT;
    if (end.getInt(0) != END_SIGNATURE || directoryAt > endAt) {
      throw wrong(endAt, "no end record (the file was cut, or goes on behind it)");
    }
    refuseEarlierBuild();
    Map<SnapshotMember, Entry> entries = directory(directoryAt, endAt);
    long at = 0;
    Map<SnapshotMember, Long> offsets = new EnumMap<>(SnapshotMember.class);
    for (Entry entry : entries.values()) {
      offsets.put(entry.member, at);
      at = checkMember(entry, at, directoryAt);
    }
    if (at != directoryAt) {
      throw wrong(at, "something else than the directory (expected at " + directoryAt + ")");
    }
    for (Entry entry : entries.values()) {
      String what = "directory entry of " + entry.member.fileName();
      at = expect(at, entry.centralHeader(offsets.get(entry.member)), what);
    }
    ByteBuffer expected = littleEndian(END_BYTES);
    expected.putInt(END_SIGNATURE).putInt(0);
    expected.putShort((short) entries.size()).putShort((short) entries.size());
    expected.putInt((int) (at - directoryAt)).putInt((int) directoryAt).putShort((short) 0);
    if (expect(at, expected.flip(), "end record") != length) {
      throw wrong(at + END_BYTES, "the file goes on (expected: its end)");
    }
  }

  /** Sizes and check sums of the members that must be there, in their order. */
  private Map<SnapshotMember, Entry> directory(long directoryAt, long endAt) throws IOException {
    Map<SnapshotMember, Entry> entries = new EnumMap<>(SnapshotMember.class);
    long at = directoryAt;
    for (SnapshotMember member : SnapshotMember.values()) {
      if (endAt - at < CENTRAL_HEADER_BYTES) {
        throw wrong(at, "the directory ends (expected: member " + member.fileName() + ")");
      }
      ByteBuffer header = read(at, CENTRAL_HEADER_BYTES);
      int nameBytes = header.getShort(28) & 0xffff;
      // There must be neither extra field nor comment, which is said where they begin.
      int otherBytes = (header.getShort(30) & 0xffff) + (header.getShort(32) & 0xffff);
      if (header.getInt(0) != CENTRAL_SIGNATURE
          || nameBytes + otherBytes > endAt - at - CENTRAL_HEADER_BYTES) {
        throw wrong(at, "no directory entry (expected: that of " + member.fileName() + ")");
      }
      String found =
          new String(read(at + CENTRAL_HEADER_BYTES, nameBytes).array(), StandardCharsets.UTF_8);
      if (!found.equals(member.fileName())) {
        throw wrong(at, "member '" + found + "' (expected: " + member.fileName() + ")");
      }
      entries.put(
          member,
          new Entry(
              member,
              header.getInt(16) & MAX_UINT,
              header.getInt(20) & MAX_UINT,
              header.getInt(24) & MAX_UINT));
      at += CENTRAL_HEADER_BYTES + nameBytes + otherBytes;
    }
    if (at != endAt) {
      throw wrong(at, "the directory goes on behind the members of a snapshot");
    }
    return entries;
  }

  /** Nothing else is wrong with such a file, but not each of its bytes is told by its contents. */
  private void refuseEarlierBuild() throws IOException {
    if (file.length() < LOCAL_HEADER_BYTES) {
      return;
    }
    ByteBuffer header = read(0, LOCAL_HEADER_BYTES);
    if (header.getInt(0) == LOCAL_SIGNATURE
        && header.getInt(10) == EARLIER_DATE
        && header.getShort(28) != 0) {
      throw new UnusableWindowsException(
          name,
          "written by an earlier build, which dated the members of the zip: it can be matched with,"
              + " and its members are checked as they are read, but it cannot be verified byte for"
              + " byte; take the snapshot again for that");
    }
  }

  /** Returns where the member ends. */
  private long checkMember(Entry entry, long at, long directoryAt) throws IOException {
    String member = "member " + entry.member.fileName();
    long from = expect(at, entry.localHeader(), "local header of " + entry.member.fileName());
    if (entry.storedBytes > directoryAt - from) {
      throw wrong(from, member + ": " + entry.storedBytes + " bytes are more than the file has");
    }
    Contents contents = new Contents(entry.bytes);
    if (entry.isStored()) {
      copy(from, entry.storedBytes, contents, member);
    } else {
      inflate(from, entry.storedBytes, contents, member);
      checkPadding(from, entry, member);
    }
    if (contents.length != entry.bytes) {
      throw wrong(from, member + ": " + contents.length + " bytes (declared: " + entry.bytes + ")");
    }
    if (contents.crc.getValue() != entry.crc) {
      throw wrong(from, member + ": its contents do not have the CRC that the zip states");
    }
    sha256.put(entry.member, Sha256.hex(contents.sha256));
    long to = from + entry.storedBytes;
    return entry.isStored()
        ? to
        : expect(to, entry.descriptor(), "data descriptor of " + entry.member.fileName());
  }

  /** Takes the uncompressed bytes of a member, and no more than were declared. */
  private static final class Contents {

    private final long declared;
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = Sha256.digest();
    private long length;

    Contents(long declared) {
      this.declared = declared;
    }

    /** Whether there were not too many. */
    boolean take(byte[] bytes, int count) {
      length += count;
      crc.update(bytes, 0, count);
      sha256.update(bytes, 0, count);
      return length <= declared;
    }
  }

  private void copy(long from, long bytes, Contents contents, String member) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    file.seek(from);
    for (long left = bytes; left > 0; ) {
      int count = file.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException(name + ": became shorter while it was read");
      }
      left -= count;
      if (!contents.take(buffer, count)) {
        throw more(from, member, contents);
      }
    }
  }

  private void inflate(long from, long bytes, Contents contents, String member) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = new byte[BUFFER_BYTES];
      long at = from;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int count = (int) Math.min(from + bytes - at, BUFFER_BYTES);
          if (count == 0) {
            throw wrong(at, member + ": its compressed bytes end early");
          }
          inflater.setInput(read(at, count));
          at += count;
        }
        if (!contents.take(out, inflater.inflate(out))) {
          throw more(from, member, contents);
        }
      }
      if (inflater.getBytesRead() != bytes) {
        throw wrong(
            from + inflater.getBytesRead(), member + ": bytes behind the end of its contents");
      }
    } catch (DataFormatException e) {
      throw wrong(
          from + inflater.getBytesRead(), member + ": cannot be inflated (" + e.getMessage() + ")");
    } finally {
      inflater.end();
    }
  }

  private UnusableWindowsException more(long from, String member, Contents contents) {
    return wrong(
        from, member + ": more than the " + contents.declared + " bytes that the zip declares");
  }

  /**
   * A deflated stream ends with bits that mean nothing. They must be 0: if the stream still ends
   * with the highest 1 of its last byte taken away, and says the same, that bit was one of them.
   * (It may end and say something else: the last code can begin in the byte before.)
   */
  private void checkPadding(long from, Entry entry, String member) throws IOException {
    long lastAt = from + entry.storedBytes - 1;
    int last = read(lastAt, 1).get() & 0xff;
    if (last == 0) {
      return;
    }
    byte[] cleared = {(byte) (last ^ Integer.highestOneBit(last))};
    Inflater inflater = new Inflater(true);
    CRC32 crc = new CRC32();
    try {
      byte[] out = new byte[BUFFER_BYTES];
      long at = from;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (at > lastAt) {
            return;
          }
          int count = (int) Math.min(lastAt - at, BUFFER_BYTES);
          inflater.setInput(count == 0 ? ByteBuffer.wrap(cleared) : read(at, count));
          at += Math.max(count, 1);
        }
        crc.update(out, 0, inflater.inflate(out));
      }
      if (inflater.getBytesWritten() == entry.bytes && crc.getValue() == entry.crc) {
        throw wrong(lastAt, member + ": bits behind the end of its contents are set");
      }
    } catch (DataFormatException e) {
      // The bit meant something.
    } finally {
      inflater.end();
    }
  }

  private ByteBuffer read(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the offset behind these bytes. */
  private long expect(long at, ByteBuffer expected, String what) throws IOException {
    int length = expected.remaining();
    if (file.length() - at < length) {
      throw wrong(at, "the file ends within " + what);
    }
    ByteBuffer found = read(at, length);
    int differs = found.mismatch(expected);
    if (differs >= 0) {
      HexFormat hex = HexFormat.of();
      throw wrong(
          at + differs,
          what
              + ": 0x"
              + hex.toHexDigits(found.get(differs))
              + " (expected: 0x"
              + hex.toHexDigits(expected.get(differs))
              + ")");
    }
    return at + length;
  }

  private UnusableWindowsException wrong(long offset, String problem) {
    return new UnusableWindowsException(name, "offset " + offset + ": " + problem);
  }
}
