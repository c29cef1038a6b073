# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""plan import, export, set, undo, history, forget, diff, merge; and what they refuse."""
import json
import sqlite3

from cli import expect, rows, run, same, tap, write, DIRECTORY

BUILTIN = "actieplan-werkbaar-werk"
STORE = DIRECTORY / "x.plan"
WHO = ("--editor", "e1", "--now", "2027-01-01T12:00:00Z")


def plan_of(actions):
    return {"format": "werkbaar-plan/1.0", "id": "p", "version": "1", "languages": ["nl"],
            "scope": "sector", "title": {"nl": "P"}, "objectives": [
                {"id": "o", "title": {"nl": "O"}, "sections": [
                    {"id": "s", "title": {"nl": "S"}, "actions": actions}]}]}


def action(name, **fields):
    return {"id": name, "title": {"nl": name.upper()}, **fields}


# ---- the plan that is built in, there and back ----

ended = run("plan", "import", STORE, BUILTIN, *WHO, "--why", "eerste versie", "--name", "An Peeters")
expect("import makes a store", ended.status == 0 and "entry 1" in ended.err and ended.out == "", ended)
shown = run("plan", "show", BUILTIN, "--format", "plan").out
same("export gives the bytes that were imported", run("plan", "export", STORE).out, shown)
ended = run("plan", "import", STORE, BUILTIN, *WHO)
expect("a store holds one plan", ended.status == 1 and "holds a plan already" in ended.err, ended)
same("show and actions take a store too", run("plan", "show", STORE, "--format", "plan").out, shown)
expect("check takes a store", run("plan", "check", STORE).status == 0)

# ---- changing ----

ended = run("plan", "set", STORE, "action-5", "title/en", "Coaching \"on\" the job", *WHO, "--why", "x")
expect("set says the number of the entry", ended.status == 0 and "entry 2" in ended.err, ended)
ended = run("plan", "set", STORE, "action-5", "cost", "250000", "--json", "--editor", "e2",
            "--now", "2027-02-01T00:00:00Z", "--quiet")
expect("set --json takes a number; --quiet is quiet", ended.status == 0 and ended.err == "", ended)
exported = json.loads(run("plan", "export", STORE).out)
text = json.dumps(exported)
expect("what was set is there", '"Coaching \\"on\\" the job"' in text and '"cost": 250000' in text)
ended = run("plan", "set", STORE, "action-5", "cost", "1", "--json", "--expected", "3", *WHO)
expect("a change for another value is refused with both", ended.status == 1 and
       "is 250000, where 3 is expected" in ended.err, ended)
ended = run("plan", "set", STORE, "action-5", "cost", "veel", *WHO)
expect("a value that the schema does not allow is refused", ended.status == 1 and
       "cannot be changed so" in ended.err, ended)
for words in (("title/nl", b"caf\xe9"), ("title/nl", "Café", "--expected", b"caf\xe9")):
    exported = run("plan", "export", STORE).out
    ended = run("plan", "set", STORE, "action-5", *words, *WHO)
    expect(f"{words[-2]} {words[-1]!r} is no text, and clears nothing", ended.status == 2 and
           "is not valid UTF-8" in ended.err and run("plan", "export", STORE).out == exported, ended)
for name, sentence in ((b"caf\xe9", "'--name' is not valid UTF-8"), ("", "takes 1 to 1000 bytes"),
                       ("a" * 1001, "takes 1 to 1000 bytes")):
    exported = run("plan", "export", STORE).out
    ended = run("plan", "set", STORE, "action-5", "cost", "1", "--json", *WHO, "--name", name)
    expect(f"a name of {len(name)} bytes that cannot be kept stops the edit", ended.status == 2 and
           sentence in ended.err and run("plan", "export", STORE).out == exported, ended)
ended = run("plan", "set", STORE, "action-99", "cost", "1", "--json", *WHO)
expect("a record that is not there is named", ended.status == 1 and "action-99" in ended.err, ended)
ended = run("plan", "set", STORE, "action-5", "cost", *WHO)
expect("set without a value clears", ended.status == 0 and
       '"cost"' not in run("plan", "export", STORE).out, ended)
changes = {"format": "werkbaar-changes/1.0", "operations": [
    {"op": "add", "parent": "action-5", "list": "statuses",
     "value": {"id": "action-5.running", "status": "running", "date": "2027-03-01"}},
    {"op": "change", "record": "action-5", "field": "cost", "value": 7, "expected": None}]}
