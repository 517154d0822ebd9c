# SPDX-License-Identifier: Apache-2.0
"""What is planted in the sample flows: one table, read by every other script of this folder.

Each Endpoint is an address:port outside, what really runs there during the capture (`serve`), who contacts it,
what the synthetic probing history says about it (`history`, see history.py), and what a correct matcher must answer
(`outcome`, `situation`, `confidence`). Addresses are documentation addresses, names end in `.test`.
"""
from dataclasses import dataclass

TRAFFIC_SECONDS = 90
RESOLVER = "192.0.2.53"
SSH_SERVER = "192.0.2.22"
WEB_SERVERS = ("192.0.2.80", "2001:db8:f0::80")
RPC_USER, RPC_PASSWORD, RPC_SALT = "sample", "regtest-only", "5e1ec7ed"

CLIENTS = [f"10.20.0.{n}" for n in range(11, 27)]
CLIENTS6 = [f"2001:db8:20::{n}" for n in range(11, 15)]
PROBER, PROBER6 = "10.20.0.30", "2001:db8:20::30"


@dataclass(frozen=True)
class Endpoint:
    pool: str         # empty: no pool is, or ever was, here
    fqdn: str
    address: str
    port: int
    coins: str        # what the pool declares, joined by |
    protocol: str
    serve: str        # stratum, stratum-tls, cryptonote, web, json, closed, dropped, litecoind, monerod
    clients: tuple    # last octets (groups) of the clients
    history: str      # name of the pattern in history.py
    situation: str    # as in the rules of matching; empty for not_labelled
    confidence: str
    activity: str
    why: str

    @property
    def outcome(self):
        return "labelled" if self.situation else "not_labelled"

    def client_addresses(self):
        prefix = "2001:db8:20::" if ":" in self.address else "10.20.0."
        return [f"{prefix}{n}" for n in self.clients]

    def prober(self):
        """The address from which the prober comes; empty where it does not."""
        return (PROBER6 if ":" in self.address else PROBER) if (self.address, self.port) in PROBED else ""

    def target(self):
        """HOST:PORT as the prober is told it: the name where there is one."""
        return f"{self.fqdn}:{self.port}" if self.fqdn else key(self.address, self.port)


def _e(pool, host, address, port, coins, protocol, serve, clients, history, situation, confidence, activity, why):
    fqdn = f"{host}.test" if host else ""
    return Endpoint(pool, fqdn, address, port, coins, protocol, serve, tuple(clients), history, situation, confidence,
                    activity, why)


