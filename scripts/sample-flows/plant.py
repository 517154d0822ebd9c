#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The truth about every sample: planted.csv.

One row for each planted endpoint (or decoy) that a sample contains, with the clients and the number of flows as tshark
decodes them (both directions), and the answer a correct matcher gives. The intended situation is checked here against
observations.csv by a second, plain reading of the rules, from the observations alone; a difference fails the run. So
does a visit of our own prober that ended otherwise than scenario.py says. A flow of a sample that no row describes must
not be labelled.

`activity` is the best over the endpoint's flows in that sample; sampled exports allow only ESTABLISHED or UNKNOWN.

usage: plant.py OBSERVATIONS.csv EXPECTED_DIR VISITS.ndjson > planted.csv
"""
import csv
import json
import os
import sys
from collections import defaultdict

from scenario import DECOYS, ENDPOINTS, PROBED, probed_endpoints

COLUMNS = ("sample,pool,fqdn,address,port,transport,coins,protocol,clients,flows,outcome,situation,score,confidence,"
           "activity,why").split(",")
PROTOCOL_NUMBER = {"tcp": "6", "udp": "17", "icmp": "1"}
HOUR, DAY = 3_600_000, 86_400_000
OPEN_END = ((HOUR * 12, 99), (DAY, 99), (2 * DAY, 98), (4 * DAY, 96), (7 * DAY, 93), (14 * DAY, 87))
GAP_ONE_SIDE = ((HOUR * 12, 93), (DAY, 92), (2 * DAY, 76), (4 * DAY, 57), (7 * DAY, 36), (14 * DAY, 12))
MARGIN_CLOSED = (83, 71, 56, 41)


def verdict(o):
    if o["reach"] == "CONNECTED":
        return "UP" if int(o["evidence"][1:]) >= 2 else "LISTENING"
    return "DOWN" if o["reach"] in ("REFUSED", "TIMEOUT", "UNREACHABLE") else "UNKNOWN"


def usable(observations):
    """(time, up, interval, confirms) without UNKNOWN; visits less than 10 min apart once, UP wins."""
    kept = []
    for o in sorted(observations, key=lambda o: int(o["started_at"])):
        if verdict(o) == "UNKNOWN":
            continue
        one = (int(o["started_at"]), verdict(o) == "UP", int(o["interval_ms"]), o["confirms"] == "1")
        if kept and not one[3] and not kept[-1][3] and one[0] - kept[-1][0] < 600_000:
            if one[1] and not kept[-1][1]:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def by_distance(distance, table):
    return next((score for limit, score in table if distance <= limit), 0)


def margin(t, edge, interval, beyond):
    """Between a proven edge and the non-UP directly beyond it."""
    distance = abs(t - edge)
    if distance <= interval:
        return "MARGIN_CLOSED", MARGIN_CLOSED[min(3, 4 * distance // abs(beyond - edge))]
    return "GAP_ONE_SIDE", by_distance(distance, GAP_ONE_SIDE)


def situation(seen, t):
    """The situation of instant t and its built-in score; ('', 0) when nothing matches."""
    ups = [i for i, o in enumerate(seen) if o[1]]
    before = max((i for i in ups if seen[i][0] <= t), default=None)
    after = min((i for i in ups if seen[i][0] >= t), default=None)
    candidates = []
    if before is not None and after is not None:
        if before == after:
            return "IN_WINDOW", 99
        (b, _, interval, _), (a, _, _, confirming) = seen[before], seen[after]
        misses = after - before - 1
        if misses <= 1 and a - b <= max(5 * interval // 2, 1_800_000) or misses and confirming:
            return ("BRIDGED_MISS", 80) if misses else ("IN_WINDOW", 99)
        if not misses and a - b <= 14 * DAY:
            return "GAP_BETWEEN_UPS", 99
    if before is not None:
        edge, _, interval, _ = seen[before]
        if before + 1 == len(seen):
            candidates.append(("MARGIN_OPEN", 99) if t - edge <= interval
                              else ("OPEN_END", by_distance(t - edge, OPEN_END)))
        elif not seen[before + 1][1] and t < seen[before + 1][0]:
            candidates.append(margin(t, edge, interval, seen[before + 1][0]))
    if after is not None:
        edge, _, interval, _ = seen[after]
        if after == 0:
            candidates.append(("MARGIN_OPEN", 99) if edge - t <= interval
                              else ("OPEN_END", by_distance(edge - t, OPEN_END)))
        elif not seen[after - 1][1] and t > seen[after - 1][0]:
            candidates.append(margin(t, edge, interval, seen[after - 1][0]))
    return max(candidates, key=lambda c: c[1], default=("", 0))


def confidence(name, score):
    if score < 10:
        return ""
    return "CONFIRMED" if name == "IN_WINDOW" else "LIKELY" if score >= 75 else "POSSIBLE"


def activity(flows, sampled):
    """The best activity over the flows of an endpoint."""
    found = set()
    for f in flows:
        flags = int(f["tcp_flags"]) | int(f["reverse_tcp_flags"] or 0)
        packets = int(f["packets"]) + int(f["reverse_packets"] or 0)
        if int(f["tcp_flags"]) & 0x18 == 0x18:
            found.add("ESTABLISHED")
        elif flags & 0x04 and packets <= 3:
            found.add("REFUSED")
        elif flags & 0x12 == 0x02 and not int(f["reverse_packets"] or 0):
            found.add("ATTEMPTED")
    order = ["ESTABLISHED"] if sampled else ["ESTABLISHED", "REFUSED", "ATTEMPTED"]
    return next((a for a in order if a in found), "UNKNOWN")


def contacts(flows, address, port, transport):
    """Flows with the endpoint on either side, and their clients."""
    found, clients = [], set()
    for f in flows:
        if f["proto"] != PROTOCOL_NUMBER[transport]:
            continue
        if (f["dst"], f["dport"]) == (address, str(port)):
            found.append(f)
            clients.add(f["src"])
        elif (f["src"], f["sport"]) == (address, str(port)):
            found.append(f)
            clients.add(f["dst"])
    return found, sorted(clients)


def explanation(endpoint, clients):
    prober = endpoint.prober()
    return f"{endpoint.why}; {prober} is our own prober" if prober in clients else endpoint.why


def unexpected_visits(path):
    """What the prober answered otherwise than it should have, in words."""
    with open(path, encoding="utf-8") as file:
        verdicts = {visit["target"]: visit["verdict"] for visit in map(json.loads, file)}
    intended = {e.target(): PROBED[e.address, e.port] for e in probed_endpoints()}
    return [f"visit of {target}: {verdicts.get(target)} (expected: {intended.get(target)})"
            for target in verdicts.keys() | intended.keys() if verdicts.get(target) != intended.get(target)]


def main():
    history = defaultdict(list)
    with open(sys.argv[1], encoding="utf-8") as file:
        for o in csv.DictReader(file):
            history[o["address"], int(o["port"])].append(o)
    samples = {}
    for sample in sorted(entry.name for entry in os.scandir(sys.argv[2]) if entry.is_dir()):
        tables = [os.path.join(sys.argv[2], sample, name) for name in ("flows.pcap.csv", "flows.csv")]
        for table in filter(os.path.exists, tables):
            with open(table, encoding="utf-8") as file:
                samples[sample] = list(csv.DictReader(file))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    errors = unexpected_visits(sys.argv[3])
    begin = min(int(f["start_ms"]) for flows in samples.values() for f in flows)
    for sample, flows in samples.items():
        # Of a sample that was recorded at another time than the history is made for, the rules alone say the situation.
        elsewhen = min(int(f["start_ms"]) for f in flows) - begin > HOUR
        # Without the flags of every packet the activity is not known.
        partial = "sampled" in sample or all(f["tcp_flags"] == "0" for f in flows)
        for e in ENDPOINTS:
            found, clients = contacts(flows, e.address, e.port, "tcp")
            if not found:
                continue
            # The whole capture lies between two sweeps, so its first and last instant say it for all between.
            for t in (min(int(f["start_ms"]) for f in flows), max(int(f["end_ms"]) for f in flows)):
                name, score = situation(usable(history[e.address, e.port]), t)
                if not elsewhen and (name, confidence(name, score)) != (e.situation, e.confidence):
                    errors.append(f"{sample}: {e.address} {e.port}: {name} {score} (expected: {e.situation} {e.confidence})")
            done = activity(found, partial) if e.situation or e.activity else ""
            if not partial and done != e.activity:
                errors.append(f"{sample}: {e.address} {e.port}: activity {done} (expected: {e.activity})")
            if not set(clients) <= {*e.client_addresses(), e.prober()}:
                errors.append(f"{sample}: {e.address} {e.port}: clients {clients}")
            if "sampled" not in sample and e.prober() and e.prober() not in clients:
                errors.append(f"{sample}: {e.address} {e.port}: the prober is missing")
            coins = "DOGE|LTC" if e.history == "coin_change_now" else e.coins
            out.writerow([sample, e.pool, e.fqdn, e.address, e.port, "tcp", coins if e.situation else "", e.protocol,
                          "|".join(clients), len(found), e.outcome, name, score or "", confidence(name, score), done,
                          explanation(e, clients)])
        for address, port, transport, _, why in DECOYS:
            found, clients = contacts(flows, address, port, transport)
            if found:
                out.writerow([sample, "", "", address, port, transport, "", "", "|".join(clients), len(found),
                              "not_labelled", "", "", "", "", why])
    for error in sorted(set(errors)):
        print(f"plant: {error}", file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
