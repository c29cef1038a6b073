# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the modules score: who answers everything at the good end has no problem, who answers
everything at the bad end has every one, and the cut-offs lie where the guide says.

usage: check_scores.py WERKBAAR, the command"""
import csv
import json
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


def only(record, keys):
    return {key: record[key] for key in keys.split() if key in record}


def instrument(module):
    """The module as an instrument file: its scored items, with their range."""
    scored = {item for scale in module["scales"] for item in scale["items"]}
    items = [{**only(item, "id label text reversed missing"),
              "min": min(codes(module, item)), "max": max(codes(module, item))}
             for item in module["items"] if item["id"] in scored]
    same = only(module, "id version licence title source unit languages scales composites")
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
    """The two ends, then somebody with k items of each scale at the bad end, k from 1 on."""
    bad, good = ends(module)
    longest = max(len(scale["items"]) for scale in module["scales"])
    yield bad
    yield good
    for k in range(1, longest):
        first = {item for scale in module["scales"] for item in scale["items"][:k]}
        yield {item: (bad if item in first else good)[item] for item in good}


def scores(module, folder):
    rows = list(people(module))
    definition, answers = f"{folder}/instrument.json", f"{folder}/answers.csv"
    with open(definition, "w", encoding="utf-8") as file:
        json.dump(instrument(module), file)
    with open(answers, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    printed = tap.output(sys.argv[1], "score", "--quiet", "--instrument", definition, answers)
    return list(csv.DictReader(line for line in printed.splitlines() if line[:1] != "#"))


def is_true(text):
    return text in ("1", "true")


def is_lit(indicator, level, k, n):
    """Should it light with k of n items at the bad end? A problem: half of the points, or
    fewer than half of what is wanted; acute: three quarters, or fewer than a quarter."""
    if indicator["id"] == "transgressive_behaviour":
        return k > 0
    least = {"problem": 0.5, "acute": 0.75}[level]
    return k / n >= least if indicator["direction"] == "high" else k / n > least


def wrong_lights(module, rows):
    sizes = {scale["id"]: len(scale["items"]) for scale in module["scales"]}
    for indicator in module["indicators"]:
        n = sizes[indicator["scale"]]
        for at_bad_end, row in zip([n, 0, *range(1, len(rows))], rows):
            k = min(at_bad_end, n)
            for level in {"problem", "acute"} & set(indicator):
                lit = is_lit(indicator, level, k, n)
                if is_true(row[f"{indicator['id']}_{level}"]) != lit:
                    yield f"{module['id']}/{indicator['id']}: {level} with {k} of {n}"


def wrong_composites():
    for name in [name for name, module in MODULES.items() if module["base"]]:
        bad, good = scored[name][:2]
        if (bad["bottlenecks"], good["bottlenecks"]) != ("4", "0"):
            yield f"{name}: bottlenecks {bad['bottlenecks']} and {good['bottlenecks']}"
        if is_true(bad["workable"]) or not is_true(good["workable"]):
            yield f"{name}: workable {bad['workable']} and {good['workable']}"


with tempfile.TemporaryDirectory() as folder:
    scored = {name: scores(module, folder) for name, module in MODULES.items()}
reversed_items = {item["id"] for module in MODULES.values() for item in module["items"]
                  if item.get("reversed")}
tap.check("the questions that ask for the contrary are those that are reversed",
          reversed_items ^ CONTRARY)
tap.check("lights come on where the guide says",
          [fault for name, rows in scored.items() for fault in wrong_lights(MODULES[name], rows)])
tap.check("work is workable for whoever has no bottleneck, of four", wrong_composites())
tap.done()
