#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A media stream for the sample flows: small UDP datagrams, 1000 a second, from the web server to one client.

softflowd opens its capture without a read timeout, so libpcap hands packets over only when a block of 256 KiB is full;
on a quiet link its flows would come half a minute late, and those of the last block never. The stream fills a block in
little more than a second.

usage: media.py receive        (inside; prints nothing, runs until it is ended)
       media.py send           (outside; the same)
"""
import socket
import sys
import time

from scenario import CLIENTS, WEB_SERVERS

CLIENT, SERVER = (CLIENTS[10], 5004), (WEB_SERVERS[0], 5004)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
    if sys.argv[1] == "receive":
        end.bind(CLIENT)
        while True:
            end.recv(1500)
    else:
        end.bind(SERVER)
        while True:
            for _ in range(20):
                end.sendto(bytes(40), CLIENT)
            time.sleep(0.02)
