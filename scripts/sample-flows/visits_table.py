#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The visits of our own prober as rows of a Markdown table, beside what really runs there.

usage: visits_table.py VISITS.ndjson
"""
import json
import sys

from scenario import probed_endpoints

REALLY = {endpoint.target(): endpoint.serve for endpoint in probed_endpoints()}

with open(sys.argv[1], encoding="utf-8") as file:
    for visit in map(json.loads, file):
        cells = [visit[column] or "" for column in (
            "target", "verdict", "evidence", "reach", "dialogue", "protocol", "software")]
        print("|", " | ".join([cells[0], REALLY[visit["target"]], *cells[1:]]), "|")
