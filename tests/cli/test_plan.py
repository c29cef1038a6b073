# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""plan list, show, actions, check; and plan files that are wrong."""
import json

from cli import expect, rows, run, same, tap, write, DIRECTORY

BUILTIN = "actieplan-werkbaar-werk"
PLAN = {
    "format": "werkbaar-plan/1.0", "id": "small", "version": "2", "languages": ["nl", "en"],
    "scope": "organisation", "title": {"nl": "Klein", "en": "Small"},
    "actors": [{"id": "hr", "name": {"nl": "Personeel", "en": "HR"}, "type": "role"}],
    "objectives": [{"id": "o", "title": {"nl": "O"}, "sections": [
        {"id": "s", "title": {"nl": "S"}, "actions": [
            {"id": "a", "number": "1", "title": {"nl": "Een", "en": "One"}, "force": "commitment",
             "timing": {"from": "2026-03", "to": "2026-05"},
             "assignments": [{"id": "a.hr", "actor": "hr", "role": "responsible"}],
             "funding": [{"id": "a.f", "source": "hr", "amount": 150050}]}]}]}],
}


listed = rows("plan", "list")
same("list names the plan that is built in", [row["id"] for row in listed], [BUILTIN])
same("list says its scope", listed[0]["scope"], "flemish")
for form in ("table", "json"):
    ended = run("plan", "list", "--format", form, "--lang", "en")
    expect(f"list as {form}", ended.status == 0 and "Action plan Workable work" in ended.out, ended)

ended = run("plan", "show", BUILTIN, "--lang", "en")
expect("show says title, hash and counts",
       ended.status == 0 and "Action plan Workable work" in ended.out and
       "    42  action\n" in ended.out and "SHA-256" in ended.out, ended)
budgets = rows("plan", "show", BUILTIN, "--kind", "budget")
same("show --kind budget: amounts in cents, what is not known is empty",
     [row["amount"] for row in budgets], ["300000000", "4000000000", "500000000", "", ""])
same("show --kind budget: the general portfolio is told apart",
     [row["general"] for row in budgets], ["", "true", "", "", ""])
shown = json.loads(run("plan", "show", BUILTIN, "--format", "json").out)
same("show as JSON has every kind", len(shown), 1 + 28)
same("show as JSON has every action", len(shown["action"]["rows"]), 42)
plan = run("plan", "show", BUILTIN, "--format", "plan").out
path = write("again.json", plan)
again = run("plan", "show", path, "--format", "plan").out
expect("the plan that is shown is a plan file, and shows itself", plan == again and plan != "")
expect("and has the same hash", shown["hash"] in run("plan", "show", path).out)
ended = run("plan", "show", BUILTIN, "--format", "csv")
expect("CSV without --kind is a question of usage", ended.status == 2 and "--kind" in ended.err, ended)
ended = run("plan", "show", BUILTIN, "--format", "plan", "--kind", "action")
expect("the whole plan has no --kind", ended.status == 2 and "--kind" in ended.err, ended)
ended = run("plan", "show", BUILTIN, "--kind", "promise")
expect("an unknown kind names those there are", ended.status == 2 and "assignment" in ended.err, ended)
saved = DIRECTORY / "actors.csv"
ended = run("plan", "show", BUILTIN, "--kind", "actor", "--format", "csv", "--output", saved)
expect("show --output writes the file", ended.status == 0 and ended.out == "" and
       "stia" in saved.read_text(encoding="utf-8"), ended)

actions = rows("plan", "actions", BUILTIN, "--lang", "en")
same("actions: 32 and 10 of them in parts", [len(actions), sum(bool(row["part_of"]) for row in actions)],
     [42, 10])
same("actions: first and last day of what is printed",
     [actions[0]["timing"], actions[0]["from"], actions[0]["to"]],
     ["September 2018 – juli 2019", "2018-09-01", "2019-07-31"])
same("actions: nothing is known of what was done", {row["status"] for row in actions}, {"unknown"})
ended = run("plan", "actions", BUILTIN)
expect("actions as a table", ended.status == 0 and
       "Trainers opleiden" in ended.out and "8.1" in ended.out, ended)

