# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The page: well-formed, self-contained, escaped, complete, in two languages."""
import re

from cli import changed, expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT
from pages import Page, check_sound


def page(*words, instrument=INSTRUMENT, answers=ANSWERS):
    path = write("instrument.json", instrument)
    data = write("data.csv", answers)
    ended = run("monitor", "--quiet", "--instrument", path, data, "--wave", "wave",
                "--output", DIRECTORY / "out", *words)
    if ended.status != 0:
        raise SystemExit(f"monitor failed: {ended}")
    return Page((DIRECTORY / "out" / "monitor.html").read_text(encoding="utf-8"))


nl = page("--by", "sex")
en = page("--by", "sex", "--lang", "en")
check_sound("Dutch", nl)
check_sound("English", en)
same("the language is declared", (("html", "lang", "nl") in nl.attributes,
                                  ("html", "lang", "en") in en.attributes), (True, True))
expect("it is made for a phone and for print", "width=device-width" in nl.source and
       "@media print" in nl.source and "overflow-x:auto" in nl.source, "")

DUTCH = ["Werkbaarheidsmonitor", "Wat is dit?", "Werkbaarheidsgraad", "50,0", "33,3",
         "problematisch", "acuut", "Per indicator", "eerste",
         "Verschil met vorige en eerste golf", "niet significant", "Uitsplitsingen",
         "Schaalscores", "Hoe dit berekend is", "Wat niet bevestigd is",
         "voorinstelling, niet de officiële WBM-definitie", "minstens 200/3", "−16,7"]
ENGLISH = ["Workability monitor", "What is this?", "Workability rate", "50.0", "33.3",
           "problematic", "acute", "By indicator", "first",
           "Change to the previous and the first wave", "not significant", "Breakdowns",
           "Scale scores", "How this was calculated", "What is not verified",
           "preset, not the official WBM definition", "at least 200/3", "−16.7"]
for name, p, words in (("Dutch", nl, DUTCH), ("English", en, ENGLISH)):
    for word in words:
        expect(f"{name}: says '{word}'", word in p.text, "")
expect("Dutch numbers have a comma, English ones a point",
       not re.search(r"\b\d\d\.\d\b", "".join(nl.within("td"))) and
       not re.search(r"\b\d\d,\d\b", "".join(en.within("td"))), "")
for word in ("because", "caused", "causes", "effect of", "leads to"):
    expect(f"English: never '{word}'", word not in en.text.lower(), "")
for word in ("doordat", "veroorza", "gevolg van", "leidt tot", "dankzij"):
    expect(f"Dutch: never '{word}'", word not in nl.text.lower(), "")
expect("real data are not called SYNTHETIC", "SYNTHETIC" not in nl.source, "")
expect("the method names wave, weights and level", "kolom wave" in nl.text and
       "niet gewogen" in nl.text and "95" in nl.text, "")
same("charts: one for the rate and one per indicator", nl.tags.count("svg"), 3)

# ---- SYNTHETIC everywhere ----
made = page("--by", "sex", answers="# SYNTHETIC answers & <more>\n" + ANSWERS)
check_sound("SYNTHETIC", made)
expect("SYNTHETIC: the title, the heading and the group's heading say so",
       all(any("SYNTHETIC" in text for text in made.within(tag))
           for tag in ("title", "h1", "h2")), made.within("h1"))
charts = re.findall(r"<svg .*?</svg>", made.source, re.S)
same("SYNTHETIC: each chart says so", [c.count(">SYNTHETIC</text>") for c in charts],
     [1, 1, 1])
captions = re.findall(r"<caption>(.*?)</caption>", made.source)
expect("SYNTHETIC: each caption says so", captions and
       all(c.startswith("SYNTHETIC. ") for c in captions), captions)
expect("SYNTHETIC: invented numbers are marked, their points are open",
       "°" in made.text and 'class="mark open' in made.source, "")
expect("SYNTHETIC: the note is escaped", "answers &amp; &lt;more&gt;" in made.source, "")

# ---- hostile texts ----
EVIL = "<script>alert('x')</script>&\"</svg>"


def evil(instrument):
    for language in ("nl", "en"):
        instrument["title"][language] = EVIL
        instrument["indicators"][0]["label"][language] = EVIL
        instrument["scales"][0]["label"][language] = EVIL
        instrument["composites"][1]["label"][language] = EVIL
    instrument["indicators"][0]["problem"]["source"] = EVIL


quoted = EVIL.replace('"', '""')
answers = ANSWERS.replace("sex", f'"{quoted}"').replace(",m,", f',"{quoted}",')
name = '"' + EVIL.replace('"', "") + '"'
hostile = page(instrument=changed(evil),
               answers=ANSWERS.replace(",m,", f',"{quoted}",'))
check_sound("hostile labels", hostile)
expect("hostile labels: shown as text", EVIL in hostile.text, "")
hostile = page("--by", "sex", "--note", EVIL, instrument=changed(evil),
               answers=ANSWERS.replace(",m,", f',"{quoted}",'))
check_sound("hostile values and note", hostile)
expect("hostile values: shown as text", any(EVIL in t for t in hostile.within("th")), "")
hostile = page("--by", EVIL, "--by", "weight", answers=answers)
check_sound("a hostile column name", hostile)
hostile = page(answers=ANSWERS.replace("2021", f'"{quoted}"'))
check_sound("a hostile wave", hostile)
expect("a hostile wave: shown as text", EVIL in hostile.text, "")

# ---- odd data ----
first = "".join(ANSWERS.splitlines(keepends=True)[:5])
check_sound("one wave", page(answers=first))
check_sound("an indicator nobody answered", page(
    answers=re.sub(r"^(20\d\d,.,1),.*?,.*?,.*?,", r"\1,,,,", ANSWERS, flags=re.M)))
check_sound("waves that are texts", page(
    answers=ANSWERS.replace("2020", "spring").replace("2021", "autumn")))
later = "".join(line.replace("2020", "winter") for line in ANSWERS.splitlines(keepends=True)[1:5])
seasons = page(answers=ANSWERS.replace("2020", "spring").replace("2021", "autumn") + later)
check_sound("three waves that are texts", seasons)
expect("three waves that are texts: they have no direction", "Richting over alle golven" not in seasons.text and
       "Richting over alle golven" in page(answers=ANSWERS + later.replace("winter", "2022")).text, "")
teams = page("--by", "team", answers="wave,team,a1,a2,a3,b1,b2\n" + "".join(
    f"{2020 + i % 2},{i // 2 % 20 + 1},{i % 2},{i // 2 % 2},1,{i % 4},{i // 3 % 4}\n" for i in range(240)))
check_sound("twenty groups", teams)
same("twenty groups: in the order of their numbers", re.findall(
    r'<tr><th scope="row">(\d+)</th>', teams.source.split("<summary>team</summary>")[1].split("</table>")[0]),
     [str(i) for i in range(1, 21)])
check_sound("a problem for nobody, and for everyone", page(
    answers="wave,a1,a2,a3,b1,b2\n" + "1,0,0,0,3,0\n" * 3 + "2,0,0,0,3,0\n" * 3))
many = "wave,a1,a2,a3,b1,b2\n" + "".join(
    f"{1990 + i // 4},{i % 2},{i // 2 % 2},1,{i % 4},{i // 3 % 4}\n" for i in range(120))
check_sound("thirty waves", page(answers=many))
tap.done()
