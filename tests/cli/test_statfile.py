# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Files of SPSS and Stata where CSV goes: in, out, shown, and what is wrong with them."""
import csv
import io
import pathlib

from cli import ANSWERS, INSTRUMENT, expect, run, same, tap, write, DIRECTORY

FILES = pathlib.Path(__file__).resolve().parent.parent / "io" / "statfiles"


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text)
                               if not line.startswith("#")))


answers = write("answers.csv", ANSWERS)
tiny = write("tiny.json", INSTRUMENT)

# ---- answers to SAV and DTA, and back ----
same("keeping all columns and scoring nothing new",
     run("score", "--instrument", tiny, answers, "--output", DIRECTORY / "s.csv").status, 0)
for ending in ("sav", "zsav", "dta"):
    path = DIRECTORY / f"answers.{ending}"
    ended = run("score", "--instrument", tiny, answers, "--keep", "all", "--output", path)
    expect(f"scores go out as {ending}", ended.status == 0, ended)
    again = run("score", "--instrument", tiny, path, "--keep", "none")
    plain = run("score", "--instrument", tiny, answers, "--keep", "none")
    same(f"answers from {ending} score as those of CSV", again.out, plain.out)
    shown = table(run("variables", path, "--format", "csv").out)
    same(f"labels of scores are in {ending}",
         [row["label"] for row in shown if row["variable"] == "sa"], ["schaal a"])
    labels = table(run("variables", path, "--part", "labels", "--format", "csv").out)
    expect(f"reasons have their words in {ending}",
           any(row["variable"] == "sa_reason" for row in labels), labels)

# ---- the monitor ----
made = write("made.csv", "# SYNTHETIC answers\n" + ANSWERS)
for ending in ("sav", "dta"):
    path = DIRECTORY / f"made.{ending}"
    run("score", "--instrument", tiny, made, "--keep", "all", "--output", path)
    cells = []
    for source in (made, path):
        out = DIRECTORY / f"monitor-{source.suffix[1:]}"
        ended = run("monitor", "--quiet", "--instrument", tiny, source, "--wave", "wave",
                    "--by", "sex", "--output", out)
        told = (out / "tiny-cells.csv").read_text(encoding="utf-8") if ended.status == 0 else ""
        cells.append(table(told))
    expect(f"a monitor of {ending} has the cells of that of CSV",
           cells[0] and cells[0] == cells[1], ended)
    expect(f"a monitor of {ending} says that its answers are made up",
           told.startswith("# SYNTHETIC"), told[:80])

labelled = table(run("score", "--instrument", tiny, answers, "--labels").out)
expect("--labels writes words for the codes of reasons",
       any(not row["sa_reason"].isdigit() for row in labelled if row["sa_reason"]), labelled)

weights = write("weights.json", {
    "format": "werkbaar-weighting/1.0", "weights": "weight", "steps": [
        {"step": "poststratify", "margins": [
            {"columns": ["sex"], "targets": {"f": 30, "m": 70}}]}]})
same("weighing from SAV gives the weights of CSV",
     [row["weight_g"] for row in table(
         run("weight", DIRECTORY / "answers.sav", "--with", weights, "--quiet").out)],
     [row["weight_g"] for row in table(
         run("weight", answers, "--with", weights, "--quiet").out)])

# ---- what is made up says so ----
made_up = write("made_up.csv", "# SYNTHETIC\n" + ANSWERS)
run("score", "--instrument", tiny, made_up, "--keep", "all", "--output", DIRECTORY / "m.sav")
expect("made-up data say so through a SAV file",
       run("score", "--instrument", tiny, DIRECTORY / "m.sav",
           "--keep", "none").out.startswith("# SYNTHETIC"))

# ---- shown ----
shown = table(run("variables", FILES / "people.sav", "--format", "csv").out)
same("missing values as SPSS writes them", shown[2]["missing"], "97 THRU 99, 9")
expect("the file tells of itself",
       "UTF-8" in run("variables", FILES / "people.sav", "--part", "file").out)

# ---- what cannot be ----
whole = (FILES / "plain.sav").read_bytes()
(DIRECTORY / "cut.sav").write_bytes(whole[:-1])
ended = run("score", "--instrument", tiny, DIRECTORY / "cut.sav")
expect("a cut file is refused with its row",
       ended.status != 0 and "was cut off" in ended.err and ended.out == "", ended)
ended = run("variables", answers)
expect("CSV is no such file", ended.status != 0 and "is no file of SPSS" in ended.err, ended)
ended = run("score", "--instrument", tiny, answers, "--output", DIRECTORY / "answers.csv")
expect("what is read is not written over", ended.status != 0, ended)

tap.done()
