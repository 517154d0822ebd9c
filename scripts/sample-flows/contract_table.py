#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a reader has to make of a small flow file, as `flow-matcher flows` would print it: from a foreign tool's output.

Columns that the foreign tool does not tell are left out of the header; what it tells is absent is an empty cell.

usage: contract_table.py nfcapd FILE.nfcapd          all that nfdump prints of a flow
       contract_table.py nfdump_csv FILE.nfcapd      the same, as far as its `-o csv` has it: whole seconds
       contract_table.py nfdump_json FILE.nfcapd     the same, as far as its `-o json` has it: no ports of ICMP
       contract_table.py nfdump_pipe FILE.nfcapd     the same, as far as its `-o pipe` has it: no exporter
       contract_table.py capture TABLE.csv           a table of flows_of_pcap.py
       contract_table.py capture_v5 TABLE.csv        the same of an exporter whose ICMP flows have a source port: 0
       contract_table.py ipfix_file TABLE.csv        the same without the exporter's address, which no IPFIX file tells
       contract_table.py pmacct TABLE.csv PRINTED    those rows of a table that nfacctd printed, in its order
       contract_table.py argus TABLE.csv             `ra -c ,` with all columns of interest, times in epoch seconds

nfdump is asked twice, for its pipe and its json form (in UTC); where both have a value they must agree.
"""
import csv
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from ipaddress import IPv4Address, IPv6Address

KEY = ("flow_start,flow_end,source_ip_address,destination_ip_address,source_transport_port,"
       "destination_transport_port,protocol_identifier,tcp_control_bits,octet_delta_count,packet_delta_count").split(",")
OUT = ["post_octet_delta_count", "post_packet_delta_count"]
REVERSE = ["reverse_tcp_control_bits", "reverse_octet_delta_count", "reverse_packet_delta_count"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
ICMP = (1, 58)


def instant(milliseconds):
    moment = EPOCH + timedelta(milliseconds=int(milliseconds))
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def nfdump(path, form):
    return subprocess.run(["nfdump", "-r", path, "-o", form], check=True, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "TZ": "UTC"}).stdout


def address(family, words):
    if family == "2":
        return str(IPv4Address(int(words[3])))
    value = 0
    for word in words:
        value = value << 32 | int(word)
    return str(IPv6Address(value))


def of_nfdump(path, kind):
    """One mapping a flow, from nfdump's two forms."""
    pipe = [line.split("|") for line in nfdump(path, "pipe").splitlines() if line[:1].isdigit()]
    objects = json.loads(nfdump(path, "json"))
    assert len(pipe) == len(objects), (len(pipe), len(objects))
    for cells, flow in zip(pipe, objects):
        first, last, protocol, flags = cells[1], cells[2], int(cells[3]), int(cells[18])
        row = {
            "flow_start": instant(first), "flow_end": instant(last), "source_ip_address": address(cells[0], cells[4:8]),
            "destination_ip_address": address(cells[0], cells[9:13]), "source_transport_port": cells[8],
            "destination_transport_port": cells[13], "protocol_identifier": protocol, "tcp_control_bits": flags or "",
            "octet_delta_count": cells[21], "packet_delta_count": cells[20],
            "exporter_ip_address": flow.get("ip4_router") or flow.get("ip6_router") or "",
            "post_octet_delta_count": flow.get("out_bytes", ""), "post_packet_delta_count": flow.get("out_packets", ""),
        }
        told = {"flow_start": flow["first"] + "Z", "flow_end": flow["last"] + "Z",
                "source_ip_address": flow.get("src4_addr") or flow.get("src6_addr"),
                "destination_ip_address": flow.get("dst4_addr") or flow.get("dst6_addr"),
                "octet_delta_count": str(flow["in_bytes"]), "packet_delta_count": str(flow["in_packets"]),
                "destination_transport_port": str(flow["icmp_type"] * 256 + flow["icmp_code"] if "icmp_type" in flow
                                                  else flow["dst_port"])}
        for column, value in told.items():
            assert row[column] == value, (path, column, row[column], value)
        if kind == "nfdump_csv":
            for column in ("flow_start", "flow_end"):
                row[column] = row[column][:-4] + "000Z"
        if kind == "nfdump_json" and protocol in ICMP:
            row["source_transport_port"] = ""
        yield row


