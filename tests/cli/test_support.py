# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""support: the cases and splits made by hand, what is shown, and what cannot be."""
import csv
import io
import json
import pathlib

from cli import expect, run, same, tap, write, DIRECTORY

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"
RULE = "werkbaarheidscheque-2020"


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def vectors(name):
    return table((VECTORS / f"{name}.csv").read_text(encoding="utf-8"))


def set_words(facts):
    return [word for fact in facts for word in ("--set", fact)]


# ---- the vectors ----
wrong = []
for case in vectors("support_cases"):
    facts = case["facts"].split(";") if case["facts"] else ["nothing="]
    date = ["--date", case["date"]] if case["date"] else []
    ended = run("support", "assess", case["rule"], *set_words(facts), *date, "--format", "json")
    if ended.status != 0:
        wrong.append(f"{case['case']}: {ended}")
        continue
    said = json.loads(ended.out)
    one = said["verdicts"]["rows"][0]
    found = {status: " ".join(row["condition"] for row in said["conditions"]["rows"]
                              if row["status"] == status) for status in ("not_met", "unknown")}
    found["verdict"] = one["verdict"]
    for name in ("met", "percent", "support_cents", "own_cents", "remaining_cents"):
        found[name] = "" if one[name] is None else f"{one[name]:g}" if name == "percent" \
            else str(one[name])
    wrong += [f"{case['case']}: {name} is {found[name]!r}, by hand {case[name]!r}"
              for name in found if found[name] != case[name]]
tap.check("cases are judged as by hand", wrong)

wrong = []
for row in vectors("support_split"):
    ended = run("support", "split", "--cost", row["cost_cents"], "--percent", row["percent"],
                "--available", row["available_cents"], "--format", "csv")
    found = table(ended.out)[0] if ended.status == 0 else {}
    wrong += [f"{row}: {ended}" for name in ("support_cents", "own_cents")
              if found.get(name) != row[name]]
tap.check("splits are those made by hand", wrong)

lines = {}
for row in vectors("support_cofinance"):
    lines.setdefault((row["case"], row["cost_cents"]), []).append(row)
wrong = []
for (name, cost), rows in lines.items():
    path = write("lines.csv", "line,share\n" + "".join(
        f"{row['line']},{row['share']}\n" for row in rows))
    found = table(run("support", "split", "--cost", cost, "--lines", path, "--format", "csv").out)
    if [row["cents"] for row in found] != [row["cents"] for row in rows]:
        wrong.append(f"{name}: {found}")
tap.check("budget lines are those made by hand", wrong)

# ---- list and show ----
listed = table(run("support", "list", "--date", "2020-12-31", "--format", "csv").out)
same("list names the rules", len(listed), 9)
same("one of them holds at the end of 2020", [row["id"] for row in listed
                                             if row["in_period"] == "true"], [RULE])
same("all are historical", {row["historical"] for row in listed}, {"true"})
same("without a date no rule is said to hold", {
    row["in_period"] for row in table(run("support", "list", "--format", "csv").out)}, {""})
for language, word in (("nl", "minstens 1 werknemer"), ("en", "at least 1 employee")):
    ended = run("support", "show", RULE, "--lang", language)
    expect(f"show in {language}", ended.status == 0 and word in ended.out
           and "indicative, no legal advice" in ended.out
           and "historical, partly unverified" in ended.out, ended)
shown = json.loads(run("support", "show", RULE, "--format", "json").out)
same("show as JSON has every part", [key for key in shown if isinstance(shown[key], dict)],
     ["facts", "conditions", "figures", "sources"])
definition = run("support", "show", RULE, "--format", "definition").out
path = write("rule.json", definition)
same("a definition is read as the rule it is",
     run("support", "show", path, "--format", "definition").out, definition)

# ---- assess ----
cases = write("cases.csv", "# SYNTHETIC: made up\nname,employees,region,cost_cents,"
              "earlier_support_cents\na,3,flemish,100001,0\nb,0,flemish,100001,0\n")
ended = run("support", "assess", RULE, cases, "--date", "2020-06-15", "--lang", "en")
expect("as text a case says its verdict and its money", ended.status == 0 and all(
    part in ended.out for part in (
        "SYNTHETIC", "indicative, no legal advice; historical rule",
        "case 1: Undecided", "cost EUR 1000.01 = support EUR 600.01 + own part EUR 400.00",
        "case 2: Not eligible", "cost EUR 1000.01 = support EUR 0.00 + own part EUR 1000.01",
        "Not met: at least 1 employee with an employment contract")), ended)
expect("in Dutch too", all(part in run("support", "assess", RULE, cases).out for part in (
    "indicatief, geen juridisch advies; historische regel", "geval 1: Niet te beslissen",
    "kostprijs EUR 1000,01 = steun EUR 600,01 + eigen deel EUR 400,00",
    "datum: niet opgegeven")))
