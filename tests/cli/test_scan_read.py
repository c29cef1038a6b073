# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""scan show, reference, compare, findings, suggest, draft, tally, pool, selftest, export, import."""
import json
import re

import scans
from cli import DIRECTORY, expect, rows, run, same, tap, write
from pages import Page, check_sound

recipe = write("recipe.json", scans.RECIPE)
firm = scans.organisation()
everyone = {"grinding": 90, "packing": 80, "office": 60}
given = scans.answers("answers.csv", recipe, everyone)
out, ended = scans.scan("report", recipe, firm, given)
expect("a scan to read", ended.status == 0, ended)
scan = out / "scan.json"

# ---- show, reference, compare ----

for part in ("results", "response", "groups", "themes", "guide", "method"):
    expect(f"show: part {part}", len(rows("scan", "show", scan, "--part", part)) > 0, part)
    expect(f"show: {part} as a table", run("scan", "show", scan, "--part", part, "--lang", "en").status == 0, part)
same("show: what the report has", len(rows("scan", "show", scan)),
     len((out / "results.csv").read_text(encoding="utf-8").splitlines()) - 1)
told = json.loads(run("scan", "show", scan, "--format", "json").out)
same("show: JSON says which scan", told["metadata"]["scan"], "mill:2026")
xlsx = run("scan", "show", scan, "--format", "xlsx", "--output", DIRECTORY / "r.xlsx")
expect("show: a workbook, where those are built in", xlsx.status == 0 or "xlsx" in xlsx.err.lower(), xlsx)
reference = DIRECTORY / "reference.csv"
run("scan", "reference", scan, "--format", "csv", "--output", reference)
by_file = rows("scan", "compare", scan, "--reference", reference)
same("compare: a reference in a file is that of the scan", by_file, rows("scan", "compare", scan, "--earlier-scan", scan))
same("compare: a row per result", len(by_file), len(rows("scan", "show", scan)))
same("compare: a wider margin, fewer colours but green and grey",
     {row["colour"] for row in rows("scan", "compare", scan, "--earlier-scan", scan, "--margin", "0.5")} - {"green", "grey"},
     set())
same("compare: no margin, no orange", {row["colour"] for row in rows("scan", "compare", scan, "--earlier-scan", scan, "--margin",
                                                                       "0")} - {"green", "grey", "red"}, set())
for words, status, said in (((), 2, "--reference"), (("--earlier-scan", given), 1, "answers.csv"),
                            (("--reference", given), 1, "source"), (("--earlier-scan", scan, "--margin", "2"), 2, "margin")):
    ended = run("scan", "compare", scan, *words)
    expect(f"compare refuses: {said}", ended.status == status and said in ended.err and ended.out == "", ended)

# ---- findings, suggest, draft ----

found = rows("scan", "findings", scan)
expect("findings: packing stands out", any(row["group"] == "department/packing" and row["direction"] == "problem" and
                                           row["rank"] == "1" for row in found), found[:3])
same("findings: those with a rank come first", [row["rank"] != "" for row in found],
     sorted((row["rank"] != "" for row in found), reverse=True))
file = out / "findings.csv"
same("findings: a table of another instrument is checked and printed", len(rows("scan", "findings", file)), len(found))
same("findings: stricter, fewer", sum(row["status"] == "ok" for row in rows("scan", "findings", scan, "--fdr", "1e-12")) <
     sum(row["status"] == "ok" for row in found), True)
weights = write("weights.csv", "theme,weight\nsay_in_team,4\n")
same("findings: weights", {row["weight"] for row in rows("scan", "findings", scan, "--weights", weights)
                           if row["theme"] == "say_in_team"}, {"4"})
for words in (("findings", "--level", "0.9"), ("suggest", "--fdr", "0.1"), ("draft", "--weights", weights)):
    ended = run("scan", words[0], file, *words[1:])
    expect(f"{words[0]}: {words[1]} is of a scan, not of findings that are there", ended.status == 2 and ended.out == ""
           and f"'{words[1]}' goes with a scan" in ended.err, ended)
