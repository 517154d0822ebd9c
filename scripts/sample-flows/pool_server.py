#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pool servers for the sample flows: our own small Stratum V1 and cryptonote-login servers.

Debian ships no pool, so these speak just enough of both protocols for sessions that look like sessions: subscribe,
authorize, set_difficulty, notify every few seconds, submit with accepted and rejected shares; login, job, submit.
The jobs are seeded noise in the right shapes; no share is checked.

usage: pool_server.py CERT KEY      (serves every stratum, stratum-tls, cryptonote and json row of scenario.py)
"""
import asyncio
import json
import random
import ssl
import sys

from scenario import ENDPOINTS, key

NOTIFY_SECONDS = 6


def hexes(noise, octets):
    return noise.randbytes(octets).hex()


class StratumSession:
    """One miner at a Stratum V1 pool."""

    def __init__(self, noise):
        self.noise = noise
        self.height = 840000 + noise.randrange(1000)
        self.jobs = 0
        self.ready = False

    def notify(self):
        self.jobs += 1
        coinb1 = ("01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff3503"
                  + self.height.to_bytes(3, "little").hex() + hexes(self.noise, 12))
        return {"id": None, "method": "mining.notify",
                "params": [f"{self.jobs:08x}", hexes(self.noise, 32), coinb1, hexes(self.noise, 110),
                           [hexes(self.noise, 32) for _ in range(self.noise.randrange(5, 12))],
                           "20000000", "170331db", hexes(self.noise, 4), self.jobs == 1]}

    def answer(self, request):
        method, number = request.get("method"), request.get("id")
        if method == "mining.subscribe":
            sid, extranonce = hexes(self.noise, 8), hexes(self.noise, 4)
            yield {"id": number, "error": None,
                   "result": [[["mining.set_difficulty", sid], ["mining.notify", sid]], extranonce, 4]}
        elif method == "mining.authorize":
            self.ready = True
            yield {"id": number, "result": True, "error": None}
            yield {"id": None, "method": "mining.set_difficulty", "params": [65536]}
            yield self.notify()
        elif method == "mining.submit":
            if self.noise.random() < 0.1:
                yield {"id": number, "result": None, "error": [21, "Job not found", None]}
            else:
                yield {"id": number, "result": True, "error": None}
        else:
            yield {"id": number, "result": None, "error": [20, "Other/Unknown", None]}


class CryptonoteSession:
    """One miner at a cryptonote-login pool."""

    def __init__(self, noise):
        self.noise = noise
        self.height = 3000000 + noise.randrange(1000)
        self.ready = False

    def job(self):
        return {"blob": "1010" + hexes(self.noise, 74), "job_id": hexes(self.noise, 8), "target": "b88d0600",
                "algo": "rx/0", "height": self.height, "seed_hash": hexes(self.noise, 32)}

    def notify(self):
        self.height += 1
        return {"jsonrpc": "2.0", "method": "job", "params": self.job()}

    def answer(self, request):
        method, number = request.get("method"), request.get("id")
        reply = {"id": number, "jsonrpc": "2.0", "error": None}
        if method == "login":
            self.ready = True
            reply["result"] = {"id": hexes(self.noise, 8), "job": self.job(), "extensions": ["algo", "keepalive"],
                               "status": "OK"}
        elif method == "submit":
            if self.noise.random() < 0.1:
                reply["error"] = {"code": -1, "message": "Low difficulty share"}
            else:
                reply["result"] = {"status": "OK"}
        elif method == "keepalived":
            reply["result"] = {"status": "KEEPALIVED"}
        else:
            reply["error"] = {"code": -1, "message": "Invalid method"}
        yield reply


class JsonService:
    """A JSON-RPC service that has nothing to do with mining: it answers every call with the time it was asked."""

    ready = False

    def __init__(self, noise):
        self.noise = noise

    def answer(self, request):
        yield {"jsonrpc": "2.0", "id": request.get("id"), "result": {"sensor": 7, "value": self.noise.randrange(900)}}


SESSIONS = {"stratum": StratumSession, "stratum-tls": StratumSession, "cryptonote": CryptonoteSession,
            "json": JsonService}


async def serve(endpoint, noise, reader, writer):
    session = SESSIONS[endpoint.serve](noise)

    def send(message):
        writer.write(json.dumps(message).encode() + b"\n")

    async def push():
        while True:
            await asyncio.sleep(NOTIFY_SECONDS)
            if session.ready:
                send(session.notify())

    pusher = asyncio.create_task(push())
    try:
        while line := await reader.readline():
            for message in session.answer(json.loads(line)):
                send(message)
            await writer.drain()
    except (ConnectionError, json.JSONDecodeError, ssl.SSLError):
        pass
    finally:
        pusher.cancel()
        writer.close()


async def main(cert, private_key):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, private_key)
    for endpoint in ENDPOINTS:
        if endpoint.serve not in SESSIONS:
            continue
        noise = random.Random(key(endpoint.address, endpoint.port))
        await asyncio.start_server(
            lambda r, w, e=endpoint, n=noise: serve(e, n, r, w), endpoint.address, endpoint.port,
            ssl=tls if endpoint.serve == "stratum-tls" else None)
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], sys.argv[2]))
