# SPDX-License-Identifier: Apache-2.0
"""Judges the flows of a simulation by its truth, straight from the files and with nothing of the program.

  count.py DIRECTORY    right and wrong flows of matches inside windows, then of the list of all that have windows
"""
import csv
import io
import sys
import zipfile
from collections import defaultdict
from datetime import datetime

directory = sys.argv[1]


def rows(text):
    return csv.DictReader(text)


def millis(text):
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


windows = defaultdict(list)
with zipfile.ZipFile(directory + "/windows.zip") as snapshot, snapshot.open("windows.csv") as member:
    for row in rows(io.TextIOWrapper(member, "utf-8")):
        if row["segment"] == "0":
            holes = [tuple(map(int, hole.split("/"))) for hole in row["bridged"].split("|") if hole]
            windows[row["address"], int(row["port"])].append((int(row["first_up"]), int(row["last_up"]), holes))

mining, apart = defaultdict(list), set()
with open(directory + "/truth.csv", encoding="utf-8") as file:
    for row in rows(file):
        if row["label"] == "mining":
            key = row["client"], row["address"], int(row["port"])
            mining[key].append((millis(row["from"]), millis(row["to"])))
        elif row["label"] == "apart":
            apart.add((row["client"], row["address"], int(row["port"])))


def label(client, server, port, start, end):
    key = client, server, port
    if any(start <= to and since <= end for since, to in mining.get(key, ())):
        return "mining"
    return "apart" if key in apart else None


def inside(server, port, start, end):
    for first, last, holes in windows.get((server, port), ()):
        if start <= last and first <= end:
            lowest, highest = max(start, first), min(end, last)
            if not any(since < lowest and highest < to for since, to in holes):
                return True
    return False


counts = defaultdict(int)
with open(directory + "/flows.csv", encoding="utf-8") as file:
    for row in rows(file):
        start, end = millis(row["flow_start"]), millis(row["flow_end"])
        sides = [(row["source_ip_address"], row["destination_ip_address"], int(row["destination_transport_port"])),
                 (row["destination_ip_address"], row["source_ip_address"], int(row["source_transport_port"]))]
        what = next(filter(None, (label(*side, start, end) for side in sides)), "not")
        counts[what] += 1
        if any(inside(server, port, start, end) for _, server, port in sides):
            counts["windows", what] += 1
        if any((server, port) in windows for _, server, port in sides):
            counts["list", what] += 1

for name in ("mining", "not", "apart"):
    print(name, counts[name], counts["windows", name], counts["list", name])
