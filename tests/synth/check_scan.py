# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""wb-synth --scan: answers to a questionnaire; the two examples, from module files to page.

usage: check_scan.py WB_SYNTH WERKBAAR"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402

SYNTH, WERKBAAR = sys.argv[1:3]
EXAMPLES = tap.ROOT / "examples" / "scan"
DIRECTORY = pathlib.Path(tempfile.mkdtemp(prefix="werkbaar-"))


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


def expect(name, condition, seen=""):
    tap.check(name, [] if condition else [f"{name}: {seen}"])


def synth(name, *words):
    folder = EXAMPLES / name
    return run(SYNTH, "--scan", DIRECTORY / f"{name}.json", "--organisation", folder / "organisation.json", *words)


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


for name, records in (("food", ("--workposts", "workposts.csv", "--records", "records.csv")), ("audiovisual", ())):
    folder = EXAMPLES / name
    ended = run(WERKBAAR, "scan", "compose", folder / "recipe.json", "--output", DIRECTORY / f"{name}.json")
    expect(f"{name}: its recipe is composed", ended.returncode == 0, ended.stderr)
    answers = DIRECTORY / f"{name}.csv"
    ended = synth(name, "--shares", folder / "shares.csv", "--seed", "4", "--output", answers)
    expect(f"{name}: answers are made", ended.returncode == 0 and ended.stdout == "", ended.stderr)
    again = synth(name, "--shares", folder / "shares.csv", "--seed", "4")
    expect(f"{name}: the same seed, the same bytes", again.stdout == answers.read_text(encoding="utf-8"), "")
    expect(f"{name}: another seed, others", synth(name, "--seed", "5").stdout != again.stdout, "")
    expect(f"{name}: they say what they are", again.stdout.startswith("# SYNTHETIC"), again.stdout[:80])
    organisation = json.loads((folder / "organisation.json").read_text(encoding="utf-8"))
    expect(f"{name}: no more people than there are", 0 < len(table(answers)) < organisation["staff"], len(table(answers)))
    out = DIRECTORY / f"report-{name}"
    words = [folder / word if word.endswith(".csv") else word for word in records]
    ended = run(WERKBAAR, "scan", "run", DIRECTORY / f"{name}.json", folder / "organisation.json", answers, *words,
                "--output", out)
    expect(f"{name}: from module files to page", ended.returncode == 0 and (out / "scan.html").exists() and
           (out / "floor.html").exists(), ended.stderr)
    page = (out / "scan.html").read_text(encoding="utf-8")
    expect(f"{name}: workable work is having no problem, and figures of problems say whose they are",
           page.count(">werkbaar werk: geen enkel knelpunt<") == 1 and
           page.count(">minstens één probleem (werkbaar werk: geen enkel knelpunt)<") >= 2, page)
    expect(f"{name}: what is not there has no percent sign", "–&nbsp;%" not in page, page)
    expect(f"{name}: the page says SYNTHETIC and preset", "SYNTHETIC" in page and "Voorinstelling" in page, page[:300])
    whole = {row["indicator"]: row for row in table(out / "results.csv") if row["group"] == "all"}
    for row in table(folder / "shares.csv"):
        if row["group"] == "all" and row["theme"] in whole and whole[row["theme"]]["share"]:
            far = abs(float(whole[row["theme"]]["share"]) - float(row["share"]))
            expect(f"{name}: {row['theme']} lies near what is declared", far < 0.2, far)
    shown = sum(row["status"] != "hidden" for row in table(out / "results.csv"))
    expect(f"{name}: most may be shown", shown > len(table(out / "results.csv")) / 2, shown)
    if records:
        expect("food: work posts and the organisation", {row["unit"] for row in table(out / "records.csv")} ==
               {"workpost", "organisation"} and len(table(out / "checklists.csv")) > 50, "")

# Once in twelve months is a problem already: who has none answers "never" throughout.
care = DIRECTORY / "care.json"
recipe = {"format": "werkbaar-recipe/1.0", "id": "care", "version": "1.0", "languages": ["nl"], "title": {"nl": "Zorg"},
          "modules": [{"id": "transgressive-behaviour"}]}
(DIRECTORY / "care-recipe.json").write_text(json.dumps(recipe), encoding="utf-8")
run(WERKBAAR, "scan", "compose", DIRECTORY / "care-recipe.json", "--output", care)
ended = run(SYNTH, "--scan", care, "--organisation", EXAMPLES / "food" / "organisation.json", "--output",
            DIRECTORY / "care.csv")
