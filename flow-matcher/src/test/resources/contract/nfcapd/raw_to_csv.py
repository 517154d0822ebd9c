#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `nfdump -q -o raw` (1.6 to 1.8) prints of a file, on standard input, as `flow-matcher flows` would print it.

0 and 0.0.0.0 of a translation, 0 of a firewall's event and TCP flags of 0 are nfdump's way to say "not told". Where it
prints no time of the flow, or 0, its time of the event stands. ICMP has type * 256 + code for a destination port. nfdump
1.6 prints the event of a translator as one of a firewall too: not taken.
"""
import csv
import datetime
import sys

COLUMNS = [
    "flow_start", "flow_end", "source_ip_address", "destination_ip_address", "source_transport_port",
    "destination_transport_port", "protocol_identifier", "tcp_control_bits", "octet_delta_count", "packet_delta_count",
    "post_octet_delta_count", "post_packet_delta_count", "post_nat_source_ip_address", "post_nat_destination_ip_address",
    "post_napt_source_transport_port", "post_napt_destination_transport_port", "firewall_event", "exporter_ip_address"]


def instant(millis):
    seconds = datetime.datetime.fromtimestamp(millis // 1000, datetime.timezone.utc)
    return seconds.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (millis % 1000)


def row(record):
    def number(*names):
        for name in names:
            if name in record:
                return int(record[name].split()[0].rstrip(":"), 0)
        return ""

    def address(*names):
        told = [record[name] for name in names if record.get(name, "::") not in ("0.0.0.0", "::")]
        return told[0] if told else ""

    first, last = number("first") or 0, number("last") or 0
    if "msec_first" in record:
        first, last = first * 1000 + number("msec_first"), last * 1000 + number("msec_last")
    if first == 0:
        first = last = number("Event time")
    if "ICMP" in record:
        kind, code = record["ICMP"].split()[0].split(".")
        ports = [0, int(kind) * 256 + int(code)]
    else:
        ports = [number("src port"), number("dst port")]
    protocol = number("proto")
    return [
        instant(first), instant(last), record["src addr"], record["dst addr"], *ports, protocol,
        (number("tcp flags") or "") if protocol == 6 else "", number("in bytes", "(in)bytes"),
        number("in packets", "(in)packets"), number("out bytes"), number("out packets"), address("src xlt ip"),
        address("dst xlt ip"), number("src xlt port") or "", number("dst xlt port") or "",
        "" if "nat event" in record else number("fw event") or "", address("ip exporter", "ip router")]


def main():
    records = []
    for line in sys.stdin:
        if line.startswith("Flow Record"):
            records.append({})
        elif "=" in line and records:
            name, value = line.split("=", 1)
            records[-1].setdefault(name.strip(), value.strip())
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(row(record) for record in records)


main()
