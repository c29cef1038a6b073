# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""weight: weights by hand, the report, what is said, and what cannot be."""
import csv
import io

from cli import expect, run, same, tap, write, DIRECTORY

PEOPLE = """id,sex,size,w,age,answered
1,f,1,1,20,true
2,m,1,2,30,false
3,f,2,3,45,true
4,m,2,1,50,true
5,f,3,2,60,true
6,m,3,3,25,true
"""


def steps(*given, **others):
    return {"format": "werkbaar-weighting/1.0", "weights": "w", "steps": list(given), **others}


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text)
                               if not line.startswith("#")))


data = write("people.csv", PEOPLE)
by_sex = {"columns": ["sex"], "targets": {"f": 30, "m": 70}}
post = write("post.json", steps({"step": "poststratify", "margins": [by_sex]}))

# ---- weights ----
ended = run("weight", data, "--with", post)
rows = table(ended.out)
same("the data, then the weights", list(rows[0]),
     ["id", "sex", "size", "w", "age", "answered", "weight", "weight_before", "weight_g"])
same("post-stratified by hand: f 30 / 6, m 70 / 6", [float(row["weight"]) for row in rows],
     [5, 70 / 3, 15, 70 / 6, 10, 35])
same("whole numbers stay whole numbers", [row["size"] for row in rows], list("112233"))
expect("a line per step on standard error",
       "step 1, poststratify: 6 rows, total 100" in ended.err and ended.status == 0, ended)
same("--quiet says nothing", run("weight", data, "--with", post, "--quiet").err, "")
same("standard input gives the same",
     run("weight", "-", "--with", post, stdin=PEOPLE).out, ended.out)
same("one thread gives the same", run("weight", data, "--with", post, "--threads", 1).out,
     ended.out)

everything = write("everything.json", steps(
    {"step": "nonresponse", "respondent": "answered", "cells": ["sex"]},
    {"step": "rake", "margins": [by_sex, {"columns": ["size"], "targets": [
        {"categories": [1], "total": 20}, {"categories": ["2"], "total": 35},
        {"categories": [3], "total": 45}]}]},
    {"step": "trim", "upper": 40}, result="v"))
saved, report = DIRECTORY / "weighted.csv", DIRECTORY / "report.csv"
ended = run("weight", data, "--with", everything, "--output", saved, "--report", report)
expect("results go to their files", ended.status == 0 and ended.out == "", ended)
rows = table(saved.read_text())
same("who did not answer weighs nothing", (rows[1]["v"], rows[1]["v_g"]), ("0", ""))
same("the weights before the last calibration are those after non-response",
     [float(row["v_before"]) for row in rows], [1, 0, 3, 1.5, 2, 4.5])
fit = table(report.read_text())
same("the report has a row per step, cell and category",
     [(row["step"], row["kind"], row["margin"], row["category"]) for row in fit],
     [("1", "nonresponse", "", ""), ("1", "nonresponse", "sex", "f"),
      ("1", "nonresponse", "sex", "m"), ("2", "rake", "", ""), ("2", "rake", "sex", "f"),
      ("2", "rake", "sex", "m"), ("2", "rake", "size", "1"), ("2", "rake", "size", "2"),
      ("2", "rake", "size", "3"), ("3", "trim", "", "")])
same("every margin fits",
     [row["category"] for row in fit if row["step"] == "2"
      and abs(float(row["after"]) - float(row["target"])) > 1e-10 * float(row["target"])], [])

linear = write("linear.json", steps(
    {"step": "linear", "auxiliaries": [{"column": "age", "total": -500}]}))
ended = run("weight", data, "--with", linear)
expect("negative weights are said", "step 1 leaves 5 negative weights" in ended.err, ended)

# Weights that start as whole numbers are numbers all the same.
late = "w,sex\n" + "1,f\n1,m\n" * 10000 + "1.5,f\n"
ended = run("weight", write("late.csv", late), "--with", post, "--quiet")
expect("a weight with decimals after 20,000 rows",
       ended.status == 0 and table(ended.out)[-1]["w"] == "1.5", ended)

made = "# SYNTHETIC answers, seed 1\n" + PEOPLE
ended = run("weight", "-", "--with", post, "--report", report, stdin=made)
expect("weights and report of SYNTHETIC answers say so",
       ended.out.startswith("# SYNTHETIC answers, seed 1\n")
       and report.read_text().startswith("# SYNTHETIC answers, seed 1\n"), ended)

# ---- what cannot be: said once, with its place, and nothing is written ----
saved.unlink()
report.unlink()


def fails(name, given, *said, status=1):
    path = write("bad.json", given)
    result = run("weight", data, "--with", path, "--output", saved, "--report", report)
    expect(name, result.status == status and result.out == ""
           and all(part in result.err for part in said)
           and not saved.exists() and not report.exists(), result)


fails("a category without total",
      steps({"step": "rake", "margins": [{"columns": ["sex"], "targets": {"f": 30}}]}),
      "step 1 (rake): margin 'sex' has no total for category 'm'",
      "row 2")
fails("a total without rows",
      steps({"step": "rake", "margins": [{"columns": ["sex"],
                                          "targets": {"f": 3, "m": 4, "x": 5}}]}),
      "margin 'sex', category 'x' has a total but no row")
fails("totals that differ between margins",
      steps({"step": "rake", "margins": [by_sex, {"columns": [], "targets": 99}]}),
      "sum to 99", "to 100", "/steps/0/margins/1")
fails("a column that is not there",
      steps({"step": "rake", "margins": [{"columns": ["region"], "targets": {"f": 3}}]}),
      "no column 'region'")
fails("bounds that rule a total out",
      steps({"step": "logit", "lower": 0.5, "upper": 2, "margins": [by_sex]}),
      "category 'f' has total 30", "bounds reach 3 to 12")
fails("a file that is no weighting", {"format": "werkbaar-spec/1.0"}, "weighting")
result = run("weight", data)
expect("--with is needed", result.status == 2 and "'--with' is missing" in result.err, result)
for words, said in ((("--output", data), "'--output' cannot be"),
                    (("--report", post), "'--report' cannot be"),
                    (("--report", "-"), "'--report' is a file"),
                    (("--output", saved, "--report", saved), "one file")):
    result = run("weight", data, "--with", post, *words)
    expect(f"{words[0]} may not be one of the other files: {said}",
           result.status == 2 and said in result.err, result)
same("the data are still there", data.read_text(), PEOPLE)
tap.done()
