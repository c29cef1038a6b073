# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""model pass, merge and step; model weights; jobs: parts against the whole, weights and types by hand."""
import csv
import io

import scans
from cli import DIRECTORY, expect, rows, run, same, tap, write

SAMPLE = tap.ROOT / "data" / "sample" / "wbm-employees.csv"
SCORES = DIRECTORY / "scores.csv"
run("score", SAMPLE, "--instrument", "wbm-employees", "--output", SCORES)
NOTE, HEADER, *LINES = SCORES.read_text(encoding="utf-8").splitlines(keepends=True)
PARTS = [str(write(f"{name}.csv", NOTE + HEADER + "".join(part))) for name, part in
         [("north", LINES[:700]), ("south", LINES[700:1000]), ("west", LINES[1000:])]]
MODEL = ["--outcome", "vermoeidheid_problem", "--term", "r_werkdruk_problem,sector=handel,age",
         "--weights", "weight", "--strata", "stratum"]


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def path(name):
    return str(DIRECTORY / name)


# ---- passes ----

def fitted(name, model, parts=PARTS):
    """The passes until the fit is there; the last parts, and how many passes there were."""
    out, after = path(f"{name}.csv"), []
    for number in range(1, 60):
        made = [path(f"{name}-{i}.pass") for i in range(len(parts))]
        for part, to in zip(parts, made):
            ended = run("model", "pass", "--quiet", part, "--output", to, *(after or model))
            if ended.status != 0:
                return ended, number
        ended = run("model", "step", *made, "--next", path("next.pass"), "--output", out, "--format", "csv")
        if ended.status != 0 or (DIRECTORY / f"{name}.csv").exists():
            return ended, number
        after = ["--after", path("next.pass")]
    return ended, number


def differences(ours, whole, columns=("estimate", "se", "p", "lower", "upper")):
    if [row["term"] for row in ours] != [row["term"] for row in whole]:
        return [[row["term"] for row in ours]]
    return [(row["term"], row["level"], name, row[name], other[name]) for row, other in zip(ours, whole)
            for name in columns if (row[name] == "") != (other[name] == "") or
            row[name] and abs(float(row[name]) - float(other[name])) > 1e-11 * max(1, abs(float(other[name])))]


for name, model in [("logit", MODEL),
                    ("linear", ["--outcome", "herstelbehoefte", "--family", "linear", "--term", "sex,age",
                                "--interaction", "sex:age", "--clusters", "sector", "--weights", "weight"])]:
    ended, number = fitted(name, model)
    expect(f"{name}: the passes end", ended.status == 0 and 2 < number < 20, f"{number} {ended}")
    text = (DIRECTORY / f"{name}.csv").read_text(encoding="utf-8")
    expect(f"{name}: what is made of synthetic rows says so", text.startswith("# SYNTHETIC"), text[:80])
    whole = table(run("model", "--quiet", SCORES, *model, "--format", "csv").out)
    same(f"{name}: the fit of the parts is that of all rows", differences(table(text), whole), [])

LAST = [path(f"logit-{i}.pass") for i in range(3)]
ended = run("model", "step", *LAST, "--next", path("none.pass"), "--table", "terms", "--format", "csv")
same("another table of the same parts", [row["term"] for row in table(ended.out)],
     ["r_werkdruk_problem", "sector", "age"])
expect("there is no next pass then", not (DIRECTORY / "none.pass").exists())
run("model", "merge", "--quiet", *LAST[:2], "--output", path("two.pass"))
again = run("model", "step", path("two.pass"), LAST[2], "--next", path("none.pass"), "--table", "terms",
            "--format", "csv")
same("merged beforehand", again.out, ended.out)
profiles = write("profiles.csv", "r_werkdruk_problem,sector,age\ntrue,bouw,30-39\nfalse,handel,55+\n")
ended = run("model", "step", *LAST, "--next", path("none.pass"), "--table", "predictions", "--profiles",
            profiles, "--format", "csv")
