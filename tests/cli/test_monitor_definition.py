# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""monitor --definition: waves as files, every part in every output, what is hidden stays so."""
import copy
import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

from cli import expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT
from pages import Page, check_sound

DEFINITION = {
    "format": "werkbaar-monitor-definition/1.0", "id": "small", "version": "1",
    "title": {"nl": "Kleine monitor", "en": "Small monitor"}, "languages": ["nl", "en"],
    "note": {"nl": "Voor tests.", "en": "For tests."}, "instrument": "tiny",
    "waves": {"list": [
        {"id": "2020", "sent": {"value": 100, "status": "rounded", "source": "a letter"}},
        {"id": "2021", "populations": [
            {"id": "all", "total": 1200000, "source": "the census & more"}]},
        {"id": "2022"}]},
    "variables": [
        {"id": "sex", "label": {"nl": "geslacht", "en": "sex"}, "categories": [
            {"id": "m", "label": {"nl": "man", "en": "man"}},
            {"id": "f", "label": {"nl": "vrouw", "en": "woman"}}]},
        {"id": "region", "label": {"nl": "regio", "en": "region"}}],
    "breakdowns": ["sex", "region"],
    "topics": [
        {"id": "telework", "label": {"nl": "telewerk", "en": "telework"}, "kind": "share",
         "comparable_from": "2021", "source": "question 12"},
        {"id": "minutes", "label": {"nl": "reistijd", "en": "travel time"}, "kind": "mean"},
        {"id": "bullying", "label": {"nl": "pesten", "en": "bullying"}, "kind": "share"}],
    "targets": [{"measure": "werkbaar", "value": 0.9, "date": "2030-12-31",
                 "direction": "at_least", "label": {"nl": "Doel", "en": "Goal"},
                 "source": "a plan"}],
    "published": {
        "sources": {"report": {"title": "Report & figures", "where": "a place"}},
        "waves": [{"wave": 2017, "n": {"value": 900, "status": "anchored", "source": ["report"]}}],
        "figures": [
            {"wave": 2017, "variable": "werkbaar", "unit": "percent", "value": 47.5, "digits": 1,
             "status": "anchored", "source": ["report"]},
            {"wave": 2020, "variable": "werkbaar", "unit": "percent", "value": 90.0, "digits": 1,
             "status": "derived", "source": ["report"], "note": "worked out"},
            {"wave": 2021, "variable": "werkbaar", "group": {"sex": ["f"]}, "unit": "percent",
             "value": 51.5, "digits": 1, "status": "anchored", "source": ["report"]}]},
    "publication": {"min_n": 10, "mode": "hide"},
    "comparisons": {"adjust": "holm"}, "head_counts": {"round_to": 1000}}

SAMPLE = Path(__file__).resolve().parents[2] / "data/sample"

tiny = write("tiny.json", INSTRUMENT)
small = write("small.json", DEFINITION)


def wave(year, women):
    """The answers of a wave: eight times those of cli.py, of which so many are women's."""
    rows = [line.split(",") for line in ANSWERS.splitlines()[1:] if line.startswith("2020")]
    rows = [list(row) for row in rows * 8]
    for i, row in enumerate(rows):
        row[1] = "f" if i < women else "m"
    head = ANSWERS.splitlines()[0].split(",")[1:] + ["telework", "minutes"]
    lines = [",".join(head)]
    lines += [",".join(row[1:] + [str(i % 2), str(10 * (i % 3))])
              for i, row in enumerate(rows)]
    return write(f"w{year}.csv", "\n".join(lines) + "\n")


waves = [f"2020={wave(2020, 16)}", f"2021={wave(2021, 4)}", f"2022={wave(2022, 16)}"]
out = DIRECTORY / "out"
PARTS = ["cells", "changes", "groups", "trend", "targets", "published", "counts", "response",
         "notes", "labels"]


def monitor(*words):
    shutil.rmtree(out, ignore_errors=True)
    return run("monitor", "--quiet", "--instrument", tiny, "--definition", small, *words)


