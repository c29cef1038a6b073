# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""instruments list, show, check; and instrument files that are wrong."""
import csv
import io
import json

from cli import changed, expect, run, same, tap, write, INSTRUMENT, DIRECTORY

BUILTIN = ["wbm-employees", "wbm-selfemployed"]

ended = run("instruments", "list", "--format", "csv")
rows = list(csv.DictReader(io.StringIO(ended.out)))
same("list names both built-in instruments", [row["id"] for row in rows], BUILTIN)
same("list says what they are", {row["status"] for row in rows},
     {"preset, not the official WBM definition"})
for form in ("table", "json"):
    ended = run("instruments", "list", "--format", form, "--lang", "en")
    expect(f"list as {form}", ended.status == 0 and "Workability of employees" in ended.out,
           ended)

for name in BUILTIN:
    for language, word in (("nl", "werkdruk"), ("en", "work pressure")):
        ended = run("instruments", "show", name, "--lang", language)
        expect(f"show {name} in {language}",
               ended.status == 0 and word in ended.out and
               "preset, not the official WBM definition" in ended.out and
               all(part in ended.out for part in ("items (", "scales (", "indicators (",
                                                  "composites (")), ended)
    shown = json.loads(run("instruments", "show", name, "--format", "json").out)
    same(f"show {name} as JSON has every table",
         [key for key in shown if isinstance(shown[key], dict)],
         ["items", "scales", "indicators", "composites"])
    cutoffs = list(csv.DictReader(io.StringIO(
        run("instruments", "show", name, "--format", "csv", "--part", "indicators").out)))
    same(f"show {name}: no cut-off is said to be verified",
         {row["verified"] for row in cutoffs}, {"false"})
    definition = run("instruments", "show", name, "--format", "definition").out
    path = write(f"{name}.json", definition)
    ended = run("instruments", "check", path)
    expect(f"the definition of {name} is an instrument file with the same hash",
           ended.status == 0 and shown["hash"] in ended.out and "OK: " in ended.out, ended)

path = write("tiny.json", INSTRUMENT)
ended = run("instruments", "check", path)
expect("check says OK, id, version, hash and counts",
       ended.status == 0 and ended.out.startswith("OK: ") and "tiny, version 1" in ended.out
       and "5 items, 2 scales, 3 cut-offs of indicators, 2 composites" in ended.out, ended)
saved = DIRECTORY / "shown.txt"
ended = run("instruments", "show", path, "--output", saved)
expect("show --output writes the file", ended.status == 0 and ended.out == "" and
       "schaal a" in saved.read_text(encoding="utf-8"), ended)
expect("an unknown id is refused by name",
       (e := run("instruments", "show", "wbm-nobody")).status == 1 and
       "'wbm-nobody'" in e.err and e.out == "", e)


def key(instrument):
    instrument["items"][0]["lowest"] = 0


def item_in_no_scale(instrument):
    instrument["items"].append({"id": "lonely", "label": {"nl": "x", "en": "x"}, "text": "none", "min": 0, "max": 1})


def unknown_item(instrument):
    instrument["scales"][0]["items"].append("a7")


def cutoff_outside(instrument):
    instrument["indicators"][0]["problem"]["value"] = "101"


def unknown_part(instrument):
    instrument["composites"][0]["of"].append("ic")


def cycle(instrument):
    instrument["composites"][0]["of"] = ["other"]
    instrument["composites"].append({"id": "other", "label": {"nl": "x", "en": "x"},
                                     "rule": "none_of", "of": ["werkbaar"]})


def twice(instrument):
    instrument["items"][1]["id"] = "a1"


def absurd_range(instrument):
    instrument["items"][3]["max"] = 10 ** 12


def newer(instrument):
    instrument["format"] = "werkbaar-instrument/2.0"


WRONG = [("an unknown key", key, "lowest"), ("an item in no scale", item_in_no_scale, "lonely"),
         ("a scale of an unknown item", unknown_item, "a7"),
         ("a cut-off outside the range", cutoff_outside, "'ia'"),
         ("a composite of an unknown part", unknown_part, "ic"),
         ("a cycle of composites", cycle, "werkbaar"), ("an id twice", twice, "a1"),
         ("an absurd range", absurd_range, "a"), ("a newer format", newer, "2.0")]
for name, change, word in WRONG:
    path = write("wrong.json", changed(change))
    ended = run("instruments", "check", path)
    expect(f"{name}: status 1, file, line and '{word}'",
           ended.status == 1 and ended.out == "" and "wrong.json" in ended.err and
           word in ended.err and ("line" in ended.err or name == "a newer format"), ended)

for name, text in (("a syntax error", '{"format": "werkbaar-instrument/1.0",\n"id": }'),
                   ("half a file", json.dumps(INSTRUMENT, indent=1)[:300])):
    path = write("wrong.json", text)
    ended = run("instruments", "check", path)
    expect(f"{name}: status 1 with file, line and column",
           ended.status == 1 and "wrong.json" in ended.err and "line" in ended.err and
           "column" in ended.err, ended)
for name, content in (("an empty file", b""), ("bytes that are no text", b"\xff\xfe{}"),
                      ("a list", b"[]")):
    path = write("wrong.json", content)
    ended = run("instruments", "check", path)
    expect(f"{name}: status 1 with the file", ended.status == 1 and
           "wrong.json" in ended.err and ended.out == "", ended)
ended = run("instruments", "show", write("quoted.json", dict(INSTRUMENT, version='1 "bis"')), "--format", "json")
same("show --format json is JSON whatever the version is", json.loads(ended.out)["version"], '1 "bis"')
ended = run("instruments", "check", DIRECTORY / "nowhere.json")
expect("a file that is not there", ended.status == 1 and "nowhere.json" in ended.err, ended)
ended = run("instruments", "check", DIRECTORY)
expect("a directory", ended.status == 1 and ended.err != "", ended)
tap.done()
