#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends the NetFlow v9 of an invented network: TCP, UDP and ICMP over IPv4 and IPv6, firewall and translation events.

usage: send_flows.py COLLECTOR PORT SOURCE   (for a network namespace whose loopback has both addresses)
"""
import ipaddress
import socket
import struct
import sys
import time

UPTIME = 500000
SECONDS = 1777700100
DOMAIN = 77

IPV4 = (8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 1, 8, 2, 4, 23, 4, 24, 4, 22, 4, 21, 4, 10, 2, 14, 2)
IPV6 = (27, 16, 28, 16, 7, 2, 11, 2, 4, 1, 6, 1, 1, 4, 2, 4, 22, 4, 21, 4)
FIREWALL = (148, 4, 8, 4, 7, 2, 12, 4, 11, 2, 4, 1, 225, 4, 226, 4, 227, 2, 228, 2, 233, 1, 33002, 2, 323, 8, 231, 4, 232, 4)
TRANSLATOR = (323, 8, 230, 1, 8, 4, 225, 4, 7, 2, 227, 2, 12, 4, 11, 2, 4, 1, 234, 4)


def ip(text):
    return ipaddress.ip_address(text).packed


def flow_set(number, contents):
    contents += b"\0" * (-len(contents) % 4)
    return struct.pack(">HH", number, len(contents) + 4) + contents


def template(number, fields):
    return struct.pack(">HH", number, len(fields) // 2) + b"".join(struct.pack(">H", f) for f in fields)


def ipv4(source, target, sport, dport, protocol, flags, octets, packets, out_octets, out_packets, first, last):
    return ip(source) + ip(target) + struct.pack(
        ">HHBBQIIIIIHH", sport, dport, protocol, flags, octets, packets, out_octets, out_packets, first, last, 3, 4)


def ipv6(source, target, sport, dport, protocol, flags, octets, packets, first, last):
    return ip(source) + ip(target) + struct.pack(">HHBBIIII", sport, dport, protocol, flags, octets, packets, first, last)


def firewall(connection, source, sport, target, dport, nat_source, nat_sport, event, detail, when, octets, back):
    return (struct.pack(">I", connection) + ip(source) + struct.pack(">H", sport) + ip(target)
            + struct.pack(">HB", dport, 6) + ip(nat_source) + ip(target)
            + struct.pack(">HHBHQII", nat_sport, dport, event, detail, when, octets, back))


def translator(when, event, source, nat_source, sport, nat_sport, target, dport):
    return (struct.pack(">QB", when, event) + ip(source) + ip(nat_source) + struct.pack(">HH", sport, nat_sport)
            + ip(target) + struct.pack(">HBI", dport, 6, 5))


def datagrams():
    when = SECONDS * 1000 - 5000
    yield [flow_set(0, template(256, IPV4) + template(257, IPV6))]
    # one packet in 100 is observed, of all flows
    yield [flow_set(1, struct.pack(">9H", 300, 4, 8, 1, 4, 34, 4, 35, 1))]
    yield [flow_set(300, struct.pack(">IIB", DOMAIN, 100, 2))]
    yield [flow_set(256, ipv4("10.0.0.17", "198.51.100.20", 40001, 3333, 6, 0x1b, 123456, 321, 0, 0, 440000, 499000)
                    + ipv4("198.51.100.20", "10.0.0.17", 3333, 40001, 6, 0x1b, 6543210, 4321, 777, 7, 440010, 499001)
                    + ipv4("10.0.0.18", "203.0.113.9", 0, 3 * 256 + 3, 1, 0, 84, 1, 0, 0, 470000, 470000)
                    + ipv4("10.0.0.19", "192.0.2.53", 51000, 53, 17, 0, (1 << 33) + 5, 2, 0, 0, 479500, 480000))]
    yield [flow_set(257, ipv6("2001:db8::17", "2001:db8:1::20", 40002, 14444, 6, 0x18, 999, 9, 450000, 460000)
                    + ipv6("2001:db8:1::20", "2001:db8::17", 14444, 40002, 6, 0x18, 1999, 19, 450001, 460001))]
    yield [flow_set(0, template(258, FIREWALL) + template(259, TRANSLATOR))]
    yield [flow_set(258, firewall(11, "10.0.0.30", 41000, "198.51.100.20", 3333, "203.0.113.30", 61000, 1, 0, when, 0, 0)
                    + firewall(11, "10.0.0.30", 41000, "198.51.100.20", 3333, "203.0.113.30", 61000, 2, 2016, when + 4000, 4000, 9000)
                    + firewall(12, "10.0.0.31", 41001, "198.51.100.66", 4444, "203.0.113.30", 61001, 3, 1001, when + 4500, 0, 0))]
    yield [flow_set(259, translator(when + 100, 1, "10.0.0.40", "203.0.113.40", 42000, 62000, "198.51.100.20", 3333)
                    + translator(when + 900, 2, "10.0.0.40", "203.0.113.40", 42000, 62000, "198.51.100.20", 3333))]


def main():
    collector = (sys.argv[1], int(sys.argv[2]))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.bind((sys.argv[3], 0))
        for sequence, sets in enumerate(datagrams()):
            header = struct.pack(">HHIIII", 9, len(sets), UPTIME, SECONDS, sequence, DOMAIN)
            out.sendto(header + b"".join(sets), collector)
            time.sleep(0.05)


main()
