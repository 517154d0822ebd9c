#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The flows that `ra -n -u -p 6 -c '|' -s saddr daddr sport dport proto spkts sbytes stime ltime dpkts dbytes` prints, as
a table with the columns of flows_of_pcap.py. What ra prints as ports of ICMP is not taken over.

usage: ra ... | flows_of_argus.py >TABLE.csv
"""
import csv
import sys

COLUMNS = ("src,dst,sport,dport,proto,packets,bytes,start_ms,end_ms,tcp_flags,reverse_packets,reverse_bytes,"
           "reverse_tcp_flags,exporter,domain,frame").split(",")
NUMBERS = {"tcp": 6, "udp": 17, "icmp": 1}

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(COLUMNS)
for line in sys.stdin:
    source, destination, sport, dport, protocol, packets, octets, start, end, back, octets_back = line.strip().split("|")
    if protocol not in NUMBERS:
        continue                # the header
    ports = ["", ""] if protocol == "icmp" else [sport, dport]
    out.writerow([source, destination, *ports, NUMBERS[protocol], packets, octets, start.replace(".", "")[:13],
                  end.replace(".", "")[:13], 0, back, octets_back, "", "", "", ""])