suggested = rows("scan", "suggest", scan, "--most", "1", "--lang", "en")
same("suggest: one for each problem", len(suggested), sum(row["direction"] == "problem" for row in found))
same("suggest: of a table, as of the scan", rows("scan", "suggest", file, "--most", "1", "--lang", "en"), suggested)
measures = {"format": "werkbaar-measures/1.0", "id": "own", "version": "1.0", "licence": "MIT", "source": "made up",
            "languages": ["nl"], "measures": [{"id": "a-own-one", "title": {"nl": "Van ons"}, "text": {"nl": "Iets."},
                                               "themes": ["say_in_team"], "levels": ["team"], "kind": "measure",
                                               "source": "made up"}]}
mine = write("own.json", measures)
expect("suggest: one's own measures, too", "Van ons" in {row["title"] for row in rows("scan", "suggest", scan, "--most", "50",
                                                                                     "--add", mine)}, "")
drafts = DIRECTORY / "drafts.csv"
ended = run("scan", "draft", scan, "--output", drafts)
expect("draft: of findings that are hidden there is none", not any(
    row["status"] == "hidden" for row in rows("scan", "draft", scan)), "")
expect("draft: CSV, for plan draft", ended.status == 0 and "title_nl" in drafts.read_text(encoding="utf-8"), ended)
plan = write("plan.json", {"format": "werkbaar-plan/1.0", "id": "p", "version": "1", "languages": ["nl", "en"],
                           "scope": "organisation", "title": {"nl": "P"}, "objectives": [
                               {"id": "o", "title": {"nl": "O"}, "sections": [{"id": "s", "title": {"nl": "S"}}]}]})
after = DIRECTORY / "after.json"
ended = run("plan", "draft", plan, drafts, "--format", "plan", "--output", after)
expect("draft: a plan takes it in", ended.status == 0 and "added" in ended.err, ended)
same("draft: planned, every one", {row["status"] for row in rows("plan", "actions", after)}, {"planned"})
expect("draft: and to be discussed", "undiscussed" in {row["rule"] for row in rows("plan", "check", after)}, "")
bad = write("bad.csv", "id,scan,theme,direction,status,share,n\nf1,s,t,problem,ok,1.5,20\n")
for command in ("findings", "suggest", "draft"):
    ended = run("scan", command, bad)
    expect(f"{command}: a share that is none is told with row and column",
           ended.status == 1 and "share" in ended.err and "row 1" in ended.err, ended)

# ---- pools ----

tallies = []
for i in range(6):
    company, ended = scans.scan(f"c{i}", recipe, firm, scans.answers("c.csv", recipe, everyone, seed=i))
    tallies.append(DIRECTORY / f"c{i}.json")
    ended = run("scan", "tally", company / "scan.json", "--company", f"c{i}", "--chosen",
                write("chosen.csv", f"measure,status\njob-crafting,{'running' if i else 'done'}\n"), "--output", tallies[-1])
    expect(f"tally: company {i}", ended.status == 0, ended)
expect("tally: no name of the company or its groups", not any(
    word in tallies[0].read_text(encoding="utf-8") for word in ("mill", "Molen", "packing", "Inpak")), "")
benchmark = rows("scan", "pool", *tallies)
same("pool: a figure of six companies", {(row["kind"], row["companies"]) for row in benchmark}, {("pool", "6")})
chosen = {row["state"]: row for row in rows("scan", "pool", *tallies, "--part", "measures")}
same("pool: what five chose, and not what one did", (chosen["running"]["companies"], chosen["done"]["companies"]), ("5", ""))
sector = DIRECTORY / "sector.csv"
run("scan", "pool", *tallies, "--company", "c0", "--format", "csv", "--output", sector)
beside = rows("scan", "compare", DIRECTORY / "c0" / "scan.json", "--reference", sector)
same("pool: a reference to hold a scan against", {row["reference_kind"] for row in beside if row["status"] == "ok"}, {"pool"})
ended = run("scan", "page", DIRECTORY / "c0" / "scan.json", "--reference", sector, "--output", DIRECTORY / "beside")
text = (DIRECTORY / "beside" / "scan.html").read_text(encoding="utf-8")
expect("pool: named in the language of the page", "<strong>pool van 6 bedrijven</strong>" in text and
       "pool of" not in text, text)
expect("pool: and to make a page with", ended.status == 0 and "differences.csv" in
       {path.name for path in (DIRECTORY / "beside").iterdir()}, ended)
for words, status, said in (((*tallies[:4],), 1, "5"), ((*tallies, tallies[0]), 1, "c0"), ((*tallies, scan), 1, "scan.json"),
                            ((*tallies, "--min-companies", "4"), 2, "min-companies"),
                            ((*tallies, "--company", "c9"), 2, "c9")):
    ended = run("scan", "pool", *words)
    expect(f"pool refuses: {said}", ended.status == status and said in ended.err and ended.out == "", ended)