codes = [[row[f"transgressive_behaviour_{i}"] for i in (1, 2, 3, 4)] for row in table(DIRECTORY / "care.csv")]
some = sum(any(code not in ("", "0") for code in row) for row in codes) / len(codes)
expect("care: as many met transgressive behaviour as is declared", ended.returncode == 0 and 0.15 < some < 0.45,
       f"{ended.stderr} {some}")

firm = json.loads((EXAMPLES / "food" / "organisation.json").read_text(encoding="utf-8"))
for least, said, by_group in ((firm["min_n_sensitive"], "vanaf 30 antwoorden getoond, van de hele organisatie en van een groep", True),
                              (None, "alleen voor de hele organisatie getoond", False)):
    firm.update(min_n_sensitive=least) if least else firm.pop("min_n_sensitive")
    (DIRECTORY / "firm.json").write_text(json.dumps(firm), encoding="utf-8")
    out = DIRECTORY / f"report-care-{least}"
    run(WERKBAAR, "scan", "run", care, DIRECTORY / "firm.json", DIRECTORY / "care.csv", "--output", out)
    page = (out / "scan.html").read_text(encoding="utf-8")
    groups = [row for row in table(out / "results.csv") if row["group"] != "all" and row["status"] != "hidden"]
    expect(f"care, sensitive from {least}: of groups or not, and the page says it", bool(groups) == by_group and said in page,
           (len(groups), page[-3000:]))
    expect(f"care, sensitive from {least}: themes without figures by group are said to be elsewhere",
           ("heeft geen cijfers per groep" in page) != by_group, page[:3000])

food = EXAMPLES / "food"
organisation = json.loads((food / "organisation.json").read_text(encoding="utf-8"))
columns = ["#department, or \"where\"", *organisation["hierarchies"][0]["columns"][1:]]
organisation["hierarchies"][0]["columns"] = columns
named = DIRECTORY / "named.json"
named.write_text(json.dumps(organisation), encoding="utf-8")
ended = run(SYNTH, "--scan", DIRECTORY / "food.json", "--organisation", named)
expect("names of columns are written as CSV wants them",
       next(csv.reader(ended.stdout.splitlines()[1:]))[:len(columns)] == columns, ended.stdout[:200])
(DIRECTORY / "named.csv").write_text(ended.stdout, encoding="utf-8")
ended = run(WERKBAAR, "scan", "run", DIRECTORY / "food.json", named, DIRECTORY / "named.csv", "--output", DIRECTORY / "named")
expect("a scan finds those columns", ended.returncode == 0, ended.stderr)
for words, status, said in (
        (("--scan", DIRECTORY / "food.json"), 2, "--organisation"),
        (("--scan", DIRECTORY / "food.json", "--organisation", food / "organisation.json", "--rows", "5"), 2, "--seed"),
        (("--group", "employees", "--shares", food / "shares.csv"), 2, "--scan"),
        (("--scan", food / "shares.csv", "--organisation", food / "organisation.json"), 1, "shares.csv"),
        (("--scan", DIRECTORY / "food.json", "--organisation", food / "recipe.json"), 1, "recipe.json"),
        (("--scan", DIRECTORY / "food.json", "--organisation", food / "organisation.json", "--shares",
          DIRECTORY / "none.csv"), 1, "none.csv")):
    ended = run(SYNTH, *words)
    expect(f"refused: {said}", ended.returncode == status and said in ended.stderr and ended.stdout == "", ended.stderr)
for text, said in (("group,theme\nall,learning\n", "no column 'share'"), ("group,theme,share\nall,learning,1.5\n", "row 1"),
                   ("group,theme,share\nall,spam,0.5\n", "'spam'"), ("group,theme,share\nnowhere,learning,0.5\n", "'nowhere'")):
    path = DIRECTORY / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    ended = synth("food", "--shares", path)
    expect(f"shares refused: {said}", ended.returncode == 1 and said in ended.stderr, ended.stderr)
given = {"--scan": DIRECTORY / "food.json", "--organisation": food / "organisation.json", "--shares": food / "shares.csv"}
for option, path in given.items():
    held = DIRECTORY / "held"
    held.write_bytes(path.read_bytes())
    words = [word for pair in {**given, option: held}.items() for word in pair]
    ended = run(SYNTH, *words, "--output", held)
    expect(f"not over the file of {option}", ended.returncode == 2 and "would be lost" in ended.stderr and
           held.read_bytes() == path.read_bytes(), ended.stderr)
tap.done()