whole = run("model", "--quiet", SCORES, *MODEL, "--table", "predictions", "--profiles", profiles, "--format", "csv")
same("predictions of the parts", [row["estimate"][:11] for row in table(ended.out)],
     [row["estimate"][:11] for row in table(whole.out)])
expect("predictions there are", len(table(ended.out)) == 2, ended)

run("model", "pass", "--quiet", PARTS[0], "--output", path("first.pass"), *MODEL)
run("model", "pass", "--quiet", PARTS[0], "--output", path("other.pass"), *MODEL[:-2])
ended = run("model", "pass", PARTS[0], PARTS[1], "--output", path("both.pass"), *MODEL)
expect("a pass tells its rows, and that it is confidential",
       "1000 rows" in ended.err and "confidential" in ended.err, ended)
ended = run("model", "step", *[path("first.pass")], "--next", path("next.pass"))
expect("what comes next is told", ended.status == 0 and ended.out == "" and "pass 2 is next" in ended.err, ended)
run("model", "pass", "--quiet", PARTS[1], "--after", path("next.pass"), "--output", path("less.pass"))
for title, words, status, text in [
        ("a pass is a file", ["pass", PARTS[0], *MODEL], 2, "'--output' is missing"),
        ("a step needs a place", ["step", path("first.pass")], 2, "'--next' is missing"),
        ("no model beside --after", ["pass", PARTS[0], "--after", path("next.pass"), "--output", path("x"),
                                     "--outcome", "age"], 2, "'--outcome' and '--after' exclude each other"),
        ("--after of a pass with rows", ["pass", PARTS[0], "--after", path("first.pass"), "--output", path("x")],
         2, "has rows already"),
        ("passes of two models", ["merge", path("first.pass"), path("other.pass"), "--output", path("x")],
         1, "other.pass"),
        ("rows that stayed behind", ["step", path("less.pass"), "--next", path("x")], 1, "rows"),
        ("a file that is no pass", ["step", PARTS[0], "--next", path("x")], 1, "north.csv"),
        ("a pass over itself", ["step", path("first.pass"), "--next", path("first.pass")], 2, "would be lost"),
        ("predictions of nothing", ["step", path("first.pass"), "--next", path("x"), "--table", "predictions"],
         2, "'--profiles FILE'")]:
    ended = run("model", *words)
    expect(f"refuses {title}", ended.status == status and text in ended.err, ended)
ended = run("model", "pass", "--help")
expect("'model pass' is another command than 'model'", "werkbaar model pass" in ended.out, ended)

# ---- weights of themes ----
# Stress: load 0.4, nights 0.1, lead 0.2; fatigue: load 0.2, lead -0.1 (none), nights 0.
# Averages: workload 0.3, leadership 0.1; their mean 0.2.
stress = write("stress.csv", "# SYNTHETIC\nsector,risk,attributable\n,load,0.4\n,nights,0.1\n,lead,0.2\ncare,load,0.9\n")
fatigue = write("fatigue.csv", "sector,risk,attributable\n,load,0.2\n,nights,0\n,lead,-0.1\n")
themes = write("themes.csv", "risk,theme\nload,autonomy\nnights,autonomy\nlead,leader-support\n")
weights = DIRECTORY / "weights.csv"
ended = run("model", "weights", stress, fatigue, "--themes", themes, "--format", "csv", "--output", weights)
found = table(weights.read_text())
same("themes by hand", [(row["theme"], *(round(float(row[name]), 12) for name in ("weight", "attributable")))
                        for row in found], [("autonomy", 1.5, 0.3), ("leader-support", 0.5, 0.1)])
