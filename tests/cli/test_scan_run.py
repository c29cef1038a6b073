# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""scan run, scan page: the files and pages of a scan, what is hidden in them, what is refused."""
import copy
import csv
import json
import re
from pathlib import Path

import scans
from cli import DIRECTORY, expect, run, same, tap, write
from pages import Page, check_sound

recipe = write("recipe.json", scans.RECIPE)
firm = scans.organisation()
everyone = {"grinding": 90, "packing": 80, "office": 60}
given = scans.answers("answers.csv", recipe, everyone)


def table(out, name):
    with open(out / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


# ---- all shown ----

out, ended = scans.scan("whole", recipe, firm, given, "--lang", "en")
expect("run: a report", ended.status == 0 and ended.out == "" and "open" in ended.err, ended)
same("run: its files", sorted(path.name for path in out.iterdir()),
     ["drafts.csv", "findings.csv", "floor.html", "ledger.json", "response.csv", "results.csv", "scan.html", "scan.json",
      "suggestions.csv"])
same("run: JSON files end with a line, as those of every other command",
     [path.name for path in out.glob("*.json") if not path.read_bytes().endswith(b"}\n")], [])
same("run: who answered", [(row["group"], row["answered"]) for row in table(out, "response.csv")],
     [("all", "230"), ("department/grinding", "90"), ("department/packing", "80"), ("department/office", "60")])
page = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html", page)
for heading in ("Who took part", "The lights: how people are doing", "How sure is that?", "Groups and themes",
                "Strengths and priorities", "What may be done", "To talk about together", "Method and privacy"):
    expect(f"page: {heading}", heading in page.within("h2"), page.within("h2"))
expect("page: one main heading, the company's name, escaped", page.within("h1") == ["The <Mill>"] and
       "<Mill>" not in page.source, page.within("h1"))
expect("page: no level of headings is left out", not re.search(r"<h4", page.source) or "<h3" in page.source, "h4")
expect("page: every table has headings with a scope", page.source.count("<table") >= 4 and
       not re.search(r"<th(?!ead| scope)", page.source), re.findall(r"<th(?!ead| scope)[^>]*>", page.source)[:2])
expect("page: the lights are of persons", "light is of a person" in page.text, "")
expect("page: both readings", "if the others resemble them" in page.text and "whatever they would answer" in page.text, "")
expect("page: preset", "Preset, not official" in page.text and "not validated" in page.text, "")
expect("page: no ledger, no protection against earlier reports", "not protected against it" in page.text, "")
flat = re.sub(r"\s+", " ", page.text)
expect("page: what was found, in people", re.search(r"Packing: .*?\. \d+ of the 80 people have a problem \(", flat), flat)
named = re.findall(r'href="#plan-([^"]*)"', page.source)
expect("page: measures, and the actions of the plan that they name", "For: Packing" in flat and
       set(named) == {value[5:] for value in page.values("id") if value and value.startswith("plan-")}, named)
heads = page.within("h3")
same("page: a theme has its measures once", [head for head in set(heads) if heads.count(head) > 2], [])
expect("page: nothing is said of causes", "because of" not in page.text and "caused by" not in page.text, "")
expect("page: without a reference, beside the rest", "held against the rest of the organisation" in page.text, page.text)
expect("page: no reference, no colours of groups", "Beside the reference" not in page.text, "")
expect("page: not made up, so it does not say so", "SYNTHETIC" not in page.text, "")
floor = Page((out / "floor.html").read_text(encoding="utf-8"))
check_sound("floor.html", floor)
same("floor: its headings", floor.within("h2"), ["What we asked", "How many people answered", "Fewest problems",
                                                 "Most problems", "What happens next"])
expect("floor: who answered", "230" in floor.text and "of 400" in floor.text, floor.text)
expect("floor: what merely stands highest or lowest is called neither priority nor strength",
       "priorit" not in floor.text and "strength" not in floor.text, floor.text)
expect("floor: of four themes, two of each and none twice", floor.source.count(" in 100 have a hard time") == 2 and
       floor.source.count(" in 100 have no problem") == 2, floor.text)
dutch, ended = scans.scan("dutch", recipe, firm, given)
words = Page((dutch / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html in Dutch", words)
check_sound("floor.html in Dutch", Page((dutch / "floor.html").read_text(encoding="utf-8")))
expect("page: Dutch unless asked", "Wie deed mee" in words.within("h2") and words.values("lang") == ["nl"], words.within("h2"))
same("the same numbers in both", [row["share"] for row in table(out, "results.csv")],
     [row["share"] for row in table(dutch, "results.csv")])
again, ended = scans.scan("again", recipe, firm, given)
same("the same bytes again", [path.name for path in sorted(dutch.iterdir())
                              if path.read_bytes() != (again / path.name).read_bytes()], [])
questionnaire = DIRECTORY / "questionnaire.json"
run("scan", "compose", recipe, "--output", questionnaire)
composed, ended = scans.scan("composed", questionnaire, firm, given)
same("a questionnaire does as its recipe", (composed / "scan.json").read_bytes(), (dutch / "scan.json").read_bytes())

# ---- without an acute cut-off ----

sharp = write("sharp.json", {**scans.RECIPE, "modules": [{"id": "autonomy"}, {"id": "transgressive-behaviour"}]})
lines = scans.answers("sharp.csv", sharp, everyone).read_text(encoding="utf-8").splitlines()
met = ["transgressive_behaviour_" in name for name in lines[0].split(",")]
lines[1::2] = [",".join("0" if never else value for value, never in zip(line.split(","), met)) for line in lines[1::2]]
met_out, ended = scans.scan("sharp", sharp, firm, write("met.csv", "\n".join(lines) + "\n"), "--lang", "en")
sharp_page = Page((met_out / "scan.html").read_text(encoding="utf-8"))
lights = sharp_page.source.split('id="lights"')[1].split("<h2")[0]
row = re.search(r"<th[^>]*>transgressive behaviour.*?</tr>", lights, re.S)
expect("lights: an indicator without an acute cut-off has no red, and no orange 'together' with it", ended.status == 0 and row
       and re.search(r"<td>\d+&nbsp;%</td><td>\d+&nbsp;%</td><td>–</td>", row[0]) and "together" not in row[0], row or lights)
expect("lights: orange and red of one with an acute cut-off stand apart, so nothing is explained that is not there",
       "not shown apart" not in lights and "red: an acute problem" in lights, lights)
blunt = write("blunt.json", {**scans.RECIPE, "modules": [{"id": "autonomy"}]})
module = json.loads((Path(__file__).parents[2] / "data" / "modules" / "autonomy.json").read_text(encoding="utf-8"))
for indicator in module["indicators"]:
    indicator.pop("acute", None)
own = write("autonomy.json", {**module, "version": "99.0"})
blunt_out, ended = scans.scan("blunt", blunt, firm, scans.answers("blunt.csv", blunt, everyone), "--lang", "en", "--add", own)
blunt_page = Page((blunt_out / "scan.html").read_text(encoding="utf-8"))
expect("no acute cut-off at all: no page says 'orange and red together'", ended.status == 0 and
       "orange and red together" not in blunt_page.text and "red: an acute" not in blunt_page.text, blunt_page.text)

blunt_floor = Page((blunt_out / "floor.html").read_text(encoding="utf-8"))
check_sound("floor.html of few themes", blunt_floor)
themes = re.findall(r"<li><strong>([^<]*)</strong><br>", blunt_floor.source)
same("floor: no theme has both the most problems and the fewest", (len(themes) > 1, len(themes)), (True, len(set(themes))))

# ---- pages again ----

ended = run("scan", "page", dutch / "scan.json", "--lang", "en", "--output", DIRECTORY / "paged")
same("page: from the scan file, without the answers, the same page",
     (DIRECTORY / "paged" / "scan.html").read_bytes(), (out / "scan.html").read_bytes())
ended = run("scan", "page", dutch / "scan.json", "--earlier-scan", out / "scan.json", "--lang", "en", "--output",
            DIRECTORY / "beside")
beside = Page((DIRECTORY / "beside" / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html beside a reference", beside)
expect("page: beside an earlier scan it says so, and what does not stand out then", "Beside the earlier scan: " in beside.text
       and "a problem that stayed as large does not stand out" in beside.text, beside.text)
expect("page: and beside the rest of the organisation all the same", "Here every group is held against the rest" in beside.text
       and re.search(r"Packing: .*? than in the rest of the organisation \(", re.sub(r"\s+", " ", beside.text)) and
       {"Priorities", "Priorities within the organisation"} <= set(beside.within("h3")), beside.within("h3"))
expect("page: and says which of the two the measures are for", "for the priorities beside the reference" in beside.text and
       "beside the reference" not in page.text, beside.text)
same("page: which stands in a table of its own", [(row["reference_kind"], row["direction"]) for row in
                                                  table(DIRECTORY / "beside", "findings-inside.csv")][:1], [("rest", "problem")])
expect("page: without a reference, once", "findings-inside.csv" not in {path.name for path in dutch.iterdir()} and
       "Prioriteiten binnen de organisatie" not in words.within("h3"), words.within("h3"))
expect("page: differences, with what grey means", "Beside the reference" in beside.within("h2") and
       "grey: undecided" in beside.text and 'class="grey c"' in beside.source, beside.within("h2"))
same("page: nothing moved between a scan and itself",
     {row["colour"] for row in table(DIRECTORY / "beside", "differences.csv")} - {"grey", "green"}, set())
worse = scans.answers("worse.csv", recipe, everyone, lean={"grinding": 0.9, "packing": 0.95, "office": 0.9}, seed=3)
out, ended = scans.scan("worse", recipe, firm, worse, "--earlier-scan", dutch / "scan.json")
grown = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html beside a better scan", grown)
n = sum(row["direction"] == "problem" and row["rank"] != "" for row in table(out, "findings.csv"))
expect("page: everyone may stand out beside an earlier scan, and of many findings ten are told", ended.status == 0 and n > 10 and
       f"{n} in totaal; de andere staan in de tabel met bevindingen." in re.sub(r"\s+", " ", grown.text) and
       re.search(r"Iedereen: .*? procentpunten meer voor dan in de eerdere scan \(", re.sub(r"\s+", " ", grown.text)),
       (n, grown.text))
weights = write("weights.csv", "theme,weight\nsay_in_own_work,2\n")
run("scan", "page", dutch / "scan.json", "--weights", weights, "--lang", "en", "--output", DIRECTORY / "weighed")
weighed = Page((DIRECTORY / "weighed" / "scan.html").read_text(encoding="utf-8"))
same("page: what themes weigh", ["All themes weigh the same" in page.text, "by the weights that were given" in page.text,
                                 "All themes weigh the same" in weighed.text,
                                 "by the weights that were given" in weighed.text], [True, False, False, True])

# ---- names without end ----

wordy = copy.deepcopy(scans.ORGANISATION["hierarchies"])
name = "Inpak " + "é" * 200 + "!"
wordy[0]["groups"][1]["title"] = {"nl": name}
out, ended = scans.scan("wordy", recipe, scans.organisation("wordy.json", hierarchies=wordy), given)
expect("page: a long name of a group stands whole beside its findings", ended.status == 0 and
       f"<strong>{name}: ".encode() in (out / "scan.html").read_bytes(), ended)

# ---- shades, by the number that is printed ----

def mixed(name, shares):
    """Answers of which so many in each department have a problem with every theme."""
    lines = []
    for bad in (0, 1):
        people = {department: counts[bad] for department, counts in shares.items()}
        lean = dict.fromkeys(people, bad)
        lines += scans.answers(name, recipe, people, lean=lean).read_text(encoding="utf-8").splitlines()[len(lines) > 0:]
    return write(name, "\n".join(lines) + "\n")


# 19.8 %, 34.8 % and 49.5 %: a 20, a 35 and a 49 or 50.
close = mixed("close.csv", {"grinding": (73, 18), "packing": (60, 32), "office": (50, 49)})
out, ended = scans.scan("close", recipe, firm, close)
shades = re.findall(r'<td class="h(\d)">(\d+)</td>', (out / "scan.html").read_text(encoding="utf-8"))
expect("shades: there are a 20 and a 35", {"20", "35"} <= {number for _, number in shades}, (shades, ended))
same("shades: a number has the one that the key gives it", [(shade, number) for shade, number in shades if int(shade) != (
    0 if int(number) < 5 else 1 + (int(number) - 5) // 15)], [])

# ---- nobody has a problem ----

out, ended = scans.scan("fine", recipe, firm, mixed("fine.csv", {"grinding": (90, 0), "packing": (80, 0), "office": (60, 0)}),
                        "--lang", "en")
floor = Page((out / "floor.html").read_text(encoding="utf-8"))
check_sound("floor.html of which nothing is shown", floor)
expect("floor: where every figure is hidden no list is empty", ended.status == 0 and "<ol>\n</ol>" not in floor.source and
       floor.text.count("These figures are not shown, so that nobody can be recognised.") == 2 and
       "Here the most people" not in floor.text, floor.text)
check_sound("scan.html of which nothing is shown", Page((out / "scan.html").read_text(encoding="utf-8")))

# ---- groups by groups ----

ages = {"id": "age", "columns": ["age"], "title": {"nl": "Leeftijd"}, "groups": [
    {"id": "young", "title": {"nl": "jong"}, "staff": 210}, {"id": "old", "title": {"nl": "oud"}, "staff": 190}]}
crossed = scans.organisation("crossed.json", hierarchies=[*scans.ORGANISATION["hierarchies"], ages],
                             cross=[["department", "age"]])
head, *lines = given.read_text(encoding="utf-8").splitlines()
aged = write("aged.csv", "\n".join([f"age,{head}", *(f"{('young', 'old')[i % 2]},{line}" for i, line in enumerate(lines))]) + "\n")
out, ended = scans.scan("crossed", recipe, crossed, aged)
page = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html with crosses", page)
expect("crosses: in a table of their own that opens when it is asked for", ended.status == 0 and
       "Naar kenmerken samen" in page.within("summary"), (page.within("summary"), ended))

# ---- hidden ----

large = copy.deepcopy(scans.ORGANISATION["hierarchies"])
for group, staff in zip(large[0]["groups"], (1600, 1400, 12)):
    group["staff"] = staff
hidden_firm = scans.organisation("hidden.json", staff=3012, hierarchies=large,
                                 fieldwork={**scans.ORGANISATION["fieldwork"], "invited": 3000})
people = {"grinding": 1137, "packing": 931, "office": 7}
hidden_given = scans.answers("hidden.csv", recipe, people, seed=5)
audit = DIRECTORY / "audit.csv"
out, ended = scans.scan("hidden", recipe, hidden_firm, hidden_given, "--audit", audit, "--lang", "en")
expect("audit: only where it was asked for, with a warning", ended.status == 0 and "as confidential as" in ended.err and
       audit.read_text(encoding="utf-8").startswith("# CONFIDENTIAL"), ended)
kept = [row for row in csv.DictReader(line for line in open(audit, encoding="utf-8") if line[0] != "#")]
expect("audit: it says what is hidden", {"department/office"} <= {row["cell"] for row in kept}, kept[:2])
numbers = ("n", "problem", "green", "orange", "red", "share", "se", "lower", "upper", "bound_lower", "bound_upper")
shut = [row for row in table(out, "results.csv") if row["status"] == "hidden"]
expect("hidden: the small group and one beside it", len({row["group"] for row in shut}) > 1, shut[:1])
same("hidden: a row without any number", [row for row in shut if any(row[name] for name in numbers)], [])
released = scans.document(out)["released"]
same("hidden: no number in the scan file",
     [row for row in released if row["status"] == "hidden" and set(row) & {"n", "problem", "acute"}], [])
same("hidden: no number in the findings",
     [row for row in table(out, "findings.csv") if row["status"] == "hidden" and
      any(row[name] for name in ("n", "people", "share", "lower", "upper", "difference", "p", "score", "rank"))], [])
page = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html with hidden cells", page)
cells = re.findall(r'<td class="hid"[^>]*>(.*?)</td>', page.source)
expect("hidden: hatched, for who listens too", cells and set(cells) == {'<span class="unseen">hidden</span>'}, cells[:2])
expect("hidden: what only is heard stays in its cell, or the page would scroll sideways",
       "td.hid{position:relative}" in page.source, "")
expect("hidden: the legend says why, and not which rule", "Which of these it is is not told" in page.text and
       not re.search(r"too_few|left_over|protects", page.source), "")
told = {row[name] for row in released for name in ("n", "problem", "acute") if name in row}
told |= {row["n"] - row["problem"] for row in released if "problem" in row}
secret = {scans.BAD[row["cell"].split("/")[1], row["measure"]] for row in released
          if row["status"] == "hidden" and row["measure"] != "response"}
secret |= {people[row["cell"].split("/")[1]] for row in released if row["status"] == "hidden"}
unusual = {number for number in secret - told if number > 100}
expect("hidden: counts that would be noticed", len(unusual) > 1, (secret, told))
for name in sorted(path.name for path in out.iterdir()):
    text = re.sub(r"[0-9a-f]{20,}", "", (out / name).read_text(encoding="utf-8"))
    same(f"hidden: none of them is anywhere in {name}",
         [number for number in unusual if re.search(rf"(?<![\d.,]){number}(?![\d.,])", text)], [])

less, ended = scans.scan("less", recipe, hidden_firm, hidden_given, "--protect", "rules", "--lang", "en")
expect("protect: a report that protects less says so, and no other does", "Protected is what a rule hides" in
       (less / "scan.html").read_text(encoding="utf-8") and "Protected is what a rule hides" not in page.source, ended)

# ---- the next report ----

later, ended = scans.scan("later", recipe, firm, given, "--earlier", dutch / "ledger.json", "--release", "2", "--lang", "en")
text = Page((later / "scan.html").read_text(encoding="utf-8")).text
expect("earlier: the page says that it was taken into account", ended.status == 0 and
       "An earlier report on the same answers was taken into account" in text, ended)

# ---- too few, made up ----

tiny = scans.organisation("tiny.json", synthetic=True, hierarchies=[
    {"id": "department", "columns": ["department"], "groups": [{"id": "grinding", "staff": 12}]}], staff=12,
    fieldwork={**scans.ORGANISATION["fieldwork"], "invited": 12})
some = scans.answers("some.csv", recipe, {"grinding": 8}, before="# SYNTHETIC\n")
out, ended = scans.scan("tiny", recipe, tiny, some)
same("too few: the files there are", sorted(path.name for path in out.iterdir()),
     ["floor.html", "ledger.json", "response.csv", "results.csv", "scan.html", "scan.json"])
same("too few: no results", table(out, "results.csv"), [])
same("too few: no number of answers", [row["answered"] for row in table(out, "response.csv")], ["", ""])
page = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html of too few", page)
audit = DIRECTORY / "made_up.csv"
run("scan", "run", recipe, tiny, some, "--output", DIRECTORY / "made up", "--audit", audit)
said = audit.read_text(encoding="utf-8").splitlines()[0]
expect("made up: the audit says both", said.startswith("# SYNTHETIC") and "CONFIDENTIAL: " in said, said)
expect("too few: questions to talk about", "Om samen over te praten" in page.within("h2") and
       "Minder dan 10" in page.text and len(page.within("li")) > 20, page.within("h2"))
expect("too few: how many answered is not told", "8" not in re.sub(r"SHA.*", "", page.text.split("Methode en privacy")[0])
       .replace("libwerkbaar", ""), "8")
expect("made up: it says so, above all", "SYNTHETIC" in page.within("title")[0] and "SYNTHETIC" in page.within("h1")[0] and
       "SYNTHETIC" in Page((out / "floor.html").read_text(encoding="utf-8")).within("strong")[0], page.within("h1"))
told = run("scan", "show", out / "scan.json", "--part", "guide")
expect("made up: a table in the terminal says so, too", told.out.startswith("SYNTHETIC"), told)
told = run("scan", "show", dutch / "scan.json", "--part", "guide")
expect("made up: and no other does", "SYNTHETIC" not in told.out, told)
check_sound("floor.html of too few", Page((out / "floor.html").read_text(encoding="utf-8")))

# ---- records ----

posts = scans.questions(recipe, "workpost")
record = write("posts.csv", "record," + ",".join(row["id"] for row in posts) + "\n" +
               "".join(f"{name}," + ",".join(value if row["kind"] == "item" else check for row in posts) + "\n"
                       for name, value, check in (("oven", "3", "0"), ("desk", "0", "1"))))
out, ended = scans.scan("posts", recipe, firm, given, "--workposts", record, "--lang", "en")
page = Page((out / "scan.html").read_text(encoding="utf-8"))
check_sound("scan.html with work posts", page)
same("records: a light per post and theme", {(row["record"], row["light"]) for row in table(out, "records.csv")},
     {("oven", "red"), ("desk", "green")})
expect("records: on the page, and what is not in order", "Work posts and the organisation" in page.within("h2") and
       "oven" in page.within("strong") and "desk" not in page.within("strong"), page.within("strong"))

# ---- refused ----

def refused(name, status, said, *words):
    out = DIRECTORY / f"refused-{name.replace(' ', '-')}"
    ended = run("scan", "run", *words, "--output", out)
    expect(f"refused: {name}", ended.status == status and said in ended.err and ended.out == "" and
           not (out / "scan.html").exists(), ended)


lines = given.read_text(encoding="utf-8").splitlines()
refused("min_n missing", 1, "min_n", recipe, scans.organisation("bad.json", min_n=None), given)
refused("min_n below 5", 1, "min_n", recipe, scans.organisation("bad.json", min_n=4), given)
refused("more answers than staff", 1, "where 100 work", recipe, firm, scans.answers("many.csv", recipe, {"office": 101}))
refused("a column that may be a name", 1, "email", recipe, firm,
        write("named.csv", "\n".join([lines[0] + ",email", *(line + ",a@b" for line in lines[1:])]) + "\n"))
refused("a group that is not there", 1, "sawing", recipe, firm,
        write("sawing.csv", "\n".join([lines[0], lines[1].replace("grinding", "sawing")]) + "\n"))
refused("an answer that is none, in a row counted from 1 and once", 1, "in row 2 is none of the codes", recipe, firm,
        write("wrong.csv", "\n".join([lines[0], lines[1], re.sub(r",\d", ",7", lines[2], count=1)]) + "\n"))
other = write("other.json", {**scans.RECIPE, "modules": [{"id": "role-clarity"}]})
refused("answers of another composition", 1, "'say_in_own_work_1' is no question", other, firm, given)
refused("a ledger of another scan", 1, "mill:2027", recipe,
        scans.organisation("next.json", fieldwork={"id": "2027", "from": "2027-01-05", "until": "2027-01-23",
                                                   "invited": 400}), given, "--earlier", dutch / "ledger.json",
        "--release", "2")
refused("a release that is there already", 2, "'--release' is missing", recipe, firm, given, "--earlier", dutch / "ledger.json")
refused("another cut-off in the reference", 1, "fingerprint", recipe, firm, given, "--reference",
        write("reference.csv", "source,kind,group,indicator,fingerprint,estimate,se,n\n"
                               f"x,monitor,,say_in_team,{'0' * 64},0.3,0.01,1000\n"))
refused("two references", 2, "exclude each other", recipe, firm, given, "--reference", given, "--earlier-scan", given)
refused("answers that are not there", 1, "none.csv", recipe, firm, DIRECTORY / "none.csv")
refused("an audit over the answers", 2, "would be lost", recipe, firm, given, "--audit", given)
refused("a level", 2, "--level", recipe, firm, given, "--level", "95")
refused("an audit over records", 2, "would be lost", recipe, firm, given, "--records", other, "--audit", other)
refused("an audit over the earlier ledger", 2, "would be lost", recipe, firm, given, "--earlier", dutch / "ledger.json",
        "--release", "2", "--audit", dutch / "ledger.json")
kept_bytes = (dutch / "scan.json").read_bytes()
read = [("results.csv", ("run", recipe, firm, "{}")), ("records.csv", ("run", recipe, firm, given, "--workposts", "{}")),
        ("scan.json", ("run", recipe, firm, given, "--earlier-scan", "{}")),
        ("scan.json", ("run", recipe, firm, given, "--add", "{}")),
        ("scan.json", ("page", dutch / "scan.json", "--earlier-scan", "{}")),
        ("drafts.csv", ("page", dutch / "scan.json", "--reference", "{}"))]
for i, (name, words) in enumerate(read):
    home = DIRECTORY / f"home-{i}"
    home.mkdir()
    (home / name).write_bytes(kept_bytes)
    ended = run("scan", *(str(home / name) if word == "{}" else word for word in words), "--output", home)
    expect(f"refused: a report over {name}, which scan {words[0]} reads", ended.status == 2 and "would be lost" in ended.err
           and (home / name).read_bytes() == kept_bytes and len(list(home.iterdir())) == 1, ended)
ended = run("scan", "run", recipe, firm, given)
expect("refused: no directory", ended.status == 2 and "--output" in ended.err, ended)
refused("a ledger that is not there", 1, "none.json", recipe, firm, given, "--earlier", DIRECTORY / "none.json", "--release", "2")
ended = run("scan", "page", dutch / "scan.json", "--output", given)
expect("refused: a report where a file is", ended.status == 1 and "cannot be made a directory" in ended.err, ended)
ended = run("scan", "page", given, "--output", DIRECTORY / "none")
expect("refused: a page of what is no scan", ended.status == 1 and "answers.csv" in ended.err, ended)
forged = scans.document(dutch)
forged["released"][0] = {**forged["released"][0], "status": "hidden"}
ended = run("scan", "page", write("forged.json", json.dumps(forged)), "--output", DIRECTORY / "none")
expect("refused: a scan file with a number in a hidden row", ended.status == 1 and "released" in ended.err, ended)
tap.done()
