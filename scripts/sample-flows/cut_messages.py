#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The IPFIX messages of a capture one behind the other, as an IPFIX file (RFC 5655) has them: the UDP headers cut off.

The capture is one of tcpdump's with nanoseconds, Ethernet, IPv4, no fragments. Nothing is changed or left out, but for
what comes after the first COUNT messages where that is given; an IPFIX file can be cut so, too.

usage: cut_messages.py CAPTURE.pcap|FILE.ipfix [COUNT] >FILE.ipfix
"""
import struct
import sys

with open(sys.argv[1], "rb") as file:
    data = file.read()
count = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
is_file = struct.unpack_from("!H", data)[0] == 10
assert is_file or struct.unpack_from("<I", data)[0] == 0xA1B23C4D, "not a nanosecond capture in little-endian order"
position = 0 if is_file else 24
while position < len(data) and count > 0:
    if is_file:
        size = struct.unpack_from("!H", data, position + 2)[0]
        message = data[position:position + size]
        position += size
    else:
        size = struct.unpack_from("<I", data, position + 8)[0]
        udp = position + 16 + 14 + 4 * (data[position + 16 + 14] & 15)
        message = data[udp + 8:udp + struct.unpack_from("!H", data, udp + 4)[0]]
        position += 16 + size
    version, length = struct.unpack_from("!HH", message)
    assert (version, length) == (10, len(message)), f"before offset {position}: not one IPFIX message"
    sys.stdout.buffer.write(message)
    count -= 1