expect("the mark of synthetic data stays", weights.read_text().startswith("# SYNTHETIC"), weights.read_text())
found = table(run("model", "weights", stress, "--format", "csv").out)
same("a risk is a theme where nothing is said", [row["theme"] for row in found], ["load", "nights", "lead"])
made = [str(DIRECTORY / f"{name}.csv") for name in ("vermoeidheid", "balans")]
for problem, file in zip(("vermoeidheid_problem", "balans_problem"), made):
    run("model", "--quiet", SCORES, "--outcome", problem, "--term", "r_werkdruk_problem,r_leiding_problem",
        "--weights", "weight", "--table", "risks", "--by", "sector", "--format", "csv", "--output", file)
found = table(run("model", "weights", *made, "--format", "csv").out)
same("risks as the command writes them", [row["theme"] for row in found],
     ["r_werkdruk_problem", "r_leiding_problem"])
expect("their mean is 1", abs(sum(float(row["weight"]) for row in found) - 2) < 1e-9, found)
ended = run("model", "weights", themes)
expect("refuses what is no profile", ended.status == 1 and "attributable" in ended.err, ended)

recipe = write("recipe.json", scans.RECIPE)
firm, given = scans.organisation(), scans.answers("answers.csv", recipe, {"grinding": 40, "packing": 40, "office": 30})
out, ended = scans.scan("report", recipe, firm, given)
themes = write("themes.csv", "risk,theme\nload,say_in_team\nlead,say_in_team\nnights,posture\n")
run("model", "weights", stress, fatigue, "--themes", themes, "--format", "csv", "--output", weights)
found = rows("scan", "findings", out / "scan.json", "--weights", weights)
same("a scan takes them", {float(row["weight"]) for row in found if row["theme"] == "say_in_team"},
     {float(row["weight"]) for row in table(weights.read_text()) if row["theme"] == "say_in_team"})

# ---- job types ----
JOBS = write("jobs.csv", "# SYNTHETIC jobs\nload,room,y,w\n10,80,0,1\n10,20,1,1\n90,80,0,1\n90,20,1,1\n50,50,1,5\n,20,0,1\n")


def types(*words):
    ended = run("jobs", "--quiet", JOBS, "--demands", "load", "--control", "room", *words)
    return [row["job_type"] for row in table(ended.out)] if ended.status == 0 else ended.err


same("fixed cuts, the cut itself low", types("--cuts", "50,50"),
     ["low_strain", "passive", "active", "high_strain", "passive", ""])
same("control that is a lack", types("--cuts", "50,50", "--control-is-lack"),
     ["passive", "low_strain", "high_strain", "active", "low_strain", ""])
same("medians, weighted", types("--weights", "w"),
     ["low_strain", "passive", "active", "high_strain", "passive", ""])
ended = run("jobs", JOBS, "--demands", "load", "--control", "room", "--output", path("typed.csv"))
expect("the cuts are told", "above 50 (load) and 20 (room)" in ended.err, ended)
text = (DIRECTORY / "typed.csv").read_text()
expect("rows stay as they are, with the type behind them, and their note",
       text.startswith("# SYNTHETIC jobs\nload,room,y,w,job_type\n10,80,0,1,low_strain\n"), text)
crossed = table(run("estimate", "--quiet", path("typed.csv"), "--mean", "y", "--by", "job_type", "--format", "csv").out)
same("crossed with an outcome", {row["job_type"]: float(row["estimate"]) for row in crossed},
     {"low_strain": 0.5, "passive": 1, "active": 0, "high_strain": 1})
for title, words, status, text in [
        ("one cut", ["--demands", "load", "--control", "room", "--cuts", "50"], 2, "two numbers"),
        ("words for cuts", ["--demands", "load", "--control", "room", "--cuts", "a,b"], 2, "two numbers"),
        ("no control", ["--demands", "load"], 2, "'--control' is missing"),
        ("an unknown score", ["--demands", "load", "--control", "freedom"], 1, "freedom")]:
    ended = run("jobs", JOBS, *words)
    expect(f"jobs refuses {title}", ended.status == status and text in ended.err, ended)
tap.done()
