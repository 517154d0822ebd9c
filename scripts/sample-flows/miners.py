#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Miners for the sample flows: our own small clients, one task for each client and endpoint of scenario.py.

Stratum V1 (plain and TLS): subscribe, authorize, then a submit every few seconds. Cryptonote: login, submit,
keepalived. Nodes: getblocktemplate with and without credentials, get_block_template with and without a good address.
Closed ports are tried again and again, like miners do. Web and JSON rows are visited as ordinary clients.

usage: miners.py SECONDS MONERO_ADDRESS_FILE
"""
import asyncio
import base64
import http.client
import json
import random
import ssl
import sys

from scenario import ENDPOINTS, RPC_PASSWORD, RPC_USER, key

SECONDS = float(sys.argv[1])
AGENT = "sample-miner/1.0"


async def lines(endpoint, client, noise, first, next_line, pause):
    """Says the first lines, then next_line() after each pause, and reads whatever comes, until time is up."""
    tls = None
    if endpoint.serve == "stratum-tls":
        tls = ssl.create_default_context()
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(
        endpoint.address, endpoint.port, local_addr=(client, 0), ssl=tls,
        server_hostname=endpoint.fqdn if tls else None)

    async def read():
        while await reader.readline():
            pass

    async def say():
        for message in first:
            writer.write(json.dumps(message).encode() + b"\n")
            await asyncio.sleep(0.2)
        while True:
            await asyncio.sleep(noise.uniform(*pause))
            writer.write(json.dumps(next_line()).encode() + b"\n")

    tasks = [asyncio.create_task(read()), asyncio.create_task(say())]
    await asyncio.wait(tasks, timeout=noise.uniform(0.85, 0.95) * SECONDS)
    for task in tasks:
        task.cancel()
    writer.close()


async def stratum(endpoint, client, noise):
    worker, numbers = f"sample.{client.split('.')[-1].replace(':', '-')}", iter(range(3, 1 << 20))
    await lines(
        endpoint, client, noise,
        [{"id": 1, "method": "mining.subscribe", "params": [AGENT]},
         {"id": 2, "method": "mining.authorize", "params": [worker, "x"]}],
        lambda: {"id": next(numbers), "method": "mining.submit",
                 "params": [worker, "00000001", noise.randbytes(4).hex(), noise.randbytes(4).hex(),
                            noise.randbytes(4).hex()]},
        (2.5, 6.0))


async def cryptonote(endpoint, client, noise):
    numbers = iter(range(2, 1 << 20))

    def talk():
        number = next(numbers)
        if number % 5 == 0:
            return {"id": number, "jsonrpc": "2.0", "method": "keepalived", "params": {"id": "sample"}}
        return {"id": number, "jsonrpc": "2.0", "method": "submit",
                "params": {"id": "sample", "job_id": noise.randbytes(8).hex(), "nonce": noise.randbytes(4).hex(),
                           "result": noise.randbytes(32).hex()}}

    await lines(
        endpoint, client, noise,
        [{"id": 1, "jsonrpc": "2.0", "method": "login",
          "params": {"login": "sample-wallet", "pass": "x", "agent": AGENT, "algo": ["rx/0"]}}],
        talk, (3.0, 7.0))


async def sensor(endpoint, client, noise):
    numbers = iter(range(1, 1 << 20))
    await lines(endpoint, client, noise, [],
                lambda: {"jsonrpc": "2.0", "id": next(numbers), "method": "read", "params": []}, (4.0, 8.0))


async def attempts(endpoint, client, noise, timeout):
    """Connects until time is up although nobody answers, or only with RST."""
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.8 * SECONDS
    while loop.time() < end:
        try:
            await asyncio.wait_for(
                asyncio.open_connection(endpoint.address, endpoint.port, local_addr=(client, 0)), timeout)
        except (OSError, asyncio.TimeoutError):
            pass
        await asyncio.sleep(noise.uniform(12, 20))


def request(endpoint, client, keep, method, path, body, headers):
    connection = keep or http.client.HTTPConnection(
        endpoint.address, endpoint.port, timeout=30, source_address=(client, 0))
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    reply.read()
    if not keep:
        connection.close()
    return reply.status


async def visits(endpoint, client, noise, keep, make, pause):
    """HTTP requests until time is up, on one connection (keep) or a new one each."""
    loop, statuses = asyncio.get_running_loop(), []
    end = loop.time() + 0.9 * SECONDS
    connection = http.client.HTTPConnection(
        endpoint.address, endpoint.port, timeout=30, source_address=(client, 0)) if keep else None
    while loop.time() < end:
        method, path, body, headers = make()
        statuses.append(await asyncio.to_thread(
            request, endpoint, client, connection, method, path, body, headers))
        await asyncio.sleep(noise.uniform(*pause))
    print(f"{client} > {key(endpoint.address, endpoint.port)}: HTTP {sorted(set(statuses))}", flush=True)


async def template_bitcoin(endpoint, client, noise):
    body = json.dumps({"id": 1, "method": "getblocktemplate", "params": [{"rules": ["mweb", "segwit"]}]})
    headers = {"Content-Type": "application/json", "User-Agent": AGENT}
    credentials = base64.b64encode(f"{RPC_USER}:{RPC_PASSWORD}".encode()).decode()
    with_credentials = endpoint.fqdn == "rowan.test" and not client.endswith(".20")
    if with_credentials:
        headers["Authorization"] = f"Basic {credentials}"
    await visits(endpoint, client, noise, client.endswith(".18"), lambda: ("POST", "/", body, headers), (4, 7))


async def template_monero(endpoint, client, noise):
    with open(sys.argv[2], encoding="ascii") as file:
        address = file.read().strip()
    if client.endswith(".23"):
        address = "probe"
    body = json.dumps({"jsonrpc": "2.0", "id": "0", "method": "get_block_template",
                       "params": {"wallet_address": address, "reserve_size": 8}})
    await visits(endpoint, client, noise, not client.endswith(".23"),
                 lambda: ("POST", "/json_rpc", body, {"Content-Type": "application/json", "User-Agent": AGENT}),
                 (4, 7))


async def web(endpoint, client, noise):
    await visits(endpoint, client, noise, False,
                 lambda: ("GET", noise.choice(["/", "/medium", "/missing"]), None, {"User-Agent": "sample-browser"}),
                 (15, 25))


async def main():
    kinds = {"stratum": stratum, "stratum-tls": stratum, "cryptonote": cryptonote, "json": sensor, "web": web,
             "litecoind": template_bitcoin, "monerod": template_monero,
             "closed": lambda e, c, n: attempts(e, c, n, 5), "dropped": lambda e, c, n: attempts(e, c, n, 12)}
    tasks = []
    for endpoint in ENDPOINTS:
        for client in endpoint.client_addresses():
            noise = random.Random(f"{client} {key(endpoint.address, endpoint.port)}")
            tasks.append(kinds[endpoint.serve](endpoint, client, noise))
    failures = [r for r in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(r, BaseException)]
    for failure in failures:
        print(f"miners: {failure!r}", file=sys.stderr)
    return 1 if failures else 0


sys.exit(asyncio.run(main()))
