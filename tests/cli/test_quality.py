# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""quality: the shared vectors, an instrument, what it refuses, the examples of docs/quality.md."""
import csv
import io
import pathlib
import re
import shlex

from cli import expect, run, same, tap, write

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
SAMPLE = ROOT / "data" / "sample" / "wbm-employees.csv"
PEOPLE = str(VECTORS / "reliability_people.csv")
ANSWERS = str(write("answers.csv", "q1,q2,q3\n1,2,5\n2,2,3\n4,5,2\n5,4,1\n3,3,3\n"))
SLEEP = ["--items", "sleep=q1,-q2,q3,q4,-q5", "--codes", "1:5", "--pairs"]


def table(*words):
    ended = run("quality", "--quiet", *words, "--format", "csv")
    if ended.status != 0:
        return [{"failed": str(ended)}]
    return list(csv.DictReader(line for line in io.StringIO(ended.out)
                               if not line.startswith("#")))


def expected(case):
    with open(VECTORS / "reliability_expected.csv", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file)
                if row["case"] == case and row["scale"] == "sleep"]


def near(ours, theirs):
    if ours == "" or theirs == "":
        return ours == theirs
    return abs(float(ours) - float(theirs)) <= 1e-10 * max(1, abs(float(theirs)))


def as_r(name, found, rows):
    numbers = ("estimate", "se", "lower", "upper", "df", "n", "se_simple", "upper_simple")
    wrong = [(ours["item"], ours["statistic"], number) for ours, theirs in zip(found, rows)
             for number in numbers if not near(ours[number], theirs[number])]
    same(name, (len(found), wrong), (len(rows), []))


as_r("the figures of R", table(PEOPLE, *SLEEP), expected("rows"))
as_r("the same with weights, strata and groups",
     table(PEOPLE, *SLEEP, "--weights", "w", "--strata", "region", "--by", "group", "--margins"),
     [row for row in expected("weighted") if row["group"] != ""]
     + [row for row in expected("weighted") if row["group"] == ""])
as_r("the same with clusters", table(PEOPLE, *SLEEP, "--weights", "w", "--strata", "region",
                                     "--clusters", "town", "--fpc", "N1", "--by", "group"),
     expected("towns"))
as_r("the same with replicate weights", table(PEOPLE, *SLEEP, "--weights", "w", "--replicates",
                                              "boot*", "--rep-type", "bootstrap"),
     expected("boot"))

rows = table(str(SAMPLE), "--instrument", "wbm-employees", "--scale", "autonomie,werkdruk")
same("the scales asked for, in that order",
     list(dict.fromkeys(row["scale"] for row in rows)), ["autonomie", "werkdruk"])
every = table(str(SAMPLE), "--instrument", "wbm-employees")
same("all scales of the instrument", len({row["scale"] for row in every}), 10)
for what, of in (("scales", True), ("items", False)):
    same(f"--show {what}", table(str(SAMPLE), "--instrument", "wbm-employees", "--show", what),
         [row for row in every if (row["item"] == "") == of])
shown = run("quality", "--quiet", str(SAMPLE), "--instrument", "wbm-employees", "--scale",
            "autonomie")
expect("a table says that the data are made up", "SYNTHETIC" in shown.out, shown)
expect("a table leaves the simple standard errors out", "se_simple" not in shown.out, shown)

for name, words, status, says in [
        ("without scales", [ANSWERS], 2, "--instrument"),
        ("both kinds of scales", [ANSWERS, "--instrument", "wbm-employees", "--items", "s=q1"], 2,
         "not both"),
        ("codes of an instrument", [ANSWERS, "--instrument", "wbm-employees", "--codes", "1:5"], 2,
         "--items"),
        ("a scale of columns by --scale", [ANSWERS, "--items", "s=q1", "--scale", "s"], 2,
         "--instrument"),
        ("items without a name", [ANSWERS, "--items", "q1,q2"], 2, "NAME=A,B"),
        ("codes that are none", [ANSWERS, "--items", "s=q1", "--codes", "5:1"], 2,
         "LOWEST:HIGHEST"),
        ("standard input", ["-", "--items", "s=q1"], 2, "give a file"),
        ("a scale that is not there", [ANSWERS, "--instrument", "wbm-employees", "--scale", "x"],
         1, "no scale 'x'"),
        ("an item that is not there", [ANSWERS, "--items", "s=q1,q9"], 1, "'q9' of scale 's'"),
        ("an answer that is no code", [ANSWERS, "--items", "s=q1", "--codes", "1:4"], 1,
         "answer 5 to item 'q1' of scale 's'"),
        ("reversed without codes", [ANSWERS, "--items", "s=q1,-q2"], 1, "lowest"),
        ("a group that is not there", [ANSWERS, "--items", "s=q1", "--by", "who"], 1, "who")]:
    ended = run("quality", *words)
    same(f"{name}: exit status", ended.status, status)
    expect(f"{name}: says what", says in ended.err and ended.out == "", ended)

page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
for block in re.findall(r"^```sh\n(.*?)^```", page, flags=re.M | re.S):
    words = shlex.split(block.replace("\\\n", " "))
    words = [ANSWERS if word == "answers.csv" else
             str(SAMPLE) if word.endswith("wbm-employees.csv") else word for word in words]
    ended = run(*words[1:])
    expect(f"{' '.join(words[1:4])} of the page works", words[0] == "werkbaar"
           and ended.status == 0 and "alpha" in ended.out, ended)
tap.done()
