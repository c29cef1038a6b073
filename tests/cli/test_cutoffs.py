# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""roc and cutoffs: the vectors of all languages, what is shown, what is refused."""
import csv
import io
import math
import re
import shlex

from cli import expect, run, same, tap, write

VECTORS = tap.ROOT / "tests" / "vectors"
MOVES = tap.ROOT / "tests" / "data" / "moves.json"
TOLERANCE = 1e-10


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def near(ours, theirs):
    if theirs in ("", "NA"):
        return ours == ""
    if ours in ("true", "false"):
        return (ours == "true") == (float(theirs) == 1)
    return ours != "" and abs(float(ours) - float(theirs)) <= TOLERANCE * max(1, abs(float(theirs)))


# ---- curves ----

CASES = {
    "roc_strata_0081": ["--weights", "w", "--strata", "h"],
    "roc_lonely_0059": ["--weights", "w", "--strata", "h", "--clusters", "c1"],
    "roc_stages_0020": ["--weights", "w", "--strata", "h", "--clusters", "c1,c2",
                        "--fpc", "N1,N2"],
}
CHOICES = {"interval": "ci", "lonely": "lonely", "level": "level"}


def words_of(case):
    words = [*CASES[case["case"]]]
    for part in filter(None, case["options"].split(";")):
        name, value = part.split("=")
        words += [f"--{CHOICES[name]}", value]
    arguments = dict(part.split("=") for part in case["arguments"].split(";"))
    for name, value in arguments.items():
        if "acute" in arguments or not name.endswith("_acute"):
            words += [f"--{name.replace('_', '-')}", value]
    return words


expected = table((VECTORS / "roc_expected.csv").read_text())
for case in table((VECTORS / "roc_cases.csv").read_text()):
    if case["case"] not in CASES:
        continue
    words = ["roc", VECTORS / f"{case['data']}.csv", "--score", "score", "--criterion", "crit",
             "--format", "csv", *words_of(case)]
    shown = {"curve": table(run(*words).out), "auc": table(run(*words, "--show", "auc").out)}
    wrong = []
    for row in (row for row in expected if row["case"] == case["case"]):
        key = "cut" if row["table"] == "curve" else "method"
        at = [ours for ours in shown[row["table"]] if ours["level"] == row["level"] and (
            ours[key] == row["key"] if key == "method" else
            math.isclose(float(ours[key]), float(row["key"]), rel_tol=1e-13))]
        if len(at) != 1 or not near(at[0][row["column"]], row["value"]):
            wrong.append(row)
    same(f"{case['case']}: the numbers of pROC and survey", wrong, [])
    best = table(run(*words, "--show", "best").out)
    same(f"{case['case']}: best are the rows that are best", best, [
        row for row in shown["curve"] if "true" in (row["best_youden"], row["best_cost"])])

data = VECTORS / "roc_srs_0003.csv"
ask = ["roc", data, "--score", "score", "--criterion", "crit"]
ended = run(*ask)
expect("it says that this is no official cut-off",
       "no official WBM cut-off" in ended.err and ended.status == 0, ended)
same("--quiet says nothing", run(*ask, "--quiet").err, "")
expect("a table has no standard errors", "sensitivity_se" not in ended.out, ended)
same("standard input gives the same", run("roc", "-", *ask[2:], stdin=data.read_text()).out,
     ended.out)

# ---- cut-offs that move ----

moved = table(run("cutoffs", VECTORS / "moves_people.csv", "--instrument", MOVES, "--steps", 2,
                  "--by", "sex", "--margins", "--weights", "w", "--strata", "h", "--clusters",
                  "school", "--format", "csv").out)
keys = ("sex", "indicator", "level", "step", "measure")
found = {tuple(row[key] for key in keys): row for row in moved}
wanted = [row for row in table((VECTORS / "moves_expected.csv").read_text())
          if row["design"] == "schools"]
same("as many rows as R has", len(moved), len(wanted))
same("shares and changes are those of survey", [
    row for row in wanted if not all(
        near(found[tuple(row[key] for key in keys)][column], row[column])
        for column in ("cut", "estimate", "se", "change", "change_se"))], [])
ended = run("cutoffs", VECTORS / "moves_people.csv", "--instrument", MOVES, "--select", "bored")
expect("only the selected indicator moves",
       "tired_" not in ended.out and "bored_problem" in ended.out, ended)
expect("it says that this is a preset", "preset" in ended.err, ended)

# ---- the guide ----

scores = write("scores.csv", "")
guide = (tap.ROOT / "docs" / "cut-offs.md").read_text(encoding="utf-8")
for block in re.findall(r"^```sh\n(.*?)^```", guide, flags=re.M | re.S):
    for line in block.replace("\\\n", " ").splitlines():
        words = [scores if word == "scores.csv" else
                 tap.ROOT / word if word.startswith("data/") else word
                 for word in shlex.split(line)]
        ended = run(*words[1:])
        expect(f"the guide: {line.split(' --')[0]} works", ended.status == 0, ended)

# ---- what is refused ----

one = write("one.csv", "s,c\n1,1\n2,1\n")
for name, words, status, said in [
    ("a criterion with one value", ["roc", one, "--score", "s", "--criterion", "c"], 1, "'c'"),
    ("no criterion", ["roc", one, "--score", "s"], 2, "'--criterion' is missing"),
    ("groups of a curve", [*ask, "--by", "inside"], 2, "--domain"),
    ("a prevalence of 1", [*ask, "--prevalence", 1], 2, "prevalence"),
    ("a word that is none", [*ask, "--show", "all"], 2, "curve"),
    ("no instrument", ["cutoffs", one], 2, "'--instrument' is missing"),
    ("answers without items", ["cutoffs", one, "--instrument", MOVES], 1, "y1"),
    ("too many steps", ["cutoffs", one, "--instrument", MOVES, "--steps", 11], 2, "steps"),
]:
    ended = run(*words)
    expect(f"{name}: refused", ended.status == status and said in ended.err and not ended.out,
           ended)
tap.done()