same("tally: a company is to be named", run("scan", "tally", scan).status, 2)

# ---- a firm without figures, beside its sector ----

tiny = scans.organisation("tiny.json", hierarchies=None, staff=12, fieldwork={
    **scans.ORGANISATION["fieldwork"], "invited": 12})
head, *lines = given.read_text(encoding="utf-8").splitlines()
few = write("few.csv", "\n".join(line.split(",", 1)[1] for line in [head, *lines[:7]]) + "\n")
out, ended = scans.scan("tiny", recipe, tiny, few, "--benchmark", sector)
page = (out / "scan.html").read_text(encoding="utf-8")
expect("too few: the figures of others, said to be those of others", ended.status == 0 and "Bij andere bedrijven" in page and
       "<p>pool van 6 bedrijven: zij vroegen hetzelfde. Het zijn niet de cijfers van dit bedrijf" in page, ended)

# ---- one person ----

mine = write("mine.csv", "\n".join(line.split(",", 1)[1] for line in [head, lines[100]]) + "\n")
scored = rows("scan", "selftest", recipe, mine)
same("selftest: a light per theme", {row["light"] for row in scored} <= {"green", "orange", "red"}, True)
ended = run("scan", "selftest", recipe, mine, "--format", "json", "--lang", "en")
expect("selftest: no diagnosis, nothing kept", "No diagnosis" in ended.out and "Nothing is kept" in ended.out, ended)
ended = run("scan", "selftest", recipe, few)
told = "".join(row["text"] for row in scored) + run("scan", "selftest", recipe, mine, "--format", "json").out
expect("selftest: it says 'je', as questionnaires do", "je vandaag" in told and not re.search(r"\b[Uu]w?\b", told), told)
expect("selftest: of one person", ended.status == 2 and "one" in ended.err, ended)

# ---- nobody asked ----

guide = run("scan", "guide", recipe, "--lang", "en")
page = Page(guide.out)
check_sound("the guide", page)
asked = rows("scan", "compose", recipe, "--part", "discussion", "--lang", "en")
same("guide: every question, in order", page.within("li"), [row["text"] for row in asked])
same("guide: below the titles of their themes", page.within("h3"),
     list(dict.fromkeys(row["title"] for row in rows("scan", "guide", recipe, "--lang", "en"))))
expect("guide: in Dutch unless asked", "Om samen over te praten" in run("scan", "guide", recipe).out, "")
same("guide: of what is no recipe", run("scan", "guide", given).status, 1)

# ---- to other tools and back ----

for name, begins in (("html", "<!DOCTYPE html>"), ("limesurvey", "")):
    ended = run("scan", "export", recipe, "--format", name)
    expect(f"export: {name}", ended.status == 0 and ended.out.lstrip("\ufeff").startswith(begins) and
           ended.out == run("scan", "export", recipe, "--format", name).out, ended)
expect("export: the work posts, in English", "oven" not in run("scan", "export", recipe, "--unit", "workpost", "--lang",
                                                               "en").out, "")
posts = write("posts.csv", "record," + ",".join(row["id"] for row in scans.questions(recipe, "workpost")) + "\noven" +
              ",1" * len(scans.questions(recipe, "workpost")) + "\n")
same("import: records of work posts with their names",
     [row["record"] for row in rows("scan", "import", recipe, posts, "--unit", "workpost")], ["oven"])
expect("export: a work post has a place for its name",
       "Work post:" in run("scan", "export", recipe, "--unit", "workpost", "--lang", "en").out, "")
for words, status, said in ((("--unit", "organisation"), 2, "organisation"), (("--lang", "fr"), 2, "fr"),
                            (("--format", "pdf"), 2, "pdf")):
    ended = run("scan", "export", recipe, *words)
    expect(f"export refuses: {said}", ended.status == status and said in ended.err and ended.out == "", ended)
ended = run("scan", "import", recipe, given, "--organisation", firm)
expect("import: with the groups, in an order of its own", ended.status == 0 and "230 came in" in ended.err and
       sorted(ended.out.splitlines()[-230:]) == sorted(lines), ended)
