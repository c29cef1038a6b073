# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""estimate: columns, values by hand, formats, options, streaming."""
import csv
import io
import json
import math

from cli import expect, run, same, tap, write, DIRECTORY

RESULT = ["statistic", "variable", "category", "estimate", "se", "lower", "upper", "df",
          "n", "deff", "status"]
DATA = """g,h,s,w,y,b,c
x,1,p,1,1,true,red
x,2,p,1,2,false,blue
x,1,q,2,3,true,red
y,2,q,2,,true,blue
y,1,p,1,5,false,red
y,2,q,1,6,true,
"""
data = write("data.csv", DATA)


def table(*words, stdin=b""):
    ended = run("estimate", "--quiet", *words, "--format", "csv", stdin=stdin)
    if ended.status != 0:
        return [{"failed": str(ended)}]
    return list(csv.DictReader(line for line in io.StringIO(ended.out)
                               if not line.startswith("#")))


rows = table(data, "--mean", "y", "--by", "g,h")
same("the columns, in that order", list(rows[0]), ["g", "h", *RESULT])
same("a row per cell", [(row["g"], row["h"]) for row in rows],
     [("x", "1"), ("x", "2"), ("y", "1"), ("y", "2")])
same("the mean of each cell", [row["estimate"] for row in rows], ["2", "2", "5", "6"])
same("n leaves out what is missing", [row["n"] for row in rows], ["2", "1", "1", "1"])
same("without --by one row, without columns before the result", list(table(
    data, "--mean", "y")[0]), RESULT)

row = table(data, "--mean", "y", "--weights", "w")[0]
same("a weighted mean, by hand: (1+2+6+5+6)/6", float(row["estimate"]), 20 / 6)
residuals = [1 * (1 - 20 / 6) / 6, (2 - 20 / 6) / 6, 2 * (3 - 20 / 6) / 6, 0,
             (5 - 20 / 6) / 6, (6 - 20 / 6) / 6]
variance = 6 / 5 * sum(u * u for u in residuals) - 6 / 5 * sum(residuals) ** 2 / 6
expect("its standard error, by hand",
       math.isclose(float(row["se"]), math.sqrt(variance), rel_tol=1e-12), row)
same("df: observed rows minus one stratum", row["df"], "4")
row = table(data, "--total", "y", "--weights", "w")[0]
same("a weighted total", (row["statistic"], row["estimate"]), ("total", "20"))
rows = table(data, "--proportion", "c")
same("shares of a text", [(r["category"], float(r["estimate"])) for r in rows],
     [("blue", 0.4), ("red", 0.6)])
row = table(data, "--mean", "b")[0]
same("the mean of a bool is a share", float(row["estimate"]), 4 / 6)
logit = math.log(2)
half = float(row["upper"]), float(row["lower"])
expect("its interval is on the logit scale", math.isclose(
    math.log(half[0] / (1 - half[0])) - logit, logit - math.log(half[1] / (1 - half[1])),
    rel_tol=1e-9), row)
row = table(data, "--mean", "b", "--ci", "wald")[0]
expect("--ci wald is symmetric", math.isclose(
    float(row["upper"]) - float(row["estimate"]),
    float(row["estimate"]) - float(row["lower"]), rel_tol=1e-9), row)
narrow = table(data, "--mean", "y", "--level", "0.5")[0]
wide = table(data, "--mean", "y", "--interval-level", "0.99")[0]
expect("--level and --interval-level set the width",
       float(narrow["upper"]) < float(wide["upper"]), (narrow, wide))
stratified = table(data, "--mean", "y", "--strata", "s")[0]
expect("--strata changes df and standard error", stratified["df"] == "3" and
       stratified["se"] != table(data, "--mean", "y")[0]["se"], stratified)
rows = table(data, "--mean", "y,w", "--total", "y", "--proportion", "h")
same("several at once", [(r["statistic"], r["variable"], r["category"]) for r in rows],
     [("mean", "y", ""), ("mean", "w", ""), ("total", "y", ""),
      ("proportion", "h", "1"), ("proportion", "h", "2")])
