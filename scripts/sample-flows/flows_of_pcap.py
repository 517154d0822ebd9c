#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The flows of a capture of export messages, as tshark decodes them: one line a flow, in the order of the file.

Over UDP, fragmented or not, or over TCP; `frame` is the packet in which tshark has the message complete.

Every value is tshark's (`tshark -T pdml`, fields cflow.*); only these are put together here, because tshark does not:
  start_ms, end_ms  NetFlow v5, v9: cflow.unix_secs (and cflow.unix_nsecs of v5, cut to ms) - cflow.sysuptime +
                    cflow.timestart / cflow.timeend; IPFIX: cflow.abstimestart / cflow.abstimeend where present,
                    else cflow.sys_init_time of the options data of that exporter and domain +
                    cflow.timestart / cflow.timeend
  packets, bytes    cflow.packets / cflow.octets (delta counts), else the total counts, cflow.permanent_*
  dport of ICMP     type*256+code where the template has the ICMP element instead of ports; sport is then 0
Options data are not flows and are left out.

tshark takes the record count of a NetFlow v9 header for a count of sets and leaves the rest of the datagram alone,
which loses flows whenever a datagram of softflowd holds templates and few records. It is therefore given a temporary
copy in which that count says 65535; nothing else is changed, and tshark stops where the datagram ends.

Columns: src,dst,sport,dport,proto,packets,bytes,start_ms,end_ms,tcp_flags,reverse_packets,reverse_bytes,
reverse_tcp_flags,exporter,domain,frame
(counters as exported, never multiplied by a sampling rate; reverse_* only where the exporter sends RFC 5103 elements;
domain = source id, observation domain id, or engine type*256+id of v5; v1 and v7 have none)

