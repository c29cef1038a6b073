# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""model: a table that can be followed by hand, weights and groups, what it refuses."""
import csv
import io
import math

from cli import DIRECTORY, expect, page_runs, run, same, tap, write

ROWS = str(write("rows.csv", "y,g,x,w,d\n1,a,1,1,true\n0,a,2,1,true\n0,a,3,1,true\n0,a,4,1,true\n"
                             "1,b,1,1,true\n1,b,2,1,true\n1,b,3,1,true\n0,b,6,1,false\n"))


def table(*words):
    ended = run("model", "--quiet", ROWS, *words, "--format", "csv")
    if ended.status != 0:
        return [{"failed": str(ended)}]
    return list(csv.DictReader(io.StringIO(ended.out)))


found = table("--outcome", "y", "--term", "g")
same("the odds of a table", [row["status"] for row in found], ["ok", "reference", "ok"])
expect("the odds ratio is 9", abs(float(found[2]["odds_ratio"]) - 9) < 1e-9, found)
found = table("--outcome", "y", "--term", "g=b", "--weights", "w")
tap.check("a reference turns it around",
          [] if abs(float(found[2]["estimate"]) + math.log(9)) < 1e-9 else [str(found)])
found = table("--outcome", "x", "--family", "linear", "--term", "g,w:numeric", "--domain", "d")
same("a number that does not vary is aliased", [row["status"] for row in found],
     ["ok", "reference", "ok", "aliased"])
found = table("--outcome", "y", "--family", "linear", "--term", "g,x", "--interaction", "g:x",
              "--table", "terms")
same("a test per term", [row["term"] for row in found], ["g", "x", "g:x"])
found = table("--outcome", "y", "--term", "g", "--table", "risks")
expect("half of the problems goes with the risk",
       abs(float(found[0]["attributable"]) - 0.5) < 1e-9 and found[0]["reference"] == "a", found)
found = table("--outcome", "y", "--term", "g,x", "--table", "margins", "--of", "g", "--by", "d")
same("margins of all rows and of groups", [row["d"] for row in found],
     [""] * 3 + ["false"] * 3 + ["true"] * 3)
profiles = str(write("profiles.csv", "g\nb\nc\n"))
found = table("--outcome", "y", "--term", "g", "--table", "predictions", "--profiles", profiles)
same("a category that no row has is unknown", [row["status"] for row in found], ["ok", "unknown"])
found = table("--outcome", "w", "--family", "ordered", "--categories", "1", "--term", "x")
expect("names of categories are all of them", "failed" in found[0], found)
found = table("--outcome", "x", "--family", "ordered", "--term", "g")
same("thresholds come behind", [row["term"] for row in found][:3], ["g", "g", "(threshold)"])
for words, text in [(["--outcome", "y", "--term", "g", "--table", "predictions"], "'--profiles FILE'"),
                    (["--outcome", "y", "--term", "g", "--categories", "1,0"], "no order"),
                    (["--term", "g"], "'--outcome' is missing"),
                    (["--outcome", "y", "--term", "g,g"], "'g' is a term already"),
                    (["--outcome", "y", "--term", "g:often"], "cannot be of the kind 'often'"),
                    (["--outcome", "y", "--term", "g", "--interaction", "g:x"], "'x' interacts")]:
    ended = run("model", ROWS, *words)
    expect(f"refuses {' '.join(words)}",
              ended.status == 2 and text in ended.err, ended)
ended = run("model", ROWS, "--outcome", "y", "--term", "nothing")
tap.check("names a column that is not there",
          [] if ended.status == 1 and "nothing" in ended.err else [f"{ended.status}: {ended.err}"])

for i, ended in enumerate(page_runs("models.md", "scores.csv")):
    expect(f"example {i + 1} of the page works", ended.status == 0, ended)
for name, word in [("weights.csv", "r_leiding_problem"), ("jobs.csv", "high_strain"), ("fit.csv", "bouw")]:
    file = DIRECTORY / name
    expect(f"the page leaves {name}", file.exists() and word in file.read_text(encoding="utf-8"), file)
tap.done()
