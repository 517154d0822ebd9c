#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A capture of IPFIX over UDP as one of IPFIX over SCTP (RFC 9260): for want of a kernel with SCTP, made by hand.

The messages are those of the capture, unchanged and in order, the first on stream 0, the others on streams 1 and 2;
messages of more than 600 bytes are cut into several DATA chunks, small ones share a packet. INIT comes first, one
packet comes twice, and two packets change places. Capture: nanoseconds, Ethernet, IPv4.

usage: over_sctp.py CAPTURE.pcap >FILE.pcap
"""
import struct
import sys

FIRST, TAG, SOURCE, DESTINATION = 0xFFFFFFFC, 0x5EED0001, 40000, 4739
BEGINNING, END = 2, 1
CHUNK = 600


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def messages(data):
    position = 24
    while position < len(data):
        size = struct.unpack_from("<I", data, position + 8)[0]
        frame = data[position + 16:position + 16 + size]
        udp = 14 + 4 * (frame[14] & 15)
        yield data[position:position + 8], frame[:34], frame[udp + 8:]
        position += 16 + size


def packet(time, headers, tag, chunks):
    body = b"".join(chunk + bytes(-len(chunk) % 4) for chunk in chunks)
    common = struct.pack("!HHI", SOURCE, DESTINATION, tag)
    checksum = struct.pack("<I", crc32c(common + bytes(4) + body))
    sctp = common + checksum + body
    ip = bytearray(headers[14:34])
    struct.pack_into("!H", ip, 2, 20 + len(sctp))
    ip[9], ip[10:12] = 132, b"\0\0"
    total = sum(struct.unpack("!10H", ip))
    total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into("!H", ip, 10, ~(total + (total >> 16)) & 0xFFFF)
    frame = headers[:14] + bytes(ip) + sctp
    return time + struct.pack("<II", len(frame), len(frame)) + frame


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    assert struct.unpack_from("<I", data)[0] == 0xA1B23C4D, "not a nanosecond capture in little-endian order"
    found = list(messages(data))
    time, headers, _ = found[0]
    init = struct.pack("!BBHIIHHI", 1, 0, 20, TAG + 1, 65536, 3, 3, FIRST)
    packets, waiting, tsn, numbers = [packet(time, headers, 0, [init])], [], FIRST, [0, 0, 0]
    for index, (time, headers, message) in enumerate(found):
        stream = 0 if index == 0 else 1 + index % 2
        parts = [message[at:at + CHUNK] for at in range(0, len(message), CHUNK)]
        for part, content in enumerate(parts):
            flags = (BEGINNING if part == 0 else 0) | (END if part == len(parts) - 1 else 0)
            chunk = struct.pack("!BBHIHHI", 0, flags, 16 + len(content), tsn, stream, numbers[stream], 0) + content
            tsn = tsn + 1 & 0xFFFFFFFF
            waiting.append(chunk)
            if sum(map(len, waiting)) > CHUNK // 2 or index == len(found) - 1:
                packets.append(packet(time, headers, TAG, waiting))
                waiting = []
        numbers[stream] += 1
    if waiting:
        packets.append(packet(time, headers, TAG, waiting))
    packets[3:5] = packets[4:2:-1]
    packets.insert(3, packets[2])
    sys.stdout.buffer.write(data[:24] + b"".join(packets))


main()