ended = run("plan", "check", BUILTIN, "--lang", "en")
expect("check: the built-in plan has notices only",
       ended.status == 0 and "0 errors, 0 warnings, 29 notices" in ended.err and
       "no funding is given for 'action-5'" in ended.out, ended)
same("check as CSV", {row["severity"] for row in rows("plan", "check", BUILTIN)}, {"notice"})
ended = run("plan", "check", write("small.json", PLAN))
expect("check: a plan without findings", ended.status == 0 and
       "OK: plan small, version 2: 0 errors, 0 warnings, 0 notices" in ended.err, ended)


def changed(change):
    plan = json.loads(json.dumps(PLAN))
    change(plan, plan["objectives"][0]["sections"][0]["actions"][0])
    return plan


FOUND = [
    ("a broken reference", lambda p, a: a.update(addressed_to=["who"]), "naar ‘who’"),
    ("shares that are no whole", lambda p, a: a["funding"][0].update(share={"part": 3, "of": 5}), "3/5"),
    ("a cost that is no sum", lambda p, a: a.update(cost=100), "1.500,50 euro"),
    ("dates out of order", lambda p, a: a["timing"].update(to="2025"), "2026-03"),
    ("a cycle", lambda p, a: a.update(references=[{"id": "r", "to": "a", "relation": "depends_on",
                                                   "certainty": "printed"}]), "a → a"),
    ("what a scan gave, undiscussed", lambda p, a: a.update(
        origin={"from": "scan"}, statuses=[{"id": "t", "status": "running"}]), "sociaal overleg"),
]
for name, change, word in FOUND:
    ended = run("plan", "check", write("found.json", changed(change)), "--format", "csv")
    expect(f"{name}: status 1, and the finding on standard output",
           ended.status == 1 and word in ended.out and "error," in ended.out and
           "not sound" in ended.err, ended)

WRONG = [
    ("an unknown key", lambda p, a: a.update(colour="red"), "'colour' is unknown"),
    ("a word that is none", lambda p, a: a.update(force="law"), "'law' is not one of"),
    ("an id twice", lambda p, a: a["funding"][0].update(id="hr"), "the id 'hr'"),
    ("no title", lambda p, a: a.pop("title"), "'title' is missing"),
    ("an amount with a decimal", lambda p, a: a["funding"][0].update(amount=1.5), "cents"),
    ("a newer format", lambda p, a: p.update(format="werkbaar-plan/2.0"), "2.0 is newer"),
]
for name, change, word in WRONG:
    for command in ("check", "show", "actions"):
        ended = run("plan", command, write("wrong.json", changed(change)))
        expect(f"{command}: {name}: status 1 with file, line and what is wrong",
               ended.status == 1 and ended.out == "" and "wrong.json" in ended.err and
               word in ended.err and "line" in ended.err, ended)

HOSTILE = [
    ("nested lists", b'{"format": "werkbaar-plan/1.0", "x_a": ' + b"[" * 100000, "too deep"),
    ("a huge number", b'{"format": "werkbaar-plan/1.0", "x_a": 1e999}', "overflow"),
    ("half a surrogate pair", b'{"format": "werkbaar-plan/1.0", "x_a": "\\ud800"}', "Unicode"),
    ("a key twice", b'{"format": "werkbaar-plan/1.0", "id": "a", "id": "b"}', "duplicate"),
    ("half a file", json.dumps(PLAN).encode()[:300], "JSON"), ("nothing", b"", "JSON"),
]
for name, content, word in HOSTILE:
    ended = run("plan", "check", write("hostile.json", content))
    expect(f"{name}: status 1 with the file", ended.status == 1 and ended.out == "" and
           "hostile.json" in ended.err and word in ended.err, ended)
ended = run("plan", "check", "nowhere")
expect("no plan and no file", ended.status == 1 and "'nowhere' is no built-in plan" in ended.err, ended)
ended = run("plan", "shew")
expect("an unknown command names those there are", ended.status == 2 and "actions, check, status" in ended.err, ended)
tap.done()