usage: flows_of_pcap.py PCAP [tshark option ...]         e.g. -2 for a file whose templates come late
"""
import csv
import os
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from datetime import datetime, timezone

COLUMNS = ("src,dst,sport,dport,proto,packets,bytes,start_ms,end_ms,tcp_flags,reverse_packets,reverse_bytes,"
           "reverse_tcp_flags,exporter,domain,frame").split(",")
NANO_LITTLE_ENDIAN, ETHERNET, IPV4, UDP = 0xA1B23C4D, 1, 0x0800, 17


def with_generous_counts(pcap):
    """The bytes of the capture, every NetFlow v9 header count replaced by 65535 (over IPv4 and Ethernet)."""
    with open(pcap, "rb") as file:
        data = bytearray(file.read())
    assert struct.unpack_from("<I", data)[0] == NANO_LITTLE_ENDIAN, pcap
    position = 24
    while position < len(data) and struct.unpack_from("<I", data, 20)[0] == ETHERNET:
        size = struct.unpack_from("<I", data, position + 8)[0]
        ip = position + 16 + 14
        if size > 14 + 20 + 8 + 4 and struct.unpack_from("!H", data, ip - 2)[0] == IPV4 and data[ip + 9] == UDP:
            first_fragment = struct.unpack_from("!H", data, ip + 6)[0] & 0x1FFF == 0
            header = ip + 4 * (data[ip] & 15) + 8
            if first_fragment and struct.unpack_from("!H", data, header)[0] == 9:
                struct.pack_into("!H", data, header + 2, 65535)
        position += 16 + size
    return bytes(data)


def milliseconds(seconds):
    """'2.162000000' as whole milliseconds, without floating point."""
    whole, _, fraction = seconds.partition(".")
    return int(whole) * 1000 + int((fraction + "000")[:3])


def absolute(text):
    """'Nov 22, 2026 13:29:07.698400000 UTC' as milliseconds since 1970."""
    stamp, zone = text.rsplit(" ", 1)
    assert zone == "UTC", text
    whole, fraction = stamp.split(".")
    moment = datetime.strptime(whole, "%b %d, %Y %H:%M:%S").replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 1000 + int(fraction[:3])


def fields_below(element):
    """First occurrence of each named field below the element; reversed elements under 'reverse ' + name."""
    found = {}
    for field in element.iter("field"):
        name = field.get("name")
        if name:
            found.setdefault(("reverse " if "(Reverse" in field.get("showname", "") else "") + name, field.get("show"))
    return found


def records(element):
    for field in element.iter("field"):
        if field.get("name") == "" and field.get("show", "").startswith(("Flow ", "pdu ")):
            yield fields_below(field)


def row(record, header, boot, exporter, frame):
    def first(*names):
        return next((record[n] for n in names if n in record), "")

    def time(edge):
        if f"cflow.abstime{edge}" in record:
            # tshark shows a time of 0 ms since the start of the system as 1970.
            return absolute(record[f"cflow.abstime{edge}"]) or boot
        return boot + milliseconds(record[f"cflow.time{edge}"])

    dport = first("cflow.dstport")
    if "cflow.icmp_type_code_ipv4" in record:
        dport = int(record["cflow.icmp_type_code_ipv4"], 16)
    elif "cflow.icmp_type" in record:
        dport = int(record["cflow.icmp_type"], 0)
    elif "cflow.icmp_ipv6_type" in record:
        dport = int(record["cflow.icmp_ipv6_type"]) * 256 + int(record["cflow.icmp_ipv6_code"])
    if "cflow.source_id" in header or "cflow.od_id" in header:
        domain = header.get("cflow.source_id", header.get("cflow.od_id"))
    elif "cflow.engine_type" in header:
        domain = int(header["cflow.engine_type"], 0) * 256 + int(header["cflow.engine_id"], 0)
    else:
        domain = ""
    return [first("cflow.srcaddr", "cflow.srcaddrv6"), first("cflow.dstaddr", "cflow.dstaddrv6"),
            first("cflow.srcport") or 0, dport or 0, first("cflow.protocol"), first("cflow.packets", "cflow.permanent_packets"),
            first("cflow.octets", "cflow.permanent_octets"), time("start"), time("end"), int(first("cflow.tcpflags") or "0", 16),
            first("reverse cflow.packets"), first("reverse cflow.octets"),
            int(first("reverse cflow.tcpflags"), 16) if "reverse cflow.tcpflags" in record else "", exporter, domain,
            frame]


def dissect(pcap, options):
    """tshark's packets: (header fields, exporter, frame number, records, data sets without template)."""
    ports = sorted({*subprocess.run(["tshark", "-r", pcap, "-T", "fields", "-e", "udp.dstport", "-e", "tcp.dstport"],
                                    check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                    text=True).stdout.split()})
    decode = [option for port in ports for transport in ("udp", "tcp")
              for option in ("-d", f"{transport}.port=={port},cflow")]
    tshark = subprocess.Popen(["tshark", "-r", pcap, *options, *decode, "-T", "pdml"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for _, packet in ET.iterparse(tshark.stdout):
        if packet.tag != "packet":
            continue
        # None in a fragment before the last and in a segment that ends no message, several in one that ends several.
        for cflow in packet.findall("proto[@name='cflow']"):
            without = sum(f.get("name") == "cflow.no_template_found" for f in cflow.iter("field"))
            exporter = next(field.get("show") for name in ("ip.src", "ipv6.src")
                            for field in packet.iter("field") if field.get("name") == name)
            yield (fields_below(cflow), exporter, packet.find(".//field[@name='frame.number']").get("show"),
                   list(records(cflow)), without)
        packet.clear()
    if tshark.wait() != 0:
        raise SystemExit(f"flows_of_pcap: tshark failed on {pcap}")


def main():
    with tempfile.NamedTemporaryFile(suffix=".pcap") as copy:
        copy.write(with_generous_counts(sys.argv[1]))
        copy.flush()
        packets = list(dissect(copy.name, sys.argv[2:]))
    init = {}
    for header, exporter, _, found, _ in packets:
        for record in found:
            if "cflow.sys_init_time" in record:
                init.setdefault((exporter, header.get("cflow.od_id")), absolute(record["cflow.sys_init_time"]))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    lines = 0
    for header, exporter, frame, found, _ in packets:
        if "cflow.sysuptime" in header:
            boot = (int(header["cflow.unix_secs"]) * 1000 + int(header.get("cflow.unix_nsecs", 0)) // 1_000_000
                    - milliseconds(header["cflow.sysuptime"]))
        else:
            boot = init.get((exporter, header.get("cflow.od_id")))
        for record in found:
            if "cflow.srcaddr" in record or "cflow.srcaddrv6" in record:
                out.writerow(row(record, header, boot, exporter, frame))
                lines += 1
    without = sum(p[4] for p in packets)
    print(f"{os.path.basename(os.path.dirname(sys.argv[1]))}: {lines} flows in {len(packets)} messages, "
          f"{without} data sets without template", file=sys.stderr)


main()
