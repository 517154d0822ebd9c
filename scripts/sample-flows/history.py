#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A synthetic probing history for the endpoints of scenario.py, and their catalog.

Nobody made these visits: the observations are computed from the start of the capture alone, without chance, so that the
capture falls into the situation that scenario.py intends. What our own prober found during the capture is not among
them, for it would change the situations. Sweep 0 is one hour before the start of the capture, the others every three
hours, from ten days before to two days after. The same start gives the same files.

usage: history.py START_MS OUTDIR        writes OUTDIR/observations.csv and OUTDIR/catalog.csv
"""
import csv
import os
import sys

from scenario import ALGORITHM, ENDPOINTS, pool_endpoints

COLUMNS = ("vantage,address,port,transport,fqdn,started_at,ended_at,interval_ms,confirms,reach,channel,dialogue,"
           "evidence,protocol,software,coin_declared,coin_inferred,coin_rule,source").split(",")
CATALOG_COLUMNS = "pool,pool_url,fqdn,port,coin,algorithm,protocol,tls,region,source".split(",")
HOUR = 3_600_000
INTERVAL = 3 * HOUR
SWEEPS = range(-80, 17)
CONFIRM_DELAY = 90_000
SECOND_VANTAGE_DELAY = 240_000

UP, REFUSED, TIMEOUT, LISTENING, UNKNOWN = "UP", "REFUSED", "TIMEOUT", "LISTENING", "UNKNOWN"
NOTHING = ()


def once(verdict):
    return ((0, verdict, 0, "vantage-a"),)


def confirmed(verdict, confirmation):
    """A miss and the same question again 90 s later."""
    return once(verdict) + ((CONFIRM_DELAY, confirmation, 1, "vantage-a"),)


# What each pattern observes in sweep k: a function of k to (delay_ms, verdict, confirms, vantage) tuples.
def always_up(k):
    return once(REFUSED) if k == -40 else once(UP)  # one old miss, bridged


def always_up_two_vantages(k):
    return once(UP) + ((SECOND_VANTAGE_DELAY, TIMEOUT if k == 0 else UP, 0, "vantage-b"),)


def always_up_tls(k):
    return once(TIMEOUT) if k in (-60, -59) else once(UP)  # two misses in a row: an earlier window ends there


def miss_bridged(k):
    return once(REFUSED) if k == 1 else once(UP)


def miss_bridged_timeout(k):
    return once(TIMEOUT) if k == 1 else once(UP)


def hole_too_long(k):
    return NOTHING if -4 < k < 4 else once(UP)


def gap_one_side(k):
    return once(UP) if k <= -3 else NOTHING if k < 3 else once(REFUSED)


def closed_after(k):
    return once(UP) if k <= 0 else confirmed(REFUSED, REFUSED) if k == 1 else once(REFUSED)


def opens_after(k):
    return once(UP) if k >= 1 else once(REFUSED)


def coin_change(k):
    return once(UP)


def open_end(k):
    return once(UP) if k <= -10 else NOTHING


def margin_open(k):
    return once(UP) if k <= 0 else NOTHING


def unknown_in_hole(k):
    return once(UNKNOWN) if k in (-30, 1) else once(UP)


def miss_confirmed_up(k):
    return confirmed(REFUSED, REFUSED) if k == 0 else confirmed(REFUSED, UP) if k == 1 else once(UP)


def two_misses(k):
    return once(REFUSED) if k in (0, 1) else once(UP)


def ex_pool(k):
    return once(UP) if k <= -48 else once(LISTENING)


def always_listening(k):
    return once(LISTENING)


def never_probed(k):
    return NOTHING


PATTERNS = {f.__name__: f for f in (
    always_up, always_up_two_vantages, always_up_tls, miss_bridged, miss_bridged_timeout, hole_too_long, gap_one_side,
    closed_after, opens_after, open_end, margin_open, unknown_in_hole, miss_confirmed_up, two_misses, ex_pool,
    always_listening, never_probed)}
PATTERNS |= {"always_up_gbt": always_up, "always_up_monerod": always_up, "coin_change_past": coin_change,
             "coin_change_now": coin_change}


def coin_at(endpoint, k):
    if endpoint.history == "coin_change_past":
        return "BTC" if k < -16 else "BCH"
    if endpoint.history == "coin_change_now":
        return "LTC" if k <= 0 else "DOGE"
    return endpoint.coins


def result(endpoint, verdict, k):
    """reach, channel, dialogue, evidence, software, coin_declared, coin_inferred, coin_rule, duration of a visit."""
    coin = coin_at(endpoint, k)
    http = endpoint.protocol in ("getblocktemplate", "monero-daemon")
    channel = "TLS" if endpoint.serve == "stratum-tls" else "HTTP" if http else "PLAIN"
    if verdict == UNKNOWN:
        return "LOCAL_ERROR", "PLAIN", "NONE", "E0", "", coin, "", "", 3
    if verdict in (REFUSED, TIMEOUT):
        return verdict, "PLAIN", "NONE", "E0", "", coin, "", "", 5000 if verdict == TIMEOUT else 21
    if verdict == LISTENING and endpoint.history == "always_listening":
        return "CONNECTED", "PLAIN", "JSON_OTHER", "E1", "", "", "", "", 640
    if verdict == LISTENING:
        return "CONNECTED", "HTTP", "HTTP_OTHER", "E0", "nginx", coin, "", "", 410
    if endpoint.fqdn == "rowan2.test":
        return "CONNECTED", channel, "MINING", "E3", "litecoind", coin, "", "", 180
    if endpoint.protocol == "getblocktemplate":
        return "CONNECTED", channel, "MINING", "E4", "litecoind", coin, "LTC", "explicit", 240
    if endpoint.protocol == "monero-daemon":
        return "CONNECTED", channel, "MINING", "E4", "monerod", coin, "XMR", "height", 260
    if endpoint.protocol == "monero-login":
        return "CONNECTED", channel, "MINING", "E4", "", coin, "XMR", "shape", 350
    return "CONNECTED", channel, "MINING", "E4", "", coin, coin, "height", 520


def observations(capture_start):
    sweep_zero = capture_start // 60_000 * 60_000 - HOUR
    for number, endpoint in enumerate(ENDPOINTS):
        for k in SWEEPS:
            for delay, verdict, confirms, vantage in PATTERNS[endpoint.history](k):
                start = sweep_zero + k * INTERVAL + number * 7_000 + delay
                reach, channel, dialogue, evidence, software, declared, inferred, rule, took = result(
                    endpoint, verdict, k)
                yield [vantage, endpoint.address, endpoint.port, "tcp", endpoint.fqdn, start, start + took, INTERVAL,
                       confirms, reach, channel, dialogue, evidence, endpoint.protocol or "stratum1", software,
                       declared, inferred, rule, "synthetic"]


def catalog():
    rows = set()
    for endpoint in pool_endpoints():
        tls = "yes" if endpoint.serve == "stratum-tls" else "no"
        region = endpoint.fqdn.split(".")[0] if endpoint.fqdn.split(".")[0] in ("eu", "us", "asia") else ""
        url = f"https://www.{endpoint.pool.lower().replace(' ', '')}.test/"
        coins = ["BTC", "BCH"] if endpoint.history == "coin_change_past" else [
            "LTC", "DOGE"] if endpoint.history == "coin_change_now" else endpoint.coins.split("|")
        for coin in coins:
            rows.add((endpoint.pool, url, endpoint.fqdn, endpoint.port, coin, ALGORITHM[coin], endpoint.protocol, tls,
                      region, "synthetic"))
    return sorted(rows)


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


def main():
    start, directory = int(sys.argv[1]), sys.argv[2]
    write(os.path.join(directory, "observations.csv"), COLUMNS,
          sorted(observations(start), key=lambda r: (r[5], r[0], r[1], r[2])))
    write(os.path.join(directory, "catalog.csv"), CATALOG_COLUMNS, catalog())


if __name__ == "__main__":
    main()