same("17 digits", table(data, "--mean", "b")[0]["estimate"], "0.66666666666666663")
lonely = table(write("one.csv", "y,g\n1,a\n2,a\n3,b\n"), "--mean", "y", "--by", "g")
same("no df: an estimate without interval",
     [lonely[1][name] for name in ("estimate", "lower", "upper", "status")],
     ["3", "", "", "no_df"])

# ---- formats and outputs ----
ended = run("estimate", "--quiet", data, "--mean", "y", "--by", "g", "--format", "json")
parsed = json.loads(ended.out)
same("JSON has the same columns", [c["name"] for c in parsed["columns"]], ["g", *RESULT])
same("JSON has the same values", [r["estimate"] for r in parsed["rows"]], [2, 5.5])
same("JSON: missing is null", parsed["rows"][0]["deff"], None)
ended = run("estimate", "--quiet", data, "--mean", "y", "--by", "g")
expect("a table by default", ended.status == 0 and "estimate" in ended.out and
       "─" in ended.out, ended)
saved = DIRECTORY / "estimates.csv"
ended = run("estimate", data, "--mean=y", "--by=g", "--format=csv", "--output", saved)
expect("--output", ended.status == 0 and ended.out == "" and
       saved.read_text().startswith("g,statistic"), ended)

# ---- names and numbers ----
comma = write("comma.csv", '"a,b",c,g\n1,10,u\n3,30,v\n')
same("a name with a comma, the option repeated",
     [r["variable"] for r in table(comma, "--mean", "a,b", "--mean", "c")], ["a,b", "c"])
same("a name with a comma, in quotes",
     [r["variable"] for r in table(comma, "--mean", '"a,b",c')], ["a,b", "c"])
same("decimal commas",
     table("-", "--mean", "y", stdin="y;w\n1,5;1\n2,5;1\n")[0]["estimate"], "2")
same("decimal commas, said so", table(
    "-", "--mean", "y", "--decimal", ",", "--delimiter", ";",
    stdin="y;w\n1,5;1\n2,5;1\n")[0]["estimate"], "2")
late = "y,w\n" + "1,1\n" * 20000 + "1.5,0.25\n"
same("numbers that are whole for 20,000 rows only",
     table(write("late.csv", late), "--total", "y", "--weights", "w")[0]["estimate"],
     "20000.375")
same("--types: numbers as text are categories", [r["category"] for r in table(
    data, "--proportion", "h", "--types", "h:utf8")], ["1", "2"])
same("standard input gives the same", table("-", "--mean", "y", "--by", "g", stdin=DATA),
     table(data, "--mean", "y", "--by", "g"))
many = "y,g\n" + "".join(f"{i % 97},{'abc'[i % 3]}\n" for i in range(50000))
path = write("many.csv", many)
once = run("estimate", path, "--mean", "y", "--by", "g", "--format", "csv",
           "--threads", "1").out
same("one thread or more: the same bytes",
     run("estimate", path, "--mean", "y", "--by", "g", "--format", "csv", "--threads",
         "4").out, once)
means = [sum(i % 97 for i in range(k, 50000, 3)) / len(range(k, 50000, 3)) for k in range(3)]
expect("50,000 rows in several chunks, by hand", all(
    math.isclose(float(r["estimate"]), m, rel_tol=1e-13)
    for r, m in zip(csv.DictReader(io.StringIO(once)), means)), once)

# ---- SYNTHETIC ----
made = "# SYNTHETIC answers, seed 1\n" + DATA
out = {form: run("estimate", "-", "--mean", "y", "--format", form, stdin=made).out
       for form in ("table", "csv", "json")}
expect("SYNTHETIC data: the table and the CSV say so in their first line",
       all(out[form].lstrip("# ").startswith("SYNTHETIC answers") for form in
           ("table", "csv")), out)
metadata = json.loads(out["json"])["metadata"]
expect("SYNTHETIC data: the JSON says so", metadata["synthetic"] is True and
       metadata["note"] == "SYNTHETIC answers, seed 1", metadata)
tap.done()
