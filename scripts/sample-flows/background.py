#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Background for the sample flows: everything inside that is not mining, and the decoys of scenario.py.

Web pages (HTTP and HTTPS, IPv4 and IPv6), DNS queries, ssh sessions, ping, and: UDP to a pool's port, the pool's web
site, and ICMP type 13 code 5, which exporters write down as port 3333.

usage: background.py SECONDS SSH_KEY
"""
import http.client
import random
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

from scenario import CLIENTS, CLIENTS6, DECOYS, ENDPOINTS, RESOLVER, SSH_SERVER, WEB_SERVERS

SECONDS = float(sys.argv[1])
START = time.monotonic()


def until_the_end(noise, low, high):
    while time.monotonic() - START < 0.9 * SECONDS:
        yield
        time.sleep(noise.uniform(low, high))


def browse(client, server, noise):
    for _ in until_the_end(noise, 12, 30):
        if noise.random() < 0.5:
            connection = http.client.HTTPConnection(server, 80, timeout=10, source_address=(client, 0))
        else:
            tls = ssl.create_default_context()
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
            connection = http.client.HTTPSConnection(
                server, 443, timeout=10, source_address=(client, 0), context=tls)
        for _ in range(noise.randrange(1, 4)):
            connection.request("GET", noise.choice(["/", "/medium", "/large"]))
            connection.getresponse().read()
        connection.close()


def pool_site(address, client, noise):
    for _ in until_the_end(noise, 20, 40):
        connection = http.client.HTTPConnection(address, 80, timeout=10, source_address=(client, 0))
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()


def ask(client, noise):
    names = [e.fqdn for e in ENDPOINTS if e.fqdn] + ["www.example", "mail.example", "nowhere.example"]
    for _ in until_the_end(noise, 15, 40):
        name, number = noise.choice(names), noise.randrange(65536)
        question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as query:
            query.bind((client, 0))
            query.settimeout(3)
            query.sendto(struct.pack("!6H", number, 0x0100, 1, 0, 0, 0) + question + struct.pack("!2H", 1, 1),
                         (RESOLVER, 53))
            query.recv(1500)


def datagrams(address, port, client, noise):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((client, 33330))
        for _ in until_the_end(noise, 8, 12):
            sender.sendto(noise.randbytes(120), (address, port))


def icmp(address, client, noise, kind, code):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as sender:
        sender.bind((client, 0))
        for number, _ in enumerate(until_the_end(noise, 15, 25)):
            body = struct.pack("!2H", 7, number) + bytes(12 if kind == 13 else 48)
            total = sum(struct.unpack(f"!{len(body) // 2}H", body)) + (kind << 8 | code)
            total = (total & 0xFFFF) + (total >> 16)
            sender.sendto(struct.pack("!2BH", kind, code, ~total & 0xFFFF) + body, (address, 0))


def ssh(client, key_file, noise):
    for _ in until_the_end(noise, 30, 45):
        subprocess.run(
            ["ssh", "-b", client, "-i", key_file, "-o", "StrictHostKeyChecking=no",
             "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
             "-F", "/dev/null", f"root@{SSH_SERVER}", "for i in 1 2 3 4 5; do uname -a; sleep 1; done"],
            stdout=subprocess.DEVNULL, check=True)


def main():
    jobs = []
    for client in CLIENTS[::2]:
        jobs.append((browse, client, WEB_SERVERS[0], random.Random(f"web {client}")))
    for client in CLIENTS6:
        jobs.append((browse, client, WEB_SERVERS[1], random.Random(f"web {client}")))
    for client in CLIENTS:
        jobs.append((ask, client, random.Random(f"dns {client}")))
    for client in CLIENTS[1:3]:
        jobs.append((ssh, client, sys.argv[2], random.Random(f"ssh {client}")))
    jobs.append((icmp, WEB_SERVERS[0], CLIENTS[4], random.Random("ping"), 8, 0))
    for address, port, transport, clients, _ in DECOYS:
        for client in clients:
            noise = random.Random(f"{client} {transport} {address} {port}")
            if transport == "udp":
                jobs.append((datagrams, address, port, client, noise))
            elif transport == "icmp":
                jobs.append((icmp, address, client, noise, port >> 8, port & 255))
            else:
                jobs.append((pool_site, address, client, noise))
    failures = []

    def run(job):
        try:
            job[0](*job[1:])
        except Exception as failure:  # pylint: disable=broad-except  # one broken client must fail the whole run, named
            failures.append(f"background: {job[0].__name__} {job[1]}: {failure!r}")

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


sys.exit(main())