piped = run("scan", "import", recipe, "-", "--organisation", firm, stdin=given.read_bytes())
same("import: from a pipe the same", piped.out, ended.out)


def asked_by(*words):
    """Names of the questions of the survey, and the hashes that it carries."""
    survey = [line.split("\t") for line in run("scan", "export", recipe, "--format", "limesurvey", "--lang", "nl",
                                               *words).out.splitlines()]
    return ([line[2] for line in survey if line[:2] == ["Q", "L"]],
            {line[2]: line[4] for line in survey if line[:2] == ["Q", "*"]})


def exported_as(name, head, row):
    return write(name, "\n".join([",".join(["id", "submitdate", "ipaddr", *head]), *(
        f"{i},2026-01-05 08:00:{i % 60:02},10.0.0.{i % 250},{row(*line.split(',', 1))}" for i, line in enumerate(lines))]) + "\n")


codes, hashes = asked_by("--organisation", firm)
places = {"grinding": 1, "packing": 2, "office": 3}
exported = exported_as("groups.csv", [*hashes, *codes], lambda group, rest: ",".join(
    [*hashes.values(), rest, str(places[group])]))
came, ended = scans.scan("groups", recipe, firm, exported, "--from", "limesurvey")
expect("run: straight from LimeSurvey, which asked for the groups, the same scan to the byte", ended.status == 0 and
       (came / "scan.json").read_bytes() == scan.read_bytes(), ended)
moved = scans.organisation("moved.json", hierarchies=[{**scans.ORGANISATION["hierarchies"][0], "groups": list(reversed(
    scans.ORGANISATION["hierarchies"][0]["groups"]))}])
came, ended = scans.scan("moved", recipe, moved, exported, "--from", "limesurvey")
expect("run: a survey that was made of other groups is refused", ended.status == 1 and "groups" in ended.err, ended)
codes, hashes = asked_by()
digest = hashes["questionnaire"]
exported = exported_as("limesurvey.csv", ["questionnaire", "department", *codes],
                       lambda group, rest: f"{digest},{group},{rest}")
came, ended = scans.scan("limesurvey", recipe, firm, exported, "--from", "limesurvey", "--keep", "department")
expect("run: with groups that the survey asked for in its own way", ended.status == 0 and
       (came / "scan.json").read_bytes() == scan.read_bytes(), ended)
ended = run("scan", "import", recipe, write("other.csv", exported.read_text(encoding="utf-8").replace(digest, "0" * 64)),
            "--from", "limesurvey", "--keep", "department")
expect("import: answers to another questionnaire are refused, by its hash", ended.status == 1 and "questionnaire" in ended.err
       and ended.out == "", ended)
ended = run("scan", "import", recipe, given)
expect("import: a column that nobody named is refused", ended.status == 1 and "department" in ended.err and ended.out == "",
       ended)
ended = run("scan", "import", recipe, given, "--keep", "department", "--output", given)
expect("import: not over the answers", ended.status == 2 and "lost" in ended.err, ended)

# ---- nothing that is read is written over ----

pooled = run("scan", "tally", scan, "--company", "c0").out
own = scans.organisation("own.json")
for name, held, words in (
        ("a recipe", recipe, ("compose", "{}")), ("a recipe", recipe, ("export", "{}")), ("a recipe", recipe, ("guide", "{}")),
        ("an organisation", own, ("export", recipe, "--organisation", "{}")),
        ("an organisation", own, ("import", recipe, given, "--organisation", "{}")),
        ("a scan", scan, ("show", "{}")), ("a scan", scan, ("reference", "{}")), ("a scan", scan, ("findings", "{}")),
        ("a scan", scan, ("suggest", "{}")), ("a scan", scan, ("draft", "{}")),
        ("a scan", scan, ("compare", scan, "--earlier-scan", "{}")), ("a scan", scan, ("tally", "{}", "--company", "c0")),
        ("a reference", reference, ("compare", scan, "--reference", "{}")),
        ("a pool file", write("left.json", pooled), ("pool", "{}")), ("somebody's answers", mine, ("selftest", recipe, "{}"))):
    kept = DIRECTORY / "kept"
    kept.write_bytes(held.read_bytes())
    ended = run("scan", *(kept if word == "{}" else word for word in words), "--output", kept)
    expect(f"{words[0]}: not over {name}", ended.status == 2 and "would be lost" in ended.err and
           kept.read_bytes() == held.read_bytes(), ended)
tap.done()
