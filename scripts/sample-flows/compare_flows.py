#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two foreign decoders against each other: a table of flows_of_pcap.py and `nfdump -q -o pipe` of the same datagrams.

Prints how many flows agree in addresses, ports, protocol, packets, bytes, start and end, and what differs.

usage: compare_flows.py TABLE.csv FLOWS.pipe
"""
import csv
import sys
from collections import Counter
from ipaddress import IPv4Address, IPv6Address


def address(family, words):
    if family == "2":
        return str(IPv4Address(int(words[3])))
    value = 0
    for word in words:
        value = value << 32 | int(word)
    return str(IPv6Address(value))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        table = Counter((r["src"], r["dst"], int(r["sport"]), int(r["dport"]), int(r["proto"]), int(r["packets"]),
                         int(r["bytes"]), int(r["start_ms"]), int(r["end_ms"])) for r in csv.DictReader(file))
    pipe = Counter()
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            c = line.rstrip("\n").split("|")
            # af, first, last, proto, src x4, sport, dst x4, dport, sas, das, in, out, flags, tos, packets, bytes
            pipe[(address(c[0], c[4:8]), address(c[0], c[9:13]), int(c[8]), int(c[13]), int(c[3]), int(c[20]),
                  int(c[21]), int(c[1]), int(c[2]))] += 1
    same = sum((table & pipe).values())
    print(f"{same} agree, {sum((table - pipe).values())} only in tshark, {sum((pipe - table).values())} only in nfdump")
    for name, rest in (("tshark", table - pipe), ("nfdump", pipe - table)):
        for flow in sorted(rest, key=str)[:4]:
            print(f"  only {name}: {flow}")


main()
