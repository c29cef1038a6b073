# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What is wrong in data is refused with a sentence that names file, place, value and what
was expected; status 1; nothing is printed and no file is left."""
import os

from cli import expect, is_root, run, tap, write, ANSWERS, DIRECTORY, INSTRUMENT

tiny = write("tiny.json", INSTRUMENT)
results = DIRECTORY / "results"
results.mkdir()
LINES = ANSWERS.splitlines()


def line(number, text):
    """The answers with another line in that place, counted from 1."""
    lines = list(LINES)
    lines[number - 1] = text
    return "\n".join(lines) + "\n"


def column(*replaced):
    """The answers with text replaced in them."""
    text = ANSWERS
    for old, new in replaced:
        text = text.replace(old, new)
    return text


def refused(name, words, *said, status=1, stdin=b""):
    """The command fails with those words, prints nothing and leaves nothing."""
    ended = run(*words, stdin=stdin)
    left = sorted(path.name for path in results.iterdir())
    for path in results.iterdir():
        path.unlink()
    expect(f"{name}: status {status}, names {', '.join(said)}",
           ended.status == status and all(word in ended.err for word in said), ended)
    expect(f"{name}: nothing is left", ended.out == "" and left == [], (ended, left))
    expect(f"{name}: one sentence", ended.err.count("\n") == 1 and
           ended.err.startswith("werkbaar: "), ended)


def score(path):
    return ["score", "--quiet", "--instrument", tiny, path, "--output",
            results / "scores.csv"]


def estimate(path, *words):
    return ["estimate", "--quiet", path, "--output", results / "estimates.csv",
            *(words or ("--mean", "weight"))]


# ---- files ----
nowhere = DIRECTORY / "nowhere.csv"
refused("a file that is not there", estimate(nowhere), "nowhere.csv")
refused("a directory", estimate(DIRECTORY), DIRECTORY.name)
empty = write("empty.csv", "")
refused("an empty file", estimate(empty), "empty.csv", "empty")
comments = write("comments.csv", "# SYNTHETIC and nothing else\n")
refused("only a comment", estimate(comments), "comments.csv")
refused("an empty standard input", estimate("-"), "standard input")
if not is_root():
    hidden = write("hidden.csv", ANSWERS)
    hidden.chmod(0)
    refused("a file that may not be read", estimate(hidden), "hidden.csv")
else:
    tap.skip("a file that may not be read", "root may read all")

# ---- CSV ----
for command in (score, estimate):
    who = command.__name__
    bad = write("bad.csv", line(4, "2020,m,1,0,0,1,1"))
    refused(f"{who}: a ragged row", command(bad), "bad.csv", "line 4")
    bad = write("bad.csv", line(4, "2020,m,1,0,0,1,1,3,7"))
    refused(f"{who}: a row too long", command(bad), "bad.csv", "line 4")
    bad = write("bad.csv", column(("sex", "wave")))
    refused(f"{who}: a column twice", command(bad), "bad.csv", "wave")
    bad = write("bad.csv", line(3, '2020,"f,1,1,1,0,3,0'))
    refused(f"{who}: a quote that is not closed", command(bad), "bad.csv", "line")
    bad = write("bad.csv", ANSWERS.encode().replace(b",f,", b",\xff,", 1))
    refused(f"{who}: bytes that are no UTF-8", command(bad), "bad.csv", "line 3", "UTF-8")
bad = write("bad.csv", column(("sex", "")))
refused("a column without a name", estimate(bad), "bad.csv", "line 1")
bad = write("bad.csv", line(5, "2020,f,heavy,0,9,0,0,3"))
refused("a word for a weight", estimate(bad, "--mean", "a1", "--weights", "weight"),
        "bad.csv", "line 5", "weight", "heavy")
refused("a declared type that does not fit",
        estimate(bad, "--mean", "a1", "--types", "weight:int8"), "line 5", "heavy")
refused("a declared column that is not there",
        estimate(bad, "--mean", "a1", "--types", "width:int8"), "width")
refused("bad data on standard input", estimate("-"), "standard input", "line 4",
        stdin=line(4, "2020,m"))

bad = write("bad.csv", b"# SYNTHETIC \xff\n" + ANSWERS.encode())
refused("a first line that is no UTF-8", score(bad), "bad.csv", "UTF-8")

# ---- columns that are not there, or of the wrong type ----
good = write("good.csv", ANSWERS)
refused("an unknown outcome", estimate(good, "--mean", "a9"), "good.csv", "a9")
refused("an unknown breakdown", estimate(good, "--mean", "a1", "--by", "region"), "region")
refused("an unknown weight", estimate(good, "--mean", "a1", "--weights", "w"), "'w'")
refused("an unknown stratum", estimate(good, "--mean", "a1", "--strata", "s"), "'s'")
refused("the mean of a text", estimate(good, "--mean", "sex"), "sex")
refused("a breakdown named like a result",
        estimate(good, "--mean", "a1", "--by", "se"), "se")
refused("an outcome twice", estimate(good, "--mean", "a1,a1"), "a1")

# ---- answers ----
for value in ("2", "-1", "0.5", "300"):
    bad = write("bad.csv", line(4, f"2020,m,1,0,{value},1,1,3"))
    refused(f"an answer {value} where 0 or 1 is expected", score(bad), "bad.csv", "row 3",
            "a2", value)
bad = write("bad.csv", line(4, "2020,m,1,0,often,1,1,3"))
refused("a word for an answer", score(bad), "bad.csv", "a2")
bad = write("bad.csv", column((",b2", ",b3")))
refused("an item that is not there", score(bad), "bad.csv", "b2")
bad = write("bad.csv", column(("sex", "sa")))
refused("a column named like a score", score(bad), "bad.csv", "'sa'")
refused("an unknown score to select", [*score(good), "--select", "sa,sz"], "sz")

# ---- weights and strata ----
for value, word in (("-1", "-1"), ("NaN", "weight"), ("", "weight"), ("inf", "Infinity")):
    bad = write("bad.csv", line(4, f"2020,m,{value},0,0,1,1,3"))
    refused(f"a weight '{value}'", estimate(bad, "--mean", "a1", "--weights", "weight"),
            "bad.csv", "weight", word)
bad = write("bad.csv", column((",1,", ",0,")))
refused("weights that are all zero", estimate(bad, "--mean", "b2", "--weights", "weight"),
        "bad.csv", "weight")
bad = write("bad.csv", line(4, "2020,,1,0,0,1,1,3"))
refused("a missing stratum", estimate(bad, "--mean", "a1", "--strata", "sex"), "bad.csv",
        "sex", "row 3")
bad = write("bad.csv", line(4, "2020,x,1,0,0,1,1,3"))
refused("a stratum of one row", estimate(bad, "--mean", "a1", "--strata", "sex"),
        "bad.csv", "x")

# ---- monitor ----


def monitor(path, *words):
    return ["monitor", "--quiet", "--instrument", tiny, path, "--wave", "wave", "--output",
            results / "page", *words]


bad = write("bad.csv", line(4, ",m,1,0,0,1,1,3"))
refused("monitor: a missing wave", monitor(bad), "bad.csv", "wave", "row 3")
refused("monitor: an unknown wave", [*monitor(good), "--wave", "year"], "year")
refused("monitor: an unknown breakdown", monitor(good, "--by", "region"), "region")
refused("monitor: an unknown part of a crossing", monitor(good, "--by", "sex*region"),
        "region")
bad = write("bad.csv", line(9, "2021,f,1,0,0,7,0,2"))
refused("monitor: an answer outside its range", monitor(bad), "bad.csv", "row 8", "a3", "7")
bad = write("bad.csv", ANSWERS.replace("2021", "2020", 3))
refused("monitor: a wave of one row", monitor(bad), "bad.csv", "2021")
refused("monitor: the second file is bad",
        ["monitor", "--quiet", "--instrument", tiny, good, "--instrument", tiny, bad,
         "--wave", "wave", "--output", results / "page"], "bad.csv", "2021")
refused("monitor: no such instrument",
        ["monitor", "--quiet", "--instrument", "nobody", good, "--wave", "wave"], "nobody")
ended = run(*monitor(good, "--reference", DIRECTORY / "no-figures.json"))
expect("a reference that is not there: no line is named",
       ended.status == 1 and "no-figures.json" in ended.err and "line" not in ended.err, ended)
for name, text in (("a reference that is no JSON", "{"),
                   ("a reference of another kind", '{"format": "else/1.0"}')):
    path = write("reference.json", text)
    refused(name, monitor(good, "--reference", path), "reference.json")
figure = {"wave": 2020, "variable": "werkbaar", "value": 50, "status": "anchored"}
for name, wrong, said in (("a figure without a value", {"value": None}, "has a wave"),
                          ("a figure of several waves", {"wave": [2020, 2021]}, "has a wave"),
                          ("a figure of a wave with a name without end", {"wave": "2" * 24}, "has a wave"),
                          ("a category that is neither a number nor a text", {"categories": [True]}, "a category is")):
    path = write("reference.json", {"format": "werkbaar-reference/1.0", "instrument": "tiny", "figures": [
        figure, {**figure, **wrong}]})
    refused(name, monitor(good, "--reference", path), "reference.json#/figures/1", said)
refused("monitor: an earlier ledger that is not there", monitor(good, "--release", "x", "--earlier", nowhere), "nowhere.csv")

# ---- what other commands read ----
ragged = write("bad.csv", line(4, "2020,m,1,0,0,1,1"))
TALLY = results / "part.tally"
refused("tally make: a ragged row", ["tally", "make", "--quiet", ragged, "--mean", "a3", "--output", TALLY], "bad.csv", "line 4")
refused("tally make: the second file is ragged",
        ["tally", "make", "--quiet", good, ragged, "--mean", "a3", "--output", TALLY], "bad.csv", "line 4")
refused("jobs: a ragged row", ["jobs", "--quiet", ragged, "--demands", "b1", "--control", "b2"], "bad.csv", "line 4")
refused("model weights: a ragged row", ["model", "weights", "--quiet", ragged], "bad.csv", "line 4")
refused("shares of a test: a ragged row", estimate(good, "--proportion", "sex", "--test", f"fit:{ragged}"), "bad.csv", "line 4")
refused("model pass: a file that is not there",
        ["model", "pass", "--quiet", nowhere, "--output", results / "a.pass", "--outcome", "a3", "--term", "b1"], "nowhere.csv")
refused("model pass: a pass that is none",
        ["model", "pass", "--quiet", good, "--output", results / "a.pass", "--after", good], "good.csv")
refused("a quantile twice", estimate(good, "--quantile", "b1:0.5,0.5"), "b1")
refused("ranks twice", estimate(good, "--rank", "b1:wilcoxon", "--rank", "b1:wilcoxon"), "b1")
refused("a replicate twice", estimate(good, "--mean", "a3", "--replicates", "weight,weight", "--rep-type", "brr"), "weight")
refused("two scales of one name", ["quality", "--quiet", good, "--items", "s=a1,a3", "--items", "s=b1,b2"], "'s'")
far = f"{DIRECTORY}{'/.' * 900}/good.csv"
refused("a path of 1,800 bytes", estimate(far, "--mean", "a9"), "a9")

# ---- places to write ----
file_in_the_way = write("in-the-way", "x")
refused("a directory that is a file",
        ["monitor", "--quiet", "--instrument", tiny, good, "--wave", "wave", "--output",
         file_in_the_way], "in-the-way")
refused("a directory in no directory",
        ["monitor", "--quiet", "--instrument", tiny, good, "--wave", "wave", "--output",
         DIRECTORY / "no" / "where"], "where")
refused("an output in no directory", ["estimate", good, "--mean", "a1", "--output",
                                      DIRECTORY / "no" / "estimates.csv"], "estimates.csv")
refused("scores in no directory", ["score", "--quiet", "--instrument", tiny, good, "--output",
                                   DIRECTORY / "no" / "scores.csv"], "scores.csv")
refused("a pass in no directory", ["model", "pass", "--quiet", good, "--output", DIRECTORY / "no" / "a.pass", "--outcome",
                                   "a3", "--term", "b1"], "a.pass")
refused("answers of a plan where a file is", ["plan", "answers", "actieplan-werkbaar-werk", "--report", file_in_the_way],
        "in-the-way", "cannot be made a directory")
if not is_root():
    locked = DIRECTORY / "locked"
    locked.mkdir(mode=0o555)
    refused("a directory that may not be written",
            ["monitor", "--quiet", "--instrument", tiny, good, "--wave", "wave",
             "--output", locked], "locked")
else:
    tap.skip("a directory that may not be written", "root may write all")
if os.path.exists("/dev/full"):
    import subprocess
    import cli
    with open("/dev/full", "wb") as full:
        ended = subprocess.run([cli.PROGRAM, "estimate", good, "--mean", "a1"], stdout=full,
                               stderr=subprocess.PIPE)
    expect("a full disk behind standard output: status 1 and a sentence",
           ended.returncode == 1 and b"standard output" in ended.stderr, ended)
else:
    tap.skip("a full disk behind standard output", "no /dev/full")

# An output that was there before stays as it was.
kept = results / "estimates.csv"
kept.write_text("before\n")
ended = run("estimate", write("bad.csv", line(4, "2020,m")), "--mean", "a1", "--output", kept)
expect("a failure leaves the earlier output alone",
       ended.status == 1 and kept.read_text() == "before\n" and
       [path.name for path in results.iterdir()] == ["estimates.csv"], ended)
tap.done()
