# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Files of SPSS and Stata as analysts have them, coded with labels, on their way into a monitor:
what goes in, and what is refused, by file, variable, code, label and wave."""
import csv
import shutil

from cli import expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT
from sav import sav

DEFINITION = {
    "format": "werkbaar-monitor-definition/1.0", "id": "small", "version": "1",
    "title": {"nl": "Klein", "en": "Small"}, "languages": ["nl", "en"], "instrument": "tiny",
    "waves": {"column": "wave", "list": [{"id": "2020"}, {"id": "2021"}]},
    "design": {"weights": "weight"},
    "variables": [{"id": "sex", "label": {"nl": "geslacht", "en": "sex"}, "categories": [
        {"id": "m", "label": {"nl": "man", "en": "man"}},
        {"id": "f", "label": {"nl": "vrouw", "en": "woman"}}]}],
    "breakdowns": ["sex"]}
SEX = {1: "Man", 2: " VROUW"}

tiny = write("tiny.json", INSTRUMENT)
small = write("small.json", DEFINITION)
plain = write("plain.csv", ANSWERS)
out = DIRECTORY / "out"


def columns(**others):
    """The answers as SPSS has them: sex is 1 or 2; others replace or, as None, drop a column."""
    answers = list(csv.DictReader(ANSWERS.splitlines()))
    made = {name: [float(row[name]) if row[name] else None for row in answers]
            for name in answers[0] if name != "sex"}
    made["sex"] = [1.0 if row["sex"] == "m" else 2.0 for row in answers]
    made.update(others)
    return {name: values for name, values in made.items() if values is not None}


def file(name, labels, **others):
    return write(name, sav(columns(**others), labels))


def as_stata(path):
    """The same file as Stata's."""
    to = path.with_suffix(".dta")
    run("score", "--instrument", tiny, path, "--keep", "all", "--output", to)
    return to


def monitor(*words, using=small):
    shutil.rmtree(out, ignore_errors=True)
    return run("monitor", "--quiet", "--instrument", tiny, "--definition", using, *words,
               "--output", out)


def part(name):
    with (out / f"tiny-{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def refused(name, ended, *says):
    expect(name, ended.status == 1 and all(word in ended.err for word in says), ended)


monitor(plain)
expected = part("cells")
expect("the plain answers have women", any(row["sex"] == "f" and row["estimate"]
                                           for row in expected), expected)

# ---- what goes in ----
usual = file("usual.sav", {"sex": SEX})
for path in (usual, as_stata(usual)):
    ended = monitor(path)
    expect(f"{path.name}: a code goes by its label", ended.status == 0 and
           part("cells") == expected, ended)
english = file("english.sav", {"sex": {1: "MAN", 2: "Wo man"}, "wave": {1: "2020", 2: "2021"}},
               wave=[1.0] * 4 + [2.0] * 4)
for path in (english, as_stata(english)):
    ended = monitor(path)
    expect(f"{path.name}: in English, and so does a wave", ended.status == 0 and
           part("cells") == expected, ended)
declared = dict(DEFINITION, variables=[dict(DEFINITION["variables"][0], categories=[
    {"id": "m", "codes": [1]}, {"id": "f", "codes": [2]}])])
ended = monitor(file("bare.sav", {}), using=write("declared.json", declared))
expect("declared codes need no labels", ended.status == 0 and
       [row["estimate"] for row in part("cells")] == [row["estimate"] for row in expected], ended)

# ---- labels that contradict ----
wrong = file("wrong.sav", {"sex": {1: "Vrouw", 2: "Man"}})
both = write("both.json", dict(declared, variables=[dict(
    DEFINITION["variables"][0], categories=[{"id": "man", "codes": [1]},
                                            {"id": "vrouw", "codes": [2]}])]))
for path in (wrong, as_stata(wrong)):
    refused(f"{path.name}: a label that contradicts", monitor(f"2021={path}", using=both),
            path.name, "wave", "2021", "code 1 of 'sex'", "'Vrouw'", "'vrouw'")
refused("a code without category, with its label",
        monitor(file("third.sav", {"sex": {**SEX, 3: "Onbekend"}}, sex=[1.0, 3.0] * 4)),
        "third.sav, wave 2020", "'sex'", "'3' ('Onbekend')")
refused("a label of an answer that the instrument does not have",
        monitor(file("item.sav", {"a1": {7: "soms"}})), "item.sav", "code 7 of 'a1'", "'soms'")

# ---- the wave ----
refused("a file of another wave", monitor(f"2021={usual}"), "usual.sav, wave 2021",
        "'wave' has the wave '2020'")
ended = monitor(f"2021={file('round.sav', {'sex': SEX}, wave=[7.0] * 8)}")
expect("a column that may be another wave is a note", ended.status == 0 and any(
    (row["kind"], row["wave"], row["variable"], row["category"]) ==
    ("other_wave", "2021", "wave", "7") and row["source"].endswith("round.sav") for row in part("notes")), ended)

# ---- files that fall short ----
whole = usual.read_bytes()
refused("a file that was cut off", monitor(write("cut.sav", whole[:-60])), "cut.sav", "row 8",
        "cut off", "'wave'")
refused("a file that was cut off, with its wave", monitor(
    "2020=" + str(write("cut2.sav", sav(columns(wave=None), {"sex": SEX})[:-60]))), "cut2.sav",
        "wave 2020", "row 7", "cut off", "'sex'")
refused("no weights", monitor(f"2020={file('light.sav', {'sex': SEX}, weight=None, wave=None)}"),
        "light.sav, wave 2020", "'weight'")
refused("a weight below zero, with the wave of its row",
        monitor(file("below.sav", {"sex": SEX}, weight=[1.0] * 6 + [-1.0, 1.0])),
        "below.sav, wave 2021", "'weight'")
refused("a code outside the instrument, with the wave of its row",
        monitor(file("outside.sav", {"sex": SEX}, b1=[0.0] * 5 + [7.0, 0.0, 0.0])),
        "outside.sav, wave 2021", "'b1'")
ended = monitor(file("lacks.sav", {"sex": SEX}, b2=[None] * 4 + [1.0] * 4))
expect("an item that one wave lacks is a note with its wave", ended.status == 0 and any(
    (row["kind"], row["wave"], row["variable"]) == ("item_missing", "2020", "b2") and
    row["source"].endswith("lacks.sav") for row in part("notes")), ended)
ended = monitor(file("women.sav", {"sex": SEX}, sex=[1.0, 2.0] * 2 + [1.0] * 4))
expect("a category that one wave has is a note", ended.status == 0 and any(
    (row["kind"], row["wave"], row["variable"], row["category"]) ==
    ("one_wave", "2020", "sex", "f") for row in part("notes")), ended)
tap.done()
