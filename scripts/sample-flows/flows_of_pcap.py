#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The flows of a capture of export datagrams, as tshark decodes them: one line a flow, in the order of the file.

Every value is tshark's (`tshark -T pdml`, fields cflow.*); only these are put together here, because tshark does not:
  start_ms, end_ms  NetFlow v5, v9: cflow.unix_secs (and cflow.unix_nsecs of v5, cut to ms) - cflow.sysuptime +
                    cflow.timestart / cflow.timeend; IPFIX: cflow.abstimestart / cflow.abstimeend where present,
                    else cflow.sys_init_time of the options data of that exporter and domain +
                    cflow.timestart / cflow.timeend
  dport of ICMP     type*256+code where the template has the ICMP element instead of ports; sport is then 0
Options data are not flows and are left out.

tshark takes the record count of a NetFlow v9 header for a count of sets and leaves the rest of the datagram alone,
which loses flows whenever a datagram of softflowd holds templates and few records. It is therefore given a temporary
copy in which that count says 65535; nothing else is changed, and tshark stops where the datagram ends.

Columns: src,dst,sport,dport,proto,packets,bytes,start_ms,end_ms,tcp_flags,reverse_packets,reverse_bytes,
reverse_tcp_flags,exporter,domain,frame
(counters as exported, never multiplied by a sampling rate; reverse_* only where the exporter sends RFC 5103 elements;
domain = source id, observation domain id, or engine type*256+id of v5)

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
NANO_LITTLE_ENDIAN, ETHERNET_IPV4_UDP = 0xA1B23C4D, 14 + 20 + 8


def with_generous_counts(pcap):
    """The bytes of the capture, every NetFlow v9 header count replaced by 65535."""
    with open(pcap, "rb") as file:
        data = bytearray(file.read())
    assert struct.unpack_from("<I", data)[0] == NANO_LITTLE_ENDIAN, pcap
    position = 24
    while position < len(data):
        size = struct.unpack_from("<I", data, position + 8)[0]
        header = position + 16 + ETHERNET_IPV4_UDP
        if struct.unpack_from("!H", data, header)[0] == 9:
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
            return absolute(record[f"cflow.abstime{edge}"])
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
    else:
        domain = int(header["cflow.engine_type"], 0) * 256 + int(header["cflow.engine_id"], 0)
    return [first("cflow.srcaddr", "cflow.srcaddrv6"), first("cflow.dstaddr", "cflow.dstaddrv6"),
            first("cflow.srcport") or 0, dport or 0, first("cflow.protocol"), first("cflow.packets"),
            first("cflow.octets"), time("start"), time("end"), int(first("cflow.tcpflags") or "0", 16),
            first("reverse cflow.packets"), first("reverse cflow.octets"),
            int(first("reverse cflow.tcpflags"), 16) if "reverse cflow.tcpflags" in record else "", exporter, domain,
            frame]


def dissect(pcap, options):
    """tshark's packets: (header fields, exporter, frame number, records, data sets without template)."""
    ports = sorted({*subprocess.run(["tshark", "-r", pcap, "-T", "fields", "-e", "udp.dstport"], check=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.split()})
    decode = [option for port in ports for option in ("-d", f"udp.port=={port},cflow")]
    tshark = subprocess.Popen(["tshark", "-r", pcap, *options, *decode, "-T", "pdml"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for _, packet in ET.iterparse(tshark.stdout):
        if packet.tag != "packet":
            continue
        cflow = packet.find("proto[@name='cflow']")
        without = sum(f.get("name") == "cflow.no_template_found" for f in cflow.iter("field"))
        yield (fields_below(cflow), packet.find(".//field[@name='ip.src']").get("show"),
               packet.find(".//field[@name='frame.number']").get("show"), list(records(cflow)), without)
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
    print(f"{os.path.basename(os.path.dirname(sys.argv[1]))}: {lines} flows in {len(packets)} datagrams, "
          f"{without} data sets without template", file=sys.stderr)


main()