S1, XL = "stratum1", "monero-login"
ENDPOINTS = [
    _e("Alder Pool", "stratum.alderpool", "198.51.100.10", 3333, "BTC", S1, "stratum", [11, 12],
       "always_up_two_vantages", "IN_WINDOW", "CONFIRMED", "ESTABLISHED",
       "UP before and after; a second vantage disagrees once, UP wins"),
    _e("Alder Pool", "stratum.alderpool", "198.51.100.10", 443, "BTC", S1, "stratum-tls", [13], "always_up_tls",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "Stratum inside TLS on port 443"),
    _e("Birch Pool", "eu.birchpool", "203.0.113.20", 3333, "LTC", S1, "stratum", [14], "miss_bridged",
       "BRIDGED_MISS", "LIKELY", "ESTABLISHED", "the one miss after the capture is bridged: UPs 6 h apart"),
    _e("Cedar Pool", "cedarpool", "203.0.113.21", 443, "BTC", S1, "stratum", [15], "hole_too_long",
       "GAP_BETWEEN_UPS", "LIKELY", "ESTABLISHED",
       "no observation for 24 h between two UPs; plain Stratum on port 443"),
    _e("Dogwood Pool", "us.dogwoodpool", "203.0.113.22", 5555, "DASH", S1, "stratum", [16], "gap_one_side",
       "GAP_ONE_SIDE", "LIKELY", "ESTABLISHED", "last UP 10 h before, next usable observation 8 h after is DOWN"),
    _e("Elm Pool", "elmpool", "203.0.113.23", 3333, "BTC", S1, "closed", [17], "closed_after",
       "MARGIN_CLOSED", "POSSIBLE", "REFUSED", "UP 1 h before, DOWN 2 h after; the port answers RST"),
    _e("Fir Pool", "asia.firpool", "203.0.113.24", 14444, "BCH", S1, "dropped", [18], "miss_bridged_timeout",
       "BRIDGED_MISS", "LIKELY", "ATTEMPTED", "SYNs are dropped on the way; the miss after the capture is bridged"),
    _e("Gorse Pool", "gorsepool", "203.0.113.25", 3334, "LTC", S1, "stratum", [19], "closed_after",
       "MARGIN_CLOSED", "POSSIBLE", "ESTABLISHED", "UP 1 h before, DOWN 2 h after and from then on"),
    _e("Hazel Pool", "hazelpool", "192.0.2.40", 3335, "BCH", S1, "stratum", [20], "coin_change_past",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "coin was BTC until two days before, is BCH at the capture"),
    _e("Ivy Pool", "ivypool", "192.0.2.41", 8008, "DOGE", S1, "stratum", [21], "coin_change_now",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "LTC last seen 1 h before, DOGE first seen 2 h after: both coins"),
    _e("Juniper Pool", "juniperpool", "192.0.2.42", 9999, "DASH", S1, "stratum", [22], "open_end",
       "OPEN_END", "LIKELY", "ESTABLISHED", "last UP 31 h before, nothing since"),
    _e("Kapok Pool", "kapokpool", "192.0.2.43", 3336, "BTC", S1, "stratum", [23], "margin_open",
       "MARGIN_OPEN", "LIKELY", "ESTABLISHED", "last UP 1 h before, nothing since"),
    _e("Larch Pool", "larchpool", "192.0.2.45", 3338, "VTC", S1, "stratum", [24], "opens_after",
       "MARGIN_CLOSED", "POSSIBLE", "ESTABLISHED", "DOWN 1 h before, first UP 2 h after"),
    _e("Maple Pool", "v6.maplepool", "2001:db8:f0::10", 3333, "BTC", S1, "stratum", [11, 12], "always_up",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "a pool on IPv6"),
    _e("Nutmeg Pool", "xmr.nutmegpool", "198.51.100.70", 5555, "XMR", XL, "cryptonote", [25, 26], "unknown_in_hole",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "an UNKNOWN observation after the capture is no miss"),
    _e("Oak Pool", "oakpool", "198.51.100.71", 7777, "XMR", XL, "cryptonote", [14], "miss_confirmed_up",
       "BRIDGED_MISS", "LIKELY", "ESTABLISHED",
       "a miss on either side; the confirmation probe after the second says UP"),
    _e("Poplar Pool", "poplarpool", "192.0.2.44", 3337, "BTC", S1, "closed", [15], "two_misses",
       "", "", "REFUSED", "two misses in a row split the window; the capture lies between them (NOT_MINING)"),
    _e("Quince Pool", "quincepool", "203.0.113.30", 3333, "BTC", S1, "web", [16, 17], "ex_pool",
       "", "", "", "a pool until six days before the capture, a plain web server since (NOT_MINING)"),
    _e("Rowan Node", "rowan", "198.51.100.80", 9332, "LTC", "getblocktemplate", "litecoind", [18, 19, 20],
       "always_up_gbt", "IN_WINDOW", "CONFIRMED", "ESTABLISHED",
       "litecoind -regtest, getblocktemplate over HTTP: a node, not a pool"),
    _e("Rowan Node", "rowan2", "198.51.100.81", 9332, "LTC", "getblocktemplate", "litecoind", [21], "always_up_gbt",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "its peer, asked without credentials only (401): a node, not a pool"),
    _e("Spruce Node", "spruce", "203.0.113.90", 18081, "XMR", "monero-daemon", "monerod", [22, 23], "always_up_monerod",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "monerod --regtest, get_block_template over HTTP: a node, not a pool"),
    _e("Spruce Node", "spruce", "2001:db8:f0::90", 18081, "XMR", "monero-daemon", "monerod", [13], "always_up_monerod",
       "IN_WINDOW", "CONFIRMED", "ESTABLISHED", "the same node on IPv6"),
    _e("", "", "192.0.2.98", 3333, "", "", "json", [24], "always_listening",
       "", "", "", "port 3333, a JSON-RPC service that is no pool: probed, always LISTENING"),
    _e("", "", "192.0.2.99", 3333, "", "", "json", [25], "never_probed",
       "", "", "", "port 3333, a JSON-RPC service that is no pool: never probed"),
]

# What our own prober visits during the capture, and the verdict of its visit: what really runs there then, whatever the
# synthetic history says.
PROBED = {
    ("198.51.100.10", 3333): "UP",
    ("203.0.113.20", 3333): "UP",
    ("2001:db8:f0::10", 3333): "UP",
    ("203.0.113.23", 3333): "DOWN",
    ("203.0.113.30", 3333): "LISTENING",
    ("198.51.100.80", 9332): "UP",
    ("203.0.113.90", 18081): "UP",
    ("192.0.2.98", 3333): "LISTENING",
}

# Contacts that share something with a pool but are not mining: (address, port, transport, clients, why)
DECOYS = [
    ("198.51.100.10", 3333, "udp", ("10.20.0.26",), "UDP to a pool's address and port: another transport"),
    ("198.51.100.10", 80, "tcp", ("10.20.0.25", "10.20.0.11"), "the pool's web site: its address, another port"),
    ("198.51.100.10", 3333, "icmp", ("10.20.0.24",),
     "ICMP type 13 code 5: exporters store type*256+code = 3333 in the port field"),
]

ALGORITHM = {"BTC": "sha256d", "BCH": "sha256d", "LTC": "scrypt", "DOGE": "scrypt", "DASH": "x11", "VTC": "verthash",
             "XMR": "rx/0"}


def pool_endpoints():
    return [e for e in ENDPOINTS if e.pool]


def probed_endpoints():
    return [e for e in ENDPOINTS if e.prober()]


def key(address, port):
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
