# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""monitor --release, --earlier, --audit: two reports of the same answers."""
import csv
import json
import random

from cli import expect, run, same, tap, write, DIRECTORY, INSTRUMENT

tiny = write("tiny.json", INSTRUMENT)


def definition(name, breakdowns, protect="all", min_n=10):
    return write(f"{name}.json", {
        "format": "werkbaar-monitor-definition/1.0", "id": "twice", "version": "1",
        "title": {"nl": "twee keer", "en": "twice"}, "languages": ["nl", "en"],
        "instrument": "tiny", "waves": {"column": "wave"},
        "variables": [{"id": "sex"}, {"id": "team"}], "breakdowns": breakdowns,
        "publication": {"min_n": min_n, "mode": "hide", "protect": protect}})


def answers(n):
    r = random.Random(3)
    rows = ["wave,sex,team,a1,a2,a3,b1,b2"]
    for i in range(n):
        rows.append(",".join(map(str, (2020 + i % 2, r.choice("mmf"), r.choice("xxxyyz"),
                                       *(r.randrange(2) for _ in range(3)),
                                       r.randrange(4), r.randrange(4)))))
    return "\n".join(rows) + "\n"


def table(path):
    return list(csv.DictReader(line for line in path.open(encoding="utf-8")
                               if not line.startswith("#")))


data = write("data.csv", answers(160))
by_team = definition("by_team", ["team"])
by_both = definition("by_both", ["team", "sex", "sex*team"])


def report(name, what, *words, of=data):
    return run("monitor", "--quiet", "--definition", what, "--instrument", tiny, of,
               "--output", DIRECTORY / name, *words)


first = report("first", by_team, "--release", "one", "--audit", DIRECTORY / "audit.csv")
ledger = DIRECTORY / "first" / "tiny-ledger.json"
same("it works", (first.status, ledger.exists()), (0, True))
expect("who asks for an audit is told what it is", "as confidential as the answers" in first.err,
       first.err)
expect("the audit says so itself",
       (DIRECTORY / "audit.csv").read_text().startswith("# CONFIDENTIAL"))
same("what is released is a table",
     list(table(DIRECTORY / "first" / "tiny-released.csv")[0]),
     ["cell", "measure", "n", "problem", "acute", "status", "release"])
same("the ledger holds what was released and no more",
     sorted((c["cell"], c["measure"], str(c.get("n", ""))) for c in
            json.loads(ledger.read_text())["cells"]),
     sorted((r["cell"], r["measure"], r["n"])
            for r in table(DIRECTORY / "first" / "tiny-released.csv")))

made_up = write("made_up.csv", "# SYNTHETIC answers\n" + data.read_text())
report("made_up", by_team, "--release", "one", "--audit", DIRECTORY / "made_up_audit.csv", of=made_up)
first_line = (DIRECTORY / "made_up_audit.csv").read_text().splitlines()[0]
expect("an audit of made-up answers says both", first_line.startswith("# SYNTHETIC") and "CONFIDENTIAL: " in first_line,
       first_line)

second = report("second", by_both, "--release", "two", "--earlier", ledger)
same("a second report takes the ledger", second.status, 0)
then = {(r["cell"], r["measure"]): r for r in table(DIRECTORY / "first" / "tiny-released.csv")}
now = {(r["cell"], r["measure"]): r for r in table(DIRECTORY / "second" / "tiny-released.csv")}
expect("what was decided stands", all(now[key] == row for key, row in then.items()))
expect("and it has more", len(now) > len(then))
both = json.loads((DIRECTORY / "second" / "tiny-ledger.json").read_text())
same("its ledger knows both", [r["id"] for r in both["releases"]], ["one", "two"])

hidden = {(r["wave"], r["sex"], r["team"], r["variable"]) for r in
          table(DIRECTORY / "second" / "tiny-cells.csv") if r["status"] == "hidden"}
expect("something is hidden", len(hidden) > 0)
for part in ("changes", "groups", "trend"):
    shown = [r for r in table(DIRECTORY / "second" / f"tiny-{part}.csv")
             if (r.get("wave") or "2020", r["sex"], r["team"], r["variable"]) in hidden and
             (r.get("difference") or r.get("slope") or r["p"])]
    same(f"of what is hidden {part} has no number", shown, [])

report("both", by_team, "--release", "one")
again = report("both", by_both, "--release", "two", "--earlier", DIRECTORY / "both" / "tiny-ledger.json")
expect("a ledger may go on in the directory where it is", again.status == 0 and
       json.loads((DIRECTORY / "both" / "tiny-ledger.json").read_text()) == both, again)

# ---- what is refused ----
REFUSED = [
    ("an earlier report without an id of this one", by_both, ["--earlier", ledger], 2,
     "'--release' is missing"),
    ("the same report twice", by_team, ["--release", "one", "--earlier", ledger], 1,
     "has a report 'one' already"),
    ("a definition that protects nothing", definition("plain", ["team"], "none"),
     ["--release", "two"], 1, "has no publication.protect"),
    ("groups that the report before had", definition("other", ["sex"]),
     ["--release", "two", "--earlier", ledger], 1, "not among the counts"),
    ("an audit over the answers", by_team, ["--audit", data], 2, "audit"),
]
for name, what, words, status, text in REFUSED:
    ended = report("refused", what, *words)
    same(f"{name}: status", ended.status, status)
    expect(f"{name}: it says why", text in ended.err, ended)
    same(f"{name}: nothing is left", (DIRECTORY / "refused").exists() and
         any((DIRECTORY / "refused").iterdir()), False)
ended = run("monitor", "--definition", by_team, "--instrument", tiny, data, "--release", "x")
expect("a ledger is written into a directory", ended.status == 2 and "--output" in ended.err, ended)

tap.done()