path = write("changes.json", changes)
ended = run("plan", "set", STORE, "--changes", path, "--editor", "e2", "--now", "2027-03-01T00:00:00Z")
expect("set --changes carries out a file", ended.status == 0 and "entry 6" in ended.err, ended)
changes["operations"].append({"op": "remove", "record": "action-5", "expected": {"id": "action-5"}})
changes["operations"][0]["value"]["id"] = "again"
changes["operations"][1]["expected"] = 7
before = run("plan", "export", STORE).out
ended = run("plan", "set", STORE, "--changes", write("wrong.json", changes), *WHO)
expect("one that fails takes the others with it, and is named", ended.status == 1 and
       "/operations/2/expected" in ended.err and run("plan", "export", STORE).out == before, ended)

# ---- the past ----

history = rows("plan", "history", STORE, "--lang", "en")
same("history has a row for each entry", [row["seq"] for row in history], list("123456"))
same("and what was done", [row["operation"] for row in history],
     ["import", "change", "change", "change", "add", "change"])
same("and by whom", [row["editor"] for row in history], ["e1", "e1", "e2", "e1", "e2", "e2"])
same("and the name where one is known", [row["name"] for row in history],
     ["An Peeters", "An Peeters", "", "An Peeters", "", ""])
same("and when", history[2]["at"][:10], "2027-02-01")
same("and what was there before and after", [history[3]["before"], history[3]["after"]], ["250000", ""])
expect("and as a sentence", "'cost' of action 'action-5'" in history[2]["text"], history[2])
same("history of a record", len(rows("plan", "history", STORE, "--record", "action-5.running")), 1)
same("history since a day", [row["seq"] for row in rows("plan", "history", STORE, "--since", "2027-02-15")],
     ["5", "6"])
ended = run("plan", "history", STORE, "--verify")
expect("the history as a table, verified", ended.status == 0 and "eerste versie" in ended.out, ended)
same("export as of an entry", run("plan", "export", STORE, "--seq", 1).out, shown)
ended = run("plan", "export", STORE, "--at", "2026-12-31")
expect("before the first entry there is no plan", ended.status == 1 and "no plan yet" in ended.err, ended)
same("export as of the end of a day", run("plan", "export", STORE, "--at", "2027-03-01").out, before)
ended = run("plan", "export", STORE, "--at", "2027-02-29")
expect("a day that does not exist is refused", ended.status == 2 and "2027-02-29" in ended.err, ended)
ended = run("plan", "export", STORE, "--seq", 1, "--at", "2027-03-01")
expect("an entry and a day are two answers", ended.status == 2 and "exclude each other" in ended.err and
       ended.out == "", ended)
for command in ("export", "history"):
    held = STORE.read_bytes()
    ended = run("plan", command, STORE, "--output", STORE)
    expect(f"a store does not become its own {command}", ended.status == 2 and STORE.read_bytes() == held, ended)

ended = run("plan", "undo", STORE, *WHO)
expect("undo undoes the last edit", ended.status == 0 and "entry 8" in ended.err and
       "action-5.running" not in run("plan", "export", STORE).out, ended)
ended = run("plan", "undo", STORE, "--edit", 2, *WHO)
expect("undo undoes an edit", ended.status == 0 and "Coaching" not in
       json.dumps([row for row in json.loads(run("plan", "show", STORE, "--format", "json").out)["action"]["rows"]
                   if row["id"] == "action-5"]), ended)
same("all undone is what was imported", run("plan", "export", STORE).out, shown)
ended = run("plan", "undo", STORE, "--edit", 1, *WHO)
expect("the import cannot be undone", ended.status == 1 and "import" in ended.err, ended)
ended = run("plan", "forget", STORE, "e1")
expect("forget erases the name", ended.status == 0 and b"Peeters" not in STORE.read_bytes() and
       "Peeters" not in run("plan", "history", STORE, "--format", "csv").out, ended)

# ---- differences and merging ----

base = write("base.json", plan_of([action("a"), action("b")]))
ours = write("ours.json", plan_of([action("a", cost=1), action("b")]))
theirs = write("theirs.json", plan_of([action("b", cost=2), action("a")]))
clash = write("clash.json", plan_of([action("a", cost=3), action("b")]))
same("diff tells what changed", [row["text"] for row in rows("plan", "diff", base, ours, "--lang", "en")],
     ["'cost' of action 'a' (A): from empty to 1"])
same("diff in Dutch", [row["text"] for row in rows("plan", "diff", base, ours)],
     ["'cost' van actie 'a' (A): van leeg naar 1"])
expect("diff as a table", "van leeg naar 1" in run("plan", "diff", base, ours).out)
same("no difference, no rows", rows("plan", "diff", base, base), [])
found = json.loads(run("plan", "diff", base, ours, "--format", "changes").out)
same("diff --format changes is a file of changes", found["operations"],
     [{"op": "change", "record": "a", "field": "cost", "value": 1, "expected": None}])
