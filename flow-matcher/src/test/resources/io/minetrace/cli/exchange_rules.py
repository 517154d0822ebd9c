# SPDX-License-Identifier: Apache-2.0
"""Checks what `match` writes for other programs by their rules, with nothing of the code that writes it.

usage: exchange_rules.py stix|misp|timesketch|excel|csv RESULT_DIRECTORY
Prints a line of counts; a broken rule is an AssertionError.
"""
import csv
import datetime
import json
import re
import sys
import uuid
from pathlib import Path

kind, result = sys.argv[1], Path(sys.argv[2])
rows = [json.loads(line) for line in open(result / "matches.ndjson", encoding="utf-8")]


def table(name, **options):
    with open(result / name, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, **options))


def time(text):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text), text
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def stix():
    bundle = json.load(open(result / "stix.json", encoding="utf-8"))
    assert set(bundle) == {"type", "id", "objects"} and bundle["type"] == "bundle"
    objects = {o["id"]: o for o in bundle["objects"]}
    assert len(objects) == len(bundle["objects"]), "an object twice"
    observables = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
    identifying = {
        "ipv4-addr": ["value"],
        "ipv6-addr": ["value"],
        "network-traffic": ["start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"],
    }
    required = {
        "identity": ["name"],
        "infrastructure": ["name"],
        "observed-data": ["first_observed", "last_observed", "number_observed", "object_refs"],
        "sighting": ["sighting_of_ref"],
        "relationship": ["relationship_type", "source_ref", "target_ref"],
        "network-traffic": ["protocols"],
        "ipv4-addr": ["value"],
        "ipv6-addr": ["value"],
    }
    for name, o in objects.items():
        assert o["spec_version"] == "2.1"
        assert re.fullmatch(o["type"] + "--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", name), name
        assert all(p in o for p in required[o["type"]]), o
        refs = [v for k, v in o.items() if k.endswith("_ref")]
        refs += [r for k, v in o.items() if k.endswith("_refs") for r in v]
        assert all(r in objects for r in refs), o
        if o["type"] in identifying:
            assert "created" not in o and "modified" not in o
            parts = {k: o[k] for k in identifying[o["type"]] if k in o}
            text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert name == o["type"] + "--" + str(uuid.uuid5(observables, text)), name
        else:
            assert time(o["created"]) <= time(o["modified"])
            assert o["type"] == "identity" or objects[o["created_by_ref"]]["type"] == "identity"
        if o["type"] == "network-traffic":
            assert time(o["start"]) <= time(o["end"]) and o["is_active"] is False
            assert objects[o["src_ref"]]["type"] in ("ipv4-addr", "ipv6-addr")
        if o["type"] == "observed-data":
            assert time(o["first_observed"]) <= time(o["last_observed"])
            assert 1 <= o["number_observed"] <= 999999999
        if o["type"] == "sighting":
            assert time(o["first_seen"]) <= time(o["last_seen"]) and 0 <= o["confidence"] <= 100
            assert objects[o["sighting_of_ref"]]["type"] == "infrastructure"
    sightings = [o for o in objects.values() if o["type"] == "sighting"]
    assert {s["external_references"][0]["external_id"] for s in sightings} == {r["session_id"] for r in rows}
    assert sum(s["count"] for s in sightings) == len(rows)
    return len(sightings), len(objects)


def misp():
    event = json.load(open(result / "misp.json", encoding="utf-8"))["Event"]
    # template netflow, version 2
    types = {
        "ip-src": "ip-src", "ip-dst": "ip-dst", "dst-port": "port", "protocol": "text", "ip_version": "counter",
        "flow-count": "counter", "packet-count": "counter", "byte-count": "counter",
        "first-packet-seen": "datetime", "last-packet-seen": "datetime",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", event["date"]) and event["threat_level_id"] == "4"
    names, flows = [event["uuid"], event["Orgc"]["uuid"]], 0
    for o in event["Object"]:
        assert (o["name"], o["meta-category"], o["template_version"]) == ("netflow", "network", "2")
        assert o["template_uuid"] == "bf148c58-3e7e-414e-8de8-5d96379ca77e"
        names.append(o["uuid"])
        for a in o["Attribute"]:
            assert types[a["object_relation"]] == a["type"] and a["to_ids"] is False and a["value"]
            names.append(a["uuid"])
            names += [s["uuid"] for s in a.get("Sighting", [])]
            flows += int(a["value"]) if a["object_relation"] == "flow-count" else 0
        assert sum(len(a.get("Sighting", [])) for a in o["Attribute"]) == 1
    assert len(set(names)) == len(names) and all(uuid.UUID(n).version == 5 for n in names)
    assert flows == len(rows)
    return len(event["Object"]), flows


def timesketch():
    events = [json.loads(line) for line in open(result / "timesketch.jsonl", encoding="utf-8")]
    assert len(events) == len(rows)
    for e, r in zip(events, rows):
        start = min(r["flow_start"], r["flow_end"])
        assert e["message"] and e["timestamp_desc"] and e["timestamp"] == start * 1000
        assert datetime.datetime.fromisoformat(e["datetime"]).timestamp() * 1000 == start
        assert e["session_id"] == r["session_id"] and e["mining_reasons"] == r["mining_reasons"]
    return len(events), len(rows)


def excel():
    plain, guarded = table("matches.csv"), table("matches.excel.csv")
    dangerous = [c for r in guarded for c in r if c[:1] in tuple("=+-@\t\r\n")]
    assert not dangerous, dangerous
    back = [[c[1:] if c.startswith("'") else c for c in r] for r in guarded]
    assert back == plain, "reading back loses something"
    return sum(c != b for g, b in zip(guarded, back) for c, b in zip(g, b)), len(guarded) - 1


def as_csv():
    header, *cells = table("matches.nfdump.csv")
    for line, r in zip(cells, rows, strict=True):
        line = dict(zip(header, line, strict=True))
        assert (line["sa"], line["da"], int(line["sp"]), int(line["dp"])) == (
            r["source_ip_address"], r["destination_ip_address"],
            r["source_transport_port"], r["destination_transport_port"])
        assert (line["pr"], line["mining_pools"]) == ("TCP", "|".join(r["mining_pools"]))
        at = datetime.datetime.fromisoformat(line["ts"] + "+00:00")
        assert round(at.timestamp() * 1000) == r["flow_start"], line["ts"]
    ecs = [json.loads(line) for line in open(result / "matches.ecs.ndjson", encoding="utf-8")] \
        if (result / "matches.ecs.ndjson").exists() else []
    return len(cells), len(ecs)


def ecs():
    documents = [json.loads(line) for line in open(result / "matches.ecs.ndjson", encoding="utf-8")]
    for d, r in zip(documents, rows, strict=True):
        assert d["source"]["ip"] == r["source_ip_address"] and d["server"]["port"] == r["pool_port"]
        assert d["network"]["transport"] == "tcp" and d["network"]["community_id"].startswith("1:")
        assert time(d["event"]["start"]) <= time(d["event"]["end"])
        assert d["event"]["duration"] == abs(r["flow_end"] - r["flow_start"]) * 1000000
        assert d["minetrace"]["mining_reasons"] == r["mining_reasons"]
    return len(documents), len(rows)


print(*{"stix": stix, "misp": misp, "timesketch": timesketch, "excel": excel, "csv": as_csv, "ecs": ecs}[kind]())