def table(part):
    with (out / f"tiny-{part}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


ended = monitor(*waves, "--output", out)
same("a file may be a wave", (ended.status, ended.err), (0, ""))
for part in PARTS:
    expect(f"{part}.csv is there", (out / f"tiny-{part}.csv").exists(), part)

women = [line for line in ended.out.splitlines() if line.startswith("vrouw")]
expect("tables: the last wave has sixteen women", women and "50,0" in women[0] and
       "16" in women[0], women)
lacks = [line for line in ended.out.splitlines() if line.startswith("- ")]
same("tables: what the data lack, a line for what is alike", lacks, [
    "- kenmerk staat niet in de gegevens: geen uitsplitsing: region (alle golven)",
    "- thema staat niet in de gegevens: bullying (alle golven)"])
few = monitor(waves[1], "--lang", "en")
women = [line.split() for line in few.out.splitlines() if line.startswith("woman")]
same("tables: four women are not shown, nor how many they are", women,
     [["woman", "not", "shown"]])
ended = monitor(*waves, "--output", out, "--formats", "all")

# ---- numbers by hand ----
cells = {(r["wave"], r["sex"], r["region"], r["variable"], r["category"]): r
         for r in table("cells")}
same("the rate: 2 of 4, eight times", (cells["2020", "", "", "werkbaar", ""]["estimate"],
                                       cells["2020", "", "", "werkbaar", ""]["n"]),
     ("0.5", "32"))
same("a topic: every other one", cells["2020", "", "", "telework", ""]["estimate"], "0.5")
same("four women of 2021 are too few", (cells["2021", "f", "", "werkbaar", ""]["status"],
                                        cells["2021", "f", "", "werkbaar", ""]["flag"],
                                        cells["2021", "f", "", "werkbaar", ""]["estimate"]),
     ("hidden", "too_few", ""))
target = next(r for r in table("targets") if r["wave"] == "2020" and r["sex"] == "")
same("the target is 0.4 away", float(target["difference"]), 0.5 - 0.9)
count = next(r for r in table("counts") if r["variable"] == "werkbaar")
same("a head count: half of the total, with its source",
     (count["wave"], count["count"], count["source"]),
     ("2021", "600000", "the census & more"))
beside = [(r["wave"], r["sex"], r["status"], r["published"], r["published_is"], r["difference"])
          for r in table("published")]
same("published: a wave of others, and what is hidden beside its figure",
     [beside[0], beside[1][:5], beside[2][:5], beside[6]],
     [("2017", "", "missing", "0.47499999999999998", "", ""),
      ("2020", "", "ok", "0.90000000000000002", "above"), ("2021", "", "no_figure", "", ""),
      ("2022", "f", "no_figure", "", "", "")])
same("published: a hidden cell has no number but the figure", beside[5],
     ("2021", "f", "hidden", "0.51500000000000001", "", ""))
same("published: the difference", round(float(beside[1][5]), 12), -0.4)
same("response: what came in and what was sent",
     [(r["wave"], r["rows"], r["sent"]) for r in table("response")],
     [("2020", "32", "100"), ("2021", "32", ""), ("2022", "32", "")])
notes = {(r["kind"], r["variable"]) for r in table("notes")}
expect("notes: a variable and a topic that the data lack",
       {("variable_missing", "region"), ("topic_missing", "bullying")} <= notes, notes)
change = [r for r in table("changes") if r["variable"] == "telework" and r["sex"] == ""
          and r["wave"] == "2021"]
expect("a topic is compared from the wave it says", change and all(
    r["status"] == "not_comparable" and r["difference"] == "" for r in change), change)

# ---- the same in JSON and XLSX ----
group = json.loads((out / "monitor.json").read_text(encoding="utf-8"))["groups"][0]
same("JSON: what was asked for", (group["definition"], group["title"], group["rows"]),
     ("small", "Kleine monitor", 96))
for part in PARTS:
    same(f"JSON: as many rows of {part} as CSV", len(group[part]["rows"]), len(table(part)))
with zipfile.ZipFile(out / "tiny.xlsx") as book:
    names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    same("XLSX: a summary, a sheet each, and a note", names, ["summary", *PARTS, "note"])
    summary = re.findall(r"<row .*?</row>", book.read("xl/worksheets/sheet1.xml").decode(),
                         re.S)
    expect("XLSX: the summary has the waves as columns",
           all(f">{word}<" in summary[0] for word in ("label", "2020", "2021", "2022")),
           summary[0])
    rate = next(row for row in summary if ">werkbaar<" in row)
    expect("XLSX: problem and acute are told apart", any(
        ">ia_problem<" in row and ">problematisch<" in row for row in summary) and any(
        ">ia_acute<" in row and ">acuut<" in row for row in summary), summary)
    styles = book.read("xl/styles.xml").decode()
    percent = styles[:styles.index('"0.0%"')].rsplit("numFmtId=", 1)[1].split('"')[1]
    place = [re.search('"(\\d+)"', xf)[1] for xf in re.findall(
        r"<xf numFmtId=[^>]*>", styles[styles.index("<cellXfs"):])].index(percent)
    expect("XLSX: shares are percentages", any(
        f' s="{place}"><v>0.5</v>' in row for row in summary), summary)
    expect("XLSX: the note says what a preset is not, and how to read the cells",
           "procentpunten" in book.read(
               f"xl/worksheets/sheet{len(names)}.xml").decode(), names)
    expect("XLSX: the summary has the rate of each wave", ">geen enkel<" in rate and
           rate.count(">0.5<") == 3, rate)
    sheet = book.read("xl/worksheets/sheet2.xml").decode()
    same("XLSX: a row for each cell", sheet.count("<row "), len(table("cells")) + 1)
    hidden = next(row for row in re.findall(r"<row .*?</row>", sheet, re.S)
                  if ">hidden<" in row)
    expect("XLSX: hidden stands in place of the number", hidden.count(">hidden<") > 5 and
           "<v>" not in hidden, hidden)

# ---- which files ----
monitor(*waves, "--output", out)
same("files: JSON when it is asked for", sorted(path.name for path in out.iterdir()),
     sorted(["monitor.html", "tiny.xlsx", *(f"tiny-{part}.csv" for part in PARTS)]))
monitor(*waves, "--output", out, "--formats", "csv,json", "--parts", "targets,cells")
same("files: formats and parts", sorted(path.name for path in out.iterdir()),
     ["monitor.json", "tiny-cells.csv", "tiny-targets.csv"])
group = json.loads((out / "monitor.json").read_text(encoding="utf-8"))["groups"][0]
same("files: JSON has the same parts", [part for part in PARTS if part in group],
     ["cells", "targets"])
ended = monitor(*waves, "--output", out, "--formats", "xlsx", "--parts", "notes")
with zipfile.ZipFile(out / "tiny.xlsx") as book:
    same("files: sheets of the parts", re.findall(
        r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode()),
        ["summary", "notes", "note"])
for words, what in (["--formats", "pdf"], "'--formats' has no 'pdf'"), (
        ["--parts", "cell"], "'--parts' has no 'cell'"):
    ended = monitor(*waves, "--output", out, *words)
    expect(f"files: {what}", ended.status == 2 and what in ended.err, ended)
ended = monitor(*waves, "--parts", "cells")
expect("files: parts are of files", ended.status == 2 and "--output" in ended.err, ended)
monitor(*waves, "--output", out)

# ---- the page ----
WORDS = {
    "nl": ["Kleine monitor", "Voor tests.", "Tegenover het streefcijfer", "Doel", "a plan",
           "onder het streefcijfer", "Welke knelpunten samen voorkomen", "eerste + tweede",
           "Richting over alle golven", "geslacht", "Elke groep tegenover de rest",
           "Verdere thema’s", "telewerk", "Te vergelijken vanaf golf 2021", "question 12",
           "Hoeveel mensen", "the census & more", "Respons", "a letter",
           "Naast wat gepubliceerd is", "47,5", "Report & figures",
           "boven het interval", "51,5", "geen toets", "derived: worked out",
           "Wat in de gegevens ontbreekt", "thema staat niet in de gegevens", "te weinig",
           "volgens Holm"],
    "en": ["Small monitor", "For tests.", "Against the target", "Goal",
           "below the target", "Which bottlenecks come together", "first + second",
           "Direction over all waves", "Each group against the rest", "Further topics",
           "Comparable from wave 2021", "How many people", "Response",
           "What the data lack", "topic is not in the data", "too few",
           "the method of Holm"]}
for language, words in WORDS.items():
    ended = monitor(*waves, "--output", out, "--lang", language)
    page = Page((out / "monitor.html").read_text(encoding="utf-8"))
    check_sound(language, page)
    for word in words:
        expect(f"{language}: says '{word}'", word in page.text or word in page.source, word)
    for word in ("because", "leads to", "veroorza", "leidt tot", "dankzij", "gevolg van"):
        expect(f"{language}: never '{word}'", word not in page.text.lower(), word)
monitor(*waves[:2], "--output", out, "--lang", "en")
hidden = Page((out / "monitor.html").read_text(encoding="utf-8"))
check_sound("a group that is hidden", hidden)
women = [row for row in re.findall(r"<tr>.*?</tr>", hidden.source, re.S)
         if ">woman<" in row and row.count("<td") > 3]
expect("a group that is hidden shows no number in its wave", women and all(
    not re.search(r">[^<]*\d", row) for row in women), women)

# ---- everything is hidden; above a target ----
small = write("none.json", dict(DEFINITION, publication={"min_n": 1000, "mode": "hide"}))
ended = monitor(*waves, "--output", out)
page = Page((out / "monitor.html").read_text(encoding="utf-8"))
check_sound("a monitor of which nothing is shown", page)
expect("nothing is shown: not on the terminal either", ended.status == 0 and not re.search(
    r"^20\d\d .*\d", ended.out, re.M) and "niet getoond" in ended.out, ended)
for title in ("Tegenover het streefcijfer", "Hoeveel mensen"):
    part = page.source.split(title)[1].split("</table>")[0]
    expect(f"nothing is shown: {title}", "niet getoond" in part, part)
charts = re.findall(r"<svg .*?</svg>", page.source, re.S)
expect("nothing is shown: no chart has a point or a number", charts and not any(
    re.search(r'class="(band|bar|value)', chart) or re.search(r"\d,\d", chart) for chart in charts), charts)
with zipfile.ZipFile(out / "tiny.xlsx") as book:
    summary = book.read("xl/worksheets/sheet1.xml").decode()
expect("nothing is shown: in the summary hidden stands in place of every number", summary.count(">hidden<") > 40 and "<v>" not in summary, summary)
small = write("low.json", dict(DEFINITION, targets=[dict(DEFINITION["targets"][0], value=0.1)]))
monitor(*waves, "--output", out)
page = Page((out / "monitor.html").read_text(encoding="utf-8"))
expect("above a target", "boven het streefcijfer" in page.text and "onder het streefcijfer" not in page.text, "")

# ---- a rule that flags ----
flags = dict(DEFINITION, publication={"min_n": 10, "mode": "flag"})
small = write("flags.json", flags)
monitor(*waves[:2], "--output", out, "--lang", "en")
page = Page((out / "monitor.html").read_text(encoding="utf-8"))
expect("a rule that flags marks the number", "(!)" in page.text, "")

# ---- how it was made, by the design ----
units = []
for given in waves:
    year, path = given.split("=")
    head, *answers = Path(path).read_text(encoding="utf-8").splitlines()
    units.append(year + "=" + str(write(f"u{year}.csv", "\n".join(
        [f"{head},unit,size", *(f"{row},{i % 8},20" for i, row in enumerate(answers))]) + "\n")))
CLUSTERS = {"clusters": ["unit"], "nested": True}
METHODS = [
    ({}, {}, ["Drawn with replacement within strata.", "number of answers minus",
              "sum of both waves.", "is the sum of both variances;"]),
    ({**CLUSTERS, "fpc": ["size"]}, {}, [
        "Clusters: unit.", "Finite population (fpc): size.", "number of clusters of the first",
        "sum of both waves.", "is the sum of both variances;"]),
    ({"clusters": ["unit"]}, {"shared_units": True}, [
        "Clusters: unit.", "Drawn with replacement within strata.", "number of clusters of the first",
        "too, of both waves together.", "minus twice their covariance;"])]
for design, shared, said in METHODS:
    small = write("design.json", dict(DEFINITION, design=design,
                                      waves=dict(DEFINITION["waves"], **shared)))
    ended = monitor(*units, "--output", out, "--lang", "en")
    page = Page((out / "monitor.html").read_text(encoding="utf-8"))
    same(f"method: {design} {shared}", [text for _, _, texts in METHODS for text in texts
                                        if (text in page.text) != (text in said)], [])

# ---- a line ends where waves cannot be compared ----
asked = copy.deepcopy(INSTRUMENT)
asked["items"][0]["comparable_from"] = 2021
tiny, small = write("asked.json", asked), write("small.json", DEFINITION)
monitor(*waves, "--output", out)
page = Page((out / "monitor.html").read_text(encoding="utf-8"))
lines, bands = ([len(points.split()) for points in re.findall(
    f'<{tag} [^>]*points="([^"]*)"', page.source)] for tag in ("polyline", "polygon"))
same("a chart joins 2021 and 2022, not 2020 and 2021", (lines[:2], bands[0]), ([1, 2], 4))
tiny = write("tiny.json", INSTRUMENT)

# ---- many crossed breakdowns ----
crossed = dict(DEFINITION, variables=DEFINITION["variables"] + [
    {"id": f"v{i}", "column": "sex", "label": {"nl": f"v {i}", "en": f"v {i}"}}
    for i in range(5)], breakdowns=["sex"] + [f"sex*v{i}" for i in range(5)])
small = write("crossed.json", crossed)
ended = monitor(*waves[:2], "--output", out, "--lang", "en")
page = Page((out / "monitor.html").read_text(encoding="utf-8"))
expect("many crossed breakdowns are in the files, not on the page",
       "5 crossed breakdowns are not on this page" in page.text and "sex × v 1" not in page.text
       and any(r["v1"] and r["sex"] for r in table("cells")), ended)

# ---- what is refused ----
small = write("small.json", DEFINITION)
ended = monitor(*waves[:1], "--by", "sex")
expect("a definition and options that make one", ended.status == 2 and "--by" in ended.err,
       ended)
ended = monitor(waves[0].replace("2020=", "1999="))
expect("a wave that the definition does not have", ended.status == 2 and "1999" in ended.err,
       ended)
ended = monitor(waves[0], waves[0])
expect("a wave twice", ended.status != 0 and "2020" in ended.err, ended)
ended = run("monitor", "--quiet", "--definition", DIRECTORY / "absent.json", waves[0])
expect("a definition that is not there", ended.status == 1 and "absent.json" in ended.err, ended)
bad = write("bad.json", dict(DEFINITION, breakdowns=["sector"]))
ended = run("monitor", "--quiet", "--definition", bad, "--instrument", tiny, waves[0])
expect("a definition that is wrong: where", ended.status == 1 and "bad.json" in ended.err and
       "sector" in ended.err, ended)
ended = run("monitor", "--quiet", "--definition", "wbm-employees", "--instrument", tiny,
            waves[0])
expect("a definition of another instrument", ended.status == 2 and "tiny" in ended.err, ended)
ended = run("monitor", "--quiet", "--instrument", tiny, "--by", "sex", *waves[:2])
expect("options and waves that are files", ended.status == 0 and "2021" in ended.out, ended)
for built_in in ("wbm-employees", "wbm-selfemployed"):
    ended = run("monitor", "--quiet", "--definition", built_in, SAMPLE / f"{built_in}.csv")
    expect(f"{built_in}: data without its further topics", ended.status == 0, ended)

# What the answers lack is said where they are computed with; --quiet: in the notes alone.
lacks = write("lacks.csv", "\n".join(
    ",".join(line.split(",")[1:2] + line.split(",")[4:]) for line in ANSWERS.splitlines()) + "\n")
ended = run("monitor", "--instrument", tiny, "--definition", small, f"2020={lacks}")
said = [line for line in ended.err.splitlines() if "lacks.csv, wave 2020" in line]
same("what is not there is said, a line for each kind", (ended.status, len(said)), (0, 3))
expect("what is not there is named", "item 'a1'" in said[0] and "'region'" in said[1] and
       "topic 'telework', 'minutes', 'bullying'" in said[2], said)
letters = write("letters.csv", ANSWERS.replace(",a1,", ",A1,").replace("wave,", "year,"))
ended = run("monitor", "--instrument", tiny, "--definition", small, f"2020={letters}")
expect("a name in other capitals", ended.status == 1 and
       "letters.csv, wave 2020: there is no column 'a1', but 'A1'" in ended.err, ended)
ended = run("monitor", "--instrument", "wbm-employees", f"2023={SAMPLE / 'wbm-employees.csv'}")
named = run("monitor", "--definition", "wbm-employees", f"2023={SAMPLE / 'wbm-employees.csv'}")
same("the definition that is built in for an instrument", (ended.status, ended.out), (named.status, named.out))
ended = run("monitor", waves[0])
expect("neither a definition nor an instrument", ended.status == 2 and
       "'--definition' is missing" in ended.err, ended)
tap.done()
