# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""plan status, agenda, duties, budget, answers, sheet, compare; the pages about a plan."""
import copy
import csv
import datetime
import io
import json
import re
import zipfile

from cli import expect, run, same, tap, write, DIRECTORY
from pages import Page, check_sound

BUILTIN = "actieplan-werkbaar-werk"
NOW = ("--now", "2026-06-15")
PLAN = {
    "format": "werkbaar-plan/1.0", "id": "small", "version": "2", "languages": ["nl", "en"],
    "scope": "sector", "sector": "food", "title": {"nl": "Klein <b>", "en": "Small <b>"},
    "actors": [{"id": "hr", "name": {"nl": "Personeel", "en": "HR"}, "type": "role"}],
    "objectives": [{"id": "o", "title": {"nl": "O"}, "sections": [
        {"id": "s", "title": {"nl": "S"}, "actions": [
            {"id": "a", "number": "1", "title": {"nl": "Een & één", "en": "One"},
             "themes": ["stress"], "kind": "measure",
             "timing": {"from": "2026-03", "to": "2026-05"},
             "statuses": [{"id": "a.s", "status": "running", "date": "2026-03"}],
             "milestones": [{"id": "a.m", "title": {"nl": "Stap"}, "due": "2026-07-01"}],
             "assignments": [{"id": "a.hr", "actor": "hr", "role": "responsible"}],
             "funding": [{"id": "a.f", "source": "hr", "amount": 150050},
                         {"id": "a.g", "certainty": "to_be_determined"}]},
            {"id": "b", "number": "2", "title": {"nl": "Twee"},
             "timing": {"text": "later", "to_be_determined": True}}]}]}],
}


def small(change=None):
    plan = copy.deepcopy(PLAN)
    if change is not None:
        change(plan)
    return write("plan.json", plan)


def rows(*words):
    ended = run("plan", *words, "--format", "csv")
    if ended.status != 0:
        raise SystemExit(f"plan {words} failed: {ended}")
    return list(csv.DictReader(io.StringIO(ended.out)))


def column(name, *words):
    return [row[name] for row in rows(*words)]


# ---- tables ----

plan = small()
same("status: late is what is known not to be done",
     column("state", "status", plan, *NOW), ["late", "to_be_determined"])
same("status --show objectives: an objective and all",
     column("share_done", "status", plan, *NOW, "--show", "objectives"), ["0", "0"])
same("status --show objectives: what is known",
     column("known", "status", plan, *NOW, "--show", "objectives"), ["some", "some"])
same("status --show open", column("record", "status", plan, "--show", "open"), ["a.g", "b"])
same("status --show since", column("record", "status", plan, "--show", "since", "--since", "2026-03-31"),
     ["a.s"])
same("agenda: by day, what has no date last",
     column("record", "agenda", plan, *NOW), ["a", "a.m", "b"])
same("agenda --days: what is behind these is left out",
     column("record", "agenda", plan, *NOW, "--days", "10"), ["a", "b"])
same("duties", [(row["actor"], row["role"], row["action"]) for row in rows("duties", plan, *NOW)],
     [("hr", "responsible", "a")])
same("duties --count", column("late", "duties", plan, *NOW, "--count"), ["1"])
same("budget: what is not known is empty", column("current", "budget", plan), ["150050", ""])
total = rows("budget", plan, "--total")[0]
same("budget --total: no total with an unknown part",
     (total["current"], total["current_known"], total["current_unknown"], total["current_status"]),
     ("", "150050", "1", "part"))
same("budget --by", column("certainty", "budget", plan, "--by", "certainty"), ["to_be_determined", ""])
today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
same("the day is today when it is not given",
     column("state", "agenda", plan), column("state", "agenda", plan, "--now", today))
for form in ("table", "json"):
    for words in (("status",), ("agenda",), ("duties",), ("budget",), ("answers",), ("compare",)):
        ended = run("plan", *words, plan, "--format", form)
        expect(f"{words[0]} as {form}", ended.status == 0 and ended.out, ended)