def of_capture(path, kind):
    with open(path, encoding="utf-8") as file:
        for flow in csv.DictReader(file):
            # Where the template has an ICMP element instead of ports, the table says port 0.
            portless = kind in ("capture", "ipfix_file", "pmacct") and int(flow["proto"]) in ICMP and flow["sport"] == "0"
            yield {
                "flow_start": instant(flow["start_ms"]), "flow_end": instant(flow["end_ms"]),
                "source_ip_address": flow["src"], "destination_ip_address": flow["dst"],
                "source_transport_port": "" if portless else flow["sport"],
                "destination_transport_port": flow["dport"], "protocol_identifier": flow["proto"],
                "tcp_control_bits": flow["tcp_flags"].replace("0", "") and flow["tcp_flags"],
                "octet_delta_count": flow["bytes"], "packet_delta_count": flow["packets"],
                "reverse_tcp_control_bits": flow["reverse_tcp_flags"].replace("0", "") and flow["reverse_tcp_flags"],
                "reverse_octet_delta_count": flow["reverse_bytes"],
                "reverse_packet_delta_count": flow["reverse_packets"],
                "exporter_ip_address": flow["exporter"], "observation_domain_id": flow["domain"],
            }


def of_printed(table, printed):
    """The table's rows in the order in which nfacctd printed them; its own values are only looked at to find them."""
    waiting = {}
    for row in of_capture(table, "pmacct"):
        waiting.setdefault(tuple(str(row[column]) for column in KEY[2:6] + KEY[8:]), []).append(row)
    with open(printed, encoding="utf-8") as file:
        if printed.endswith(".csv"):
            flows = [{"ip_src": r["SRC_IP"], "ip_dst": r["DST_IP"], "port_src": r["SRC_PORT"], "port_dst": r["DST_PORT"],
                      "bytes": r["BYTES"], "packets": r["PACKETS"]} for r in csv.DictReader(file)]
        else:
            flows = [json.loads(line) for line in file]
    for flow in flows:
        yield waiting[tuple(str(flow[name]) for name in (
            "ip_src", "ip_dst", "port_src", "port_dst", "bytes", "packets"))].pop(0)


def of_argus(path):
    """Argus is the only tool that reads its files, so these are its own words: `ra -n -u -c ,` of the same records."""
    numbers = {"tcp": 6, "udp": 17, "icmp": 1}
    with open(path, encoding="utf-8") as file:
        for flow in csv.DictReader(file):
            if flow["Proto"] not in numbers:
                continue
            icmp = flow["Proto"] == "icmp"
            yield {
                "flow_start": instant(flow["StartTime"].replace(".", "")[:13]),
                "flow_end": instant(flow["LastTime"].replace(".", "")[:13]),
                "source_ip_address": flow["SrcAddr"], "destination_ip_address": flow["DstAddr"],
                "source_transport_port": "" if icmp else flow["Sport"],
                "destination_transport_port": "" if icmp else flow["Dport"],
                "protocol_identifier": numbers[flow["Proto"]],
                "octet_delta_count": flow["SrcBytes"], "packet_delta_count": flow["SrcPkts"],
                "reverse_octet_delta_count": flow["DstBytes"], "reverse_packet_delta_count": flow["DstPkts"],
            }


def main():
    kind, path = sys.argv[1:3]
    if kind == "pmacct":
        rows = list(of_printed(path, sys.argv[3]))
    elif kind == "argus":
        rows = list(of_argus(path))
    elif kind.startswith("capture") or kind == "ipfix_file":
        rows = list(of_capture(path, kind))
    else:
        rows = list(of_nfdump(path, kind))
    columns = list(KEY)
    if kind == "ipfix_file":
        columns += REVERSE + ["observation_domain_id"]
    elif kind.startswith("capture"):
        domain = ["observation_domain_id"] if any(row["observation_domain_id"] for row in rows) else []
        columns += REVERSE + ["exporter_ip_address", *domain]
    elif kind == "argus":
        columns = [c for c in KEY if c != "tcp_control_bits"] + REVERSE[1:]
    elif kind == "pmacct":
        pass
    elif kind != "nfdump_pipe":
        columns += [*(OUT if any(row["post_packet_delta_count"] for row in rows) else []), "exporter_ip_address"]
    out = csv.DictWriter(sys.stdout, columns, lineterminator="\n", extrasaction="ignore")
    out.writeheader()
    out.writerows(rows)
    if not rows:
        raise SystemExit(f"contract_table: no flows in {path}")


main()
