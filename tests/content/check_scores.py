# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the modules score: who answers everything at the good end has no problem, who answers
everything at the bad end has every one, and the cut-offs lie where the guide says.

usage: check_scores.py WERKBAAR, the command"""
import csv
import json
import subprocess
import sys
import tempfile

import content
from content import tap

MODULES = content.load("modules")
# The good end of the answers to a question in a scale, by hand: which of the scales are
# named after something wanted follows from their direction; which questions in them ask for
# the contrary is this list.
CONTRARY = set("""work_stress_4 work_life_balance_4 work_amount_3 interruptions_4 constant_change_4
demanding_clients_4 shared_workspace_3 telework_5 digital_reachability_4 shift_work_4 care_3
se_time_pressure_4 se_clients_4 se_work_life_mixing_4""".split())


def codes(module, item):
    return [answer["code"] for answer in module["answer_sets"][item["answers"]]
            if answer["code"] not in item.get("missing", [])]


def instrument(module):
    """The module as an instrument file: its scored items, with their range."""
    scored = {item for scale in module["scales"] for item in scale["items"]}
    items = [{**{key: item[key] for key in ("id", "label", "text", "reversed", "missing") if key in item},
              "min": min(codes(module, item)), "max": max(codes(module, item))}
             for item in module["items"] if item["id"] in scored]
    same = {key: module[key] for key in ("id", "version", "licence", "title", "source", "unit", "languages",
                                         "scales", "composites") if key in module}
    indicators = [{key: value for key, value in indicator.items() if key != "theme"}
                  for indicator in module["indicators"]]
    return {"format": "werkbaar-instrument/1.0", **same, "items": items, "indicators": indicators}


def ends(module):
    """Two people: the code of every scored item at its bad end, and at its good end."""
    direction = {item: indicator["direction"] for indicator in module["indicators"]
                 for scale in module["scales"] if scale["id"] == indicator["scale"]
                 for item in scale["items"]}
    bad, good = {}, {}
    for item in module["items"]:
        if item["id"] in direction:
            low, high = min(codes(module, item)), max(codes(module, item))
            high_is_bad = (direction[item["id"]] == "high") != (item["id"] in CONTRARY)
            bad[item["id"]], good[item["id"]] = (high, low) if high_is_bad else (low, high)
    return bad, good


def people(module):
    """The two ends, and somebody with `k` items of each scale at the bad end, the others at the good one."""
    bad, good = ends(module)
    longest = max(len(scale["items"]) for scale in module["scales"])
    yield bad
    yield good
    for k in range(1, longest):
        first = {item for scale in module["scales"] for item in scale["items"][:k]}
        yield {item: (bad if item in first else good)[item] for item in good}


def scores(module, folder):
    rows = list(people(module))
    with open(f"{folder}/instrument.json", "w", encoding="utf-8") as file:
        json.dump(instrument(module), file)
    with open(f"{folder}/answers.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    printed = subprocess.run([sys.argv[1], "score", "--quiet", "--instrument", f"{folder}/instrument.json",
                              f"{folder}/answers.csv"], capture_output=True, text=True, check=True).stdout
    return list(csv.DictReader(line for line in printed.splitlines() if not line.startswith("#")))


def is_true(text):
    return text in ("1", "true")


def wrong_lights(module, rows):
    """Of n items, k at the bad end: a problem from half of the points on, acute from three
    quarters (of what is wanted: fewer than half, fewer than a quarter)."""
    for indicator in module["indicators"]:
        scale = next(one for one in module["scales"] if one["id"] == indicator["scale"])
        n = len(scale["items"])
        shares = {"problem": 0.5, "acute": 0.75}
        for k, row in [(n, rows[0]), (0, rows[1])] + [(min(i, n), row) for i, row in enumerate(rows[2:], 1)]:
            for level in shares.keys() & indicator.keys():
                share = k / n
                lit = share >= shares[level] if indicator["direction"] == "high" else share > shares[level]
                if indicator["id"] == "transgressive_behaviour":
                    lit = k > 0
                if is_true(row[f"{indicator['id']}_{level}"]) != lit:
                    yield f"{module['id']}/{indicator['id']}: {level} with {k} of {n} at the bad end"


with tempfile.TemporaryDirectory() as folder:
    scored = {name: scores(module, folder) for name, module in MODULES.items()}
reversed_items = {item["id"] for module in MODULES.values() for item in module["items"] if item.get("reversed")}
tap.check("the questions that ask for the contrary are those that are reversed",
          reversed_items ^ CONTRARY)
tap.check("lights come on where the guide says",
          [fault for name, rows in scored.items() for fault in wrong_lights(MODULES[name], rows)])
bases = [scored[name] for name, module in MODULES.items() if module["base"]]
tap.check("work is workable for whoever has no bottleneck, of four",
          [rows[:2] for rows in bases if (rows[0]["bottlenecks"], rows[1]["bottlenecks"]) != ("4", "0") or
           is_true(rows[0]["workable"]) or not is_true(rows[1]["workable"])])
tap.done()