calendar = run("plan", "agenda", plan, *NOW, "--format", "ics").out
same("agenda as a calendar: two dates", calendar.count("BEGIN:VEVENT"), 2)
expect("agenda as a calendar: made at the given day", "DTSTAMP:20260615T000000Z" in calendar, calendar)

# ---- the five questions ----

answers = rows("answers", BUILTIN, "--lang", "en")
whole = [(row["number"], row["status"]) for row in answers if not row["part_of"]]
same("the five questions of the built-in plan", whole,
     [("1", "awaited"), ("2", "answered"), ("3", "answered"), ("4", "answered"), ("5", "not_answered")])
same("awaited says from whom", answers[0]["awaited_from"], "wse")

# ---- compare ----

other = write("other.json", dict(PLAN, sector="media", objectives=[]))
table = rows("compare", plan, other, "--by", "theme", "--lang", "en")
same("compare --by theme", [(row["theme"], row["text"]) for row in table], [("stress", "1 of 2"), ("", "1 of 2")])
table = rows("compare", plan, other, "--by", "sector*theme")
same("compare --by sector*theme has those without one",
     [(row["sector"], row["theme"], row["text"]) for row in table],
     [("food", "stress", "1 van 1"), ("media", "stress", "0 van 1"),
      ("food", "", "1 van 1"), ("media", "", "0 van 1")])

# ---- sheets ----

sheet = DIRECTORY / "sheet.csv"
ended = run("plan", "sheet", plan, "--actor", "hr", "--output", sheet)
expect("sheet is written", ended.status == 0 and ended.out == "", ended)
asked = list(csv.DictReader(io.StringIO(sheet.read_text())))
book = DIRECTORY / "sheet.xlsx"
ended = run("plan", "sheet", plan, "--actor", "hr", "--format", "xlsx", "--output", book)
with zipfile.ZipFile(book) as opened:
    cells = re.findall("<t>([^<]*)</t>", opened.read("xl/worksheets/sheet1.xml").decode())
same("a spreadsheet has the same columns", cells[:len(asked[0])], list(asked[0]))
expect("a spreadsheet has every row", ended.status == 0 and
       all(row["field"] in cells for row in asked), ended)
for format in ("json", "xlsx"):
    ended = run("plan", "sheet", plan, "--collect", sheet, *NOW, "--format", format)
    expect(f"what comes back is not written as {format}", ended.status == 2, ended)
same("sheet asks for status, timing, notes, milestones, money",
     [(row["record"], row["field"], row["present"]) for row in asked],
     [("a", "status", "running"), ("a", "timing/from", "2026-03"), ("a", "timing/to", "2026-05"),
      ("a", "notes", ""), ("a.m", "due", "2026-07-01"), ("a.m", "done", ""),
      ("a.f", "certainty", ""), ("a.f", "amount", "1500.50"), ("a.f", "spent", ""),
      ("a.g", "certainty", "to_be_determined"), ("a.g", "amount", ""), ("a.g", "spent", "")])


def filled(**values):
    """The sheet with new values, by field."""
    out = io.StringIO()
    writer = csv.DictWriter(out, asked[0])
    writer.writeheader()
    for row in asked:
        writer.writerow(dict(row, new=values.get(row["field"].replace("/", "_"), "")
                             if row["record"] in ("a", "a.m", "a.f") else ""))
    return write("back.csv", out.getvalue())


back = filled(status="done", spent="12,50")
ended = run("plan", "sheet", plan, "--collect", back, *NOW, "--actor", "hr", "--format", "plan")
after = json.loads(ended.out)
action = after["objectives"][0]["sections"][0]["actions"][0]
same("what comes back is in the plan", action["statuses"][1],
     {"id": "a.status-2026-06-15-1", "status": "done", "date": "2026-06-15", "by": "hr"})
same("money comes back in cents", action["funding"][0]["spent"], 1250)
ended = run("plan", "sheet", plan, "--collect", back, *NOW)
same("or as changes", [op["op"] for op in json.loads(ended.out)["operations"]], ["add", "change"])
with open(back, "rb") as sheet:
    piped = run("plan", "sheet", plan, "--collect", "-", *NOW, stdin=sheet.read())