rows = table(run("support", "assess", RULE, cases, "--part", "verdicts", "--format", "csv").out)
same("verdicts as CSV", [row["verdict"] for row in rows], ["undecided", "not_eligible"])
saved = DIRECTORY / "conditions.csv"
ended = run("support", "assess", RULE, cases, "--part", "conditions", "--format", "csv",
            "--output", saved)
expect("conditions go to a file, marked as the cases are", ended.out == ""
       and saved.read_text().startswith("# SYNTHETIC"), ended)
same("a case from standard input", run(
    "support", "assess", path, "-", "--format", "json", stdin="employees\n3\n").out, run(
    "support", "assess", RULE, "--set", "employees=3", "--format", "json").out)

unpriced = run("support", "assess", RULE, "--set", "employees=3", "--lang", "en")
expect("without a cost there is no line of money", unpriced.status == 0 and "EUR" not in unpriced.out.split("case 1")[1].split(
    "\n")[1], unpriced)
current = write("current.json", {**json.loads(definition), "historical": False})
ended = run("support", "show", current, "--lang", "en")
expect("a rule that is in force is not called historical", ended.status == 0 and "status   partly unverified\n" in ended.out,
       ended)

# ---- what cannot be ----
ragged = write("ragged.csv", "employees,region\n3,flemish\n4\n")
for name, status, words, says in (
        ("no facts", 2, ["assess", RULE], "CASES.csv or from --set"),
        ("facts twice", 2, ["assess", RULE, cases, "--set", "employees=1"], "CASES.csv or from"),
        ("a fact without a value", 2, ["assess", RULE, "--set", "employees"], "FACT=VALUE"),
        ("a fact with a comma", 2, ["assess", RULE, "--set", "employees=1,2"], "FACT=VALUE"),
        ("CSV of two tables", 2, ["assess", RULE, cases, "--format", "csv"], "--part"),
        ("cases overwritten", 2, ["assess", RULE, cases, "--output", cases], "output"),
        ("an unknown rule", 1, ["assess", "cheque", cases], "support list"),
        ("a wrong value", 1, ["assess", RULE, "--set", "region=vlaams"],
         "flemish, brussels, walloon or abroad"),
        ("a negative number", 1, ["assess", RULE, "--set", "employees=-1"], "employees"),
        ("the same fact twice", 1, ["assess", RULE, "--set", "a=1", "--set", "a=2"], "'a'"),
        ("no date", 1, ["assess", RULE, cases, "--date", "yesterday"], "yesterday"),
        ("no date of a list", 1, ["list", "--date", "2020-02-30"], "2020-02-30"),
        ("CSV of four parts", 2, ["show", RULE, "--format", "csv"], "--part"),
        ("a split of nothing", 2, ["split", "--percent", "60"], "'--cost' is missing"),
        ("a split without a way", 2, ["split", "--cost", "1"], "--percent or over --lines"),
        ("a split both ways", 2, ["split", "--cost", "1", "--percent", "1", "--lines", cases],
         "--percent or over --lines"),
        ("a negative cost", 2, ["split", "--cost", "-1", "--percent", "60"], "cost"),
        ("a cost beyond int64", 2, ["split", "--cost", "9223372036854775808", "--percent", "60"],
         "whole number of cents"),
        ("half a cent", 2, ["split", "--cost", "0.5", "--percent", "60"], "whole number"),
        ("a percentage above 100", 1, ["split", "--cost", "1", "--percent", "100.5"], "100.5"),
        ("a percentage beyond all", 2, ["split", "--cost", "1", "--percent", "1e400"], "1e400"),
        ("ragged cases", 1, ["assess", RULE, ragged], "line 3"),
        ("lines without shares", 1, ["split", "--cost", "1", "--lines", cases], "line"),
        ("an unknown word", 2, ["fund"], "'support'")):
    ended = run("support", *words)
    expect(f"{name} is refused", ended.status == status and ended.out == ""
           and says in ended.err, ended)

broken = write("broken.json", definition.replace('"at_least":1', '"at_least":-1'))
ended = run("support", "show", broken)
expect("a fault in a file names its place", ended.status == 1
       and "/conditions/0/demand/at_least" in ended.err, ended)
for name, text in (("deep", "[" * 5000), ("duplicate keys", '{"a":1,"a":2}'),
                   ("a lone surrogate", '{"format":"\\ud800"}'), ("huge number", "9" * 400),
                   ("a newer file", '{"format":"werkbaar-support/2.0"}')):
    ended = run("support", "show", write("hostile.json", text))
    expect(f"{name} is refused", ended.status == 1 and ended.out == "" and ended.err != "", ended)
tap.done()