ended = run("plan", "diff", base, BUILTIN)
expect("two plans have no difference", ended.status == 1 and "two plans" in ended.err, ended)
merged = DIRECTORY / "merged.json"
ended = run("plan", "merge", base, ours, theirs, "--output", merged)
expect("merge brings both together", ended.status == 0 and ended.err == "", ended)
same("what both changed is in it",
     json.loads(merged.read_text())["objectives"][0]["sections"][0]["actions"],
     [action("b", cost=2), action("a", cost=1)])
ended = run("plan", "merge", base, ours, clash, "--lang", "en")
expect("a conflict is named and gives 1", ended.status == 1 and
       "conflict: 'cost' of 'a' (A): both changed it" in ended.err and
       "1 conflict" in ended.err, ended)
same("and ours stands", json.loads(ended.out), json.loads(run("plan", "show", ours, "--format", "plan").out))

small = DIRECTORY / "small.plan"
run("plan", "import", small, base, *WHO)
run("plan", "set", small, "a", "cost", "1", "--json", *WHO)
ended = run("plan", "import", small, theirs, "--base", 1, *WHO)
expect("import --base brings in what a file changed", ended.status == 0 and "entry 4" in ended.err, ended)
same("beside what the store has",
     json.loads(run("plan", "export", small).out)["objectives"][0]["sections"][0]["actions"],
     [action("b", cost=2), action("a", cost=1)])
ended = run("plan", "import", small, clash, "--base", 1, *WHO)
expect("a conflict leaves the store alone", ended.status == 1 and "conflict:" in ended.err and
       run("plan", "history", small, "--format", "csv").out.count("\n") == 5, ended)

loud = write("loud.json", plan_of([action("a", cost=1), {"id": "b", "title": {"nl": "B\x1b[2J"}}]))
clash = write("clash.json", plan_of([action("a", cost=1), {"id": "b", "title": {"nl": "B\x07"}}]))
ended = run("plan", "merge", base, loud, clash)
expect("what a file says does not steer the terminal", ended.status == 1 and "conflict: " in ended.err and
       not any(c in ended.err for c in "\x1b\x07"), ended)

# ---- wrong words ----

for words, sentence in ((("--editor", ""), "'--editor' takes 1 to 127 bytes"),
                        (("--editor", "e" * 128), "'--editor' takes 1 to 127 bytes"),
                        (("--editor", b"caf\xe9"), "'--editor' is not valid UTF-8"),
                        (("--editor", "e1", "--why", "w" * 10001), "'--why' takes 0 to 10000 bytes")):
    none = DIRECTORY / "none.plan"
    ended = run("plan", "import", none, base, *words)
    expect(f"{words[-2]} of {len(words[-1])} bytes makes no store", ended.status == 2 and sentence in ended.err and
           not none.exists(), ended)
ended = run("plan", "history", small, "--since", "yesterday")
expect("a day of history is a day", ended.status == 2 and "yesterday" in ended.err and ended.out == "", ended)

ended = run("plan", "set", small, "a", "cost", "1")
expect("who edits must be said", ended.status == 2 and "--editor" in ended.err, ended)
ended = run("plan", "set", small, "a", *WHO)
expect("set wants a field or a file", ended.status == 2, ended)
for words in (("a", "cost"), ("a",), ("--json",), ("--expected", "7")):
    ended = run("plan", "set", small, *words, "--changes", path, *WHO)
    expect(f"and not both, nor {words[0]} with a file", ended.status == 2 and ended.err.count("entry") == 0, ended)
ended = run("plan", "set", small, "a", "cost", "1", "--editor", "e", "--now", "yesterday")
expect("a moment is a moment", ended.status == 2 and "yesterday" in ended.err, ended)
ended = run("plan", "history", DIRECTORY / "none.plan")
expect("history makes no file", ended.status == 1 and not (DIRECTORY / "none.plan").exists(), ended)
ended = run("plan", "history", base)
expect("a file that is no store is refused", ended.status == 1 and "not a database" in ended.err, ended)
newer = DIRECTORY / "newer.plan"
run("plan", "import", newer, base, *WHO)
connection = sqlite3.connect(newer)
connection.execute("PRAGMA user_version = 2")
connection.close()
ended = run("plan", "export", newer)
expect("a newer store is refused by name", ended.status == 1 and "version 2, which is newer" in ended.err, ended)
connection = sqlite3.connect(small)
connection.execute("UPDATE record SET body = replace(body, '\"A\"', '\"Z\"')")
connection.commit()
connection.close()
ended = run("plan", "history", small, "--verify")
expect("--verify finds what was changed past the history", ended.status == 1 and
       "is not what its history makes" in ended.err, ended)
tap.done()