same("or from standard input", piped.out, ended.out)
ended = run("plan", "sheet", plan, "--collect", filled(status="klaar", timing_to="soon"), "--lang", "en")
expect("every wrong row is told, and nothing is written",
       ended.status == 1 and ended.out == "" and "row 1, new: 'klaar'" in ended.err and
       "row 3, new: 'soon'" in ended.err, ended)
newer = write("newer.json", after)
ended = run("plan", "sheet", newer, "--collect", filled(status="done"), "--lang", "en")
expect("a plan that was changed since is a conflict",
       ended.status == 1 and "the plan was changed since this sheet: it has 'done' now" in ended.err, ended)

store = DIRECTORY / "actions.plan"
if "UNSUPPORTED" not in run("plan", "import", store, plan, "--editor", "e1").err:
    changes = DIRECTORY / "changes.json"
    ended = run("plan", "sheet", store, "--collect", filled(status="done"), *NOW, "--output", changes)
    expect("a sheet of a store comes back", ended.status == 0 and "1 changes" in ended.err, ended)
    ended = run("plan", "set", store, "--changes", changes, "--editor", "e2")
    expect("and goes into the store", ended.status == 0, ended)
    same("which then has it", column("status", "status", store, *NOW)[0], "done")
    ended = run("plan", "sheet", store, "--collect", filled(status="stopped"), "--lang", "en")
    expect("an older sheet is refused by then", ended.status == 1 and "it has 'done' now" in ended.err, ended)

# ---- pages ----

out = DIRECTORY / "out"
before = write("before.json", PLAN)
ended = run("plan", "status", newer, *NOW, "--before", before, "--since", "2026-01-01", "--report", out)
expect("the files are there", ended.status == 0 and "status.html" in ended.err, ended)
same("the files", sorted(path.name for path in out.iterdir()),
     sorted(["status.html", "agenda.ics"] + [f"{name}.csv" for name in (
         "actions", "objectives", "agenda", "duties", "budget", "budget-years", "open", "since", "changes")]))
page = Page((out / "status.html").read_text(encoding="utf-8"))
check_sound("page of a plan", page)
for words in ("Stand van zaken", "Een & één", "Klein <b>", "Voortgang", "Tijdlijn", "Wat veranderde",
              "€ 1.500,50 bekend, 1 onbekend", "minstens 50,0"):
    expect(f"the page says {words}", words in page.text, page.text[:2000])
run("plan", "status", BUILTIN, "--now", "2020-03-01", "--lang", "en", "--report", out)
page = Page((out / "status.html").read_text(encoding="utf-8"))
check_sound("page of the built-in plan", page)
expect("it says that no status is known", "Of no action does the plan say how it stands" in page.text)
expect("its money is no 48 million", "48" not in " ".join(page.within("td")), page.within("td"))
expect("its known part is 8 million", "€ 8,000,000 known, 2 unknown" in page.text)
run("plan", "answers", BUILTIN, "--lang", "en", "--report", out)
page = Page((out / "answers.html").read_text(encoding="utf-8"))
check_sound("page of answers", page)
same("five questions", sum(text[0].isdigit() for text in page.within("h3")), 5)
for words in ("not answered in the source", "awaited", "from Department of Work and Social Economy",
              "€ 40,000,000", "general budget", "(printed: 2019-12-14)"):
    expect(f"the answers say {words}", words in page.text, page.text[:3000])
empty = write("empty.json", {key: value for key, value in PLAN.items() if key not in ("objectives", "actors")})
for command in ("status", "answers"):
    ended = run("plan", command, empty, "--report", out, *NOW)
    expect(f"{command} of an empty plan", ended.status == 0, ended)
    check_sound(f"{command} page of an empty plan", Page((out / f"{command}.html").read_text(encoding="utf-8")))

def milestones(plan):
    """Three dated actions, two with milestones: of the whole behind those of its part, as keys are written."""
    def stones(owner, *months):
        return [{"id": f"{owner}.{month}", "title": {"nl": "Stap"}, "due": month} for month in months]
    actions = plan["objectives"][0]["sections"][0]["actions"]
    actions[0]["actions"] = [{"id": "a1", "title": {"nl": "Deel"}, "timing": {"from": "2026-04", "to": "2026-09"},
                              "milestones": stones("a1", "2026-06")}]
    actions[0]["milestones"] = stones("a", "2026-07", "2026-02", "2026-12")
    actions[1]["timing"] = {"from": "2026-02", "to": "2026-03"}


run("plan", "status", small(milestones), *NOW, "--report", out)
drawn = re.findall(r"<g>.*?</g>", (out / "status.html").read_text(encoding="utf-8"), re.S)
same("every action has its own milestones on the timeline",
     [text.count('class="stone ') for text in drawn], [3, 1, 0])
places = [float(x) for x in re.findall(r'class="stone [^"]*" d="M([0-9.]+)', drawn[0])]
expect("where their months end, in the order of the plan",
       places[1] < places[0] < places[2], places)

same("status --show changes: against an earlier plan", [row["operation"] for row in rows(
    "status", newer, *NOW, "--show", "changes", "--before", before)], ["add", "change"])
run("plan", "status", plan, *NOW, "--since", "2027-01-01", "--lang", "en", "--report", out)
page = Page((out / "status.html").read_text(encoding="utf-8"))
check_sound("page with nothing new", page)
expect("nothing is dated since a later day", re.search(r"Dated since\s+2027-01-01\s+Nothing\.", page.text), page.text)
run("plan", "status", plan, "--now", "1969-06-01", "--report", out)
check_sound("page for a day before 1970", Page((out / "status.html").read_text(encoding="utf-8")))


def asked_of(plan):
    """Questions without an answer, and answers that name an action and an evaluation."""
    plan["evaluations"] = [{"id": "e", "term": {"to": "2027-06"}, "verdict": "partly"}]
    plan["inquiries"] = [{"id": "i", "title": {"nl": "Vragen"}, "questions": [
        {"id": "q1", "number": "1", "text": {"nl": "Hoe?"}},
        {"id": "q2", "number": "2", "text": {"nl": "Wat?"}, "answers": [
            {"id": "q2.a", "status": "answered", "text": {"nl": "Dit."}, "references": [
                {"id": f"q2.to.{to}", "to": to, "relation": "related", "certainty": "printed"} for to in ("a", "e")]}]}]}]


ended = run("plan", "answers", small(asked_of), *NOW, "--report", out)
page = Page((out / "answers.html").read_text(encoding="utf-8"))
check_sound("page of questions", page)
for words in ("Het plan heeft geen antwoord op deze vraag.", "Een & één", "lopend", "Termijn: 2027-06", "Oordeel: deels"):
    expect(f"the answers say {words}", ended.status == 0 and words in re.sub(r"\s+", " ", page.text), page.text)

# ---- what is wrong ----

plan = small()
ended = run("plan", "sheet", plan, "--collect", filled(status="done"), "--now", "soon")
expect("a sheet comes back on a day", ended.status == 2 and "soon" in ended.err and ended.out == "", ended)

for name, words, told in (
        ("a day that is none", ("agenda", plan, "--now", "2026-02-30"), "2026-02-30"),
        ("--show since without a day", ("status", plan, "--show", "since"), "--since"),
        ("--show changes without a plan", ("status", plan, "--show", "changes"), "--before"),
        ("an unknown actor", ("duties", plan, "--actor", "nobody"), "'nobody' is no actor"),
        ("--count with --actor", ("duties", plan, "--actor", "hr", "--count"), "--actor"),
        ("sums by something else", ("budget", plan, "--by", "colour"), "not summed by 'colour'"),
        ("changes without --collect", ("sheet", plan, "--format", "plan"), "--collect"),
        ("a sheet of an unknown actor", ("sheet", plan, "--actor", "x"), "'x' is no actor")):
    ended = run("plan", *words)
    expect(f"usage: {name}", ended.status == 2 and told in ended.err, ended)
ended = run("plan", "status", plan, "--report", plan)
expect("a report where a file is", ended.status == 1 and "cannot be made a directory" in ended.err, ended)
ended = run("plan", "sheet", plan, "--collect", plan)
expect("a sheet that is none", ended.status == 1 and "plan.json" in ended.err, ended)
tap.done()
