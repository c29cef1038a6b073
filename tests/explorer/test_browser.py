# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""An explorer page as a reader meets it, in a headless Chromium: choices, charts, tables, address, keyboard,
screen reader, phone, print, and how soon it answers.

usage: test_browser.py WERKBAAR"""
import csv
import io
import pathlib
import re
import statistics
import sys
import tempfile

import browser
import explorer
from explorer import tap

if browser.program() is None:
    print("1..0 # SKIP there is no Chromium")
    sys.exit(0)

FOLDER = tempfile.TemporaryDirectory(prefix="werkbaar-")
DIRECTORY = pathlib.Path(FOLDER.name)
VIEWS = ("time", "groups", "changes", "trend", "published")
ANSWERS_IN_MS = 100


def expect(name, condition, seen=""):
    tap.check(name, [] if condition else [f"{name}: {seen}"])


page = explorer.make(sys.argv[1], DIRECTORY, "wbm-employees", "wbm-selfemployed")
address = page.as_uri()
chromium = browser.Browser()


def go(**state):
    """A view, by its address; when its chart is drawn."""
    chromium.value("history.replaceState(null, '', location.pathname)")
    words = "&".join(f"{key}={value}" for key, value in state.items())
    chromium.value("document.body.dataset.shown = ''")
    chromium.value(f"location.hash = '{words}'")
    chromium.wait("document.body.dataset.shown !== ''")


def text(selector):
    return chromium.value(f"document.querySelector('{selector}').textContent")


def cells():
    """The table, a list per row."""
    return chromium.value("[...document.querySelectorAll('#table tr')].map(row => [...row.cells].map(cell => "
                          "[...cell.childNodes].map(node => node.textContent).join('|')))")


# ---- it opens ----

chromium.open(address)
chromium.wait("document.body.dataset.shown !== undefined")
tap.check("nothing goes wrong while it opens", chromium.faults)
tap.check("nothing is asked of any network", [url for url in chromium.requests if not url.startswith(("file:", "about:", "data:"))])
expect("it says SYNTHETIC and preset aloud", chromium.value(
    "!document.getElementById('synthetic').hidden && !document.getElementById('preset').hidden"))
expect("it opens in Dutch, and a chart is drawn",
       chromium.value("document.documentElement.lang") == "nl" and chromium.value("document.querySelectorAll('#chart svg').length") == 1)
expect("that an axis need not start at 0 is said", "begint niet altijd bij 0" in text("#key"), text("#key"))
expect("without a choice it shows everyone over time", "werkbaar werk" in text("#caption").lower(), text("#caption"))

# ---- what is shown is what the tables say ----

cases = [row for row in explorer.table(DIRECTORY, "wbm-employees", "cells")
         if row["variable"] == "vermoeidheid_problem" and row["sex"] and not row["age"]]
go(lang="nl", set="wbm-employees", measure="vermoeidheid_problem", view="time", by="sex")
shown = {row[0]: row[1:] for row in cells()}
for sex in ("man", "vrouw"):
    wanted = [f"{float(r['estimate']) * 100:.1f}|{float(r['lower']) * 100:.1f} tot {float(r['upper']) * 100:.1f}".replace(".", ",")
              if r["status"] == "ok" else "verborgen" for r in cases if r["sex"] == sex]
    expect(f"over time: the figures of {sex}", [cell if "verborgen" not in cell else "verborgen" for cell in shown[sex]] == wanted,
           (shown[sex], wanted))
marks = chromium.value("document.querySelectorAll('#chart .mark-symbol.role-mark path').length")
expect("over time: a mark per figure", marks == sum(r["status"] == "ok" for r in cases), marks)

go(lang="en", set="wbm-employees", measure="vermoeidheid_problem", view="groups", by="occupation", wave="2023", against="total")
rows = [r for r in explorer.table(DIRECTORY, "wbm-employees", "groups") if r["variable"] == "vermoeidheid_problem"
        and r["occupation"] and r["wave"] == "2023" and r["against"] == "total"]
gaps = [row[3].split("|")[0].replace("\u2212", "-").replace("+", "") for row in cells()[2:]]
expect("between groups: the differences", gaps == [f"{float(r['difference']) * 100:.1f}" if r["difference"] else "hidden" for r in rows],
       (gaps, [r["difference"] for r in rows]))
expect("between groups: hidden figures are said, hatched and marked in the chart",
       chromium.value("getComputedStyle(document.querySelector('td.hidden')).backgroundImage").startswith("repeating-linear")
       and chromium.value("document.querySelector('#chart svg').textContent.includes('\u2715')"))
expect("between groups: an axis names the unit", "percentage points" in text("#chart") and "share, in %" in text("#chart"), text("#chart"))

# ---- every view, every breakdown ----

times = []
for view in VIEWS:
    for by in ("", "sex", "sector", "sex*age"):
        go(lang="nl", set="wbm-employees", measure="vermoeidheid_problem", view=view, by=by, wave="2023")
        best = min(chromium.value("show().then(() => Number(document.body.dataset.tableMs) + Number(document.body.dataset.chartMs))")
                   for _ in range(3))
        times.append((best, f"{view} by {by or 'none'}"))
        problems = [f"NaN or undefined in {place}" for place in ("#table", "#chart", "#caption", "#summary", "#about-text")
                    if re.search(r"NaN|undefined|null", text(place))]
        problems += [] if chromium.value("document.querySelectorAll('#chart svg').length === 1") else ["no chart"]
        problems += [] if len(cells()) > 1 else ["no rows"]
        tap.check(f"{view}, groups by '{by}': chart and table", problems)
print(f"answers in ms: median {statistics.median(t for t, _ in times):.0f}, longest {max(times)}", file=sys.stderr)
expect(f"it answers within {ANSWERS_IN_MS} ms", statistics.median(t for t, _ in times) < ANSWERS_IN_MS, sorted(times)[-3:])

# ---- every measure of both populations ----

problems = chromium.value("""(async () => {
  const wrong = [];
  for (const set of DATA.sets)
    for (const measure of set.measures) {
      await choose({set: set.id, measure: measureId(measure), view: "time", by: ""});
      if (/NaN|undefined/.test(document.body.innerText) || byId("indicator").value !== measure.id || byId("figure").value !== measureId(measure))
        wrong.push(set.id + " " + measureId(measure));
    }
  return wrong; })()""")
tap.check("every figure of both populations can be chosen", problems)

# ---- the address, the language, the file ----

go(lang="en", set="wbm-selfemployed", measure="vermoeidheid_problem", view="changes", by="sex", **{"with": "first"})
link = chromium.value("location.href")
before = text("#table")
chromium.open(link)
chromium.wait("document.body.dataset.shown !== undefined")
expect("a link leads to the same view", text("#table") == before and "change since the first wave" in text("#caption"), text("#caption"))
go(lang="xx", set="none", measure="%3Cb%3E", view="oops", by="__proto__", wave="1", group="constructor")
expect("a link to what is not there leads to what is", chromium.value("location.hash").startswith("#lang=nl&set=wbm-employees&measure=werkbaar&view=time"),
       chromium.value("location.hash"))
chromium.value("document.querySelector('[data-lang=en]').click()")
chromium.wait("document.documentElement.lang === 'en'")
said = chromium.value("document.body.innerText")
tap.check("in English no Dutch word of the page is left", [word for word in ("Vergelijking", "Meting", "verborgen", "Bewaar", "Over deze")
                                                     if word in said])
for word in ("because", "doordat", "caused", "effect"):
    expect(f"it never says '{word}'", word not in chromium.value("JSON.stringify(WORDS)").lower())

go(lang="en", set="wbm-employees", measure="vermoeidheid_problem", view="time", by="sector")
file = chromium.value("csvOf(viewOf(state, DATA), DATA)")
lines = [line for line in file.splitlines() if not line.startswith("#")]
found = [row for row in csv.DictReader(lines) if row["group_id"]]
wanted = [r for r in explorer.table(DIRECTORY, "wbm-employees", "cells") if r["variable"] == "vermoeidheid_problem" and r["sector"]]
expect("the file begins with SYNTHETIC", file.startswith("# SYNTHETIC"), file[:80])
expect("the file has the figures of the table, and of what is hidden its status alone",
       sorted((r["group_id"], r["wave"], r["value"], r["status"]) for r in found)
       == sorted((r["sector"], r["wave"], f"{float(r['estimate']) * 100:.1f}" if r["estimate"] else "", r["status"]) for r in wanted),
       found[:3])

# ---- keyboard and screen reader ----

go(lang="nl", set="wbm-employees", measure="werkbaar", view="time", by="")
chromium.value("document.activeElement.blur()")
reached = []
for _ in range(25):
    chromium.press("Tab")
    reached.append(chromium.value("document.activeElement.id || document.activeElement.name || document.activeElement.className"))
for wanted_id in ("skip", "view", "set", "indicator", "by", "box", "save", "link", "print"):
    expect(f"the keyboard reaches '{wanted_id}'", wanted_id in reached, reached)
chromium.value("document.querySelector('input[name=view]:checked').focus()")
chromium.press("ArrowRight")
expect("an arrow key changes the comparison", "view=groups" in chromium.value("location.hash"), chromium.value("location.hash"))
expect("what changed is told to who cannot see it", chromium.value(
    "document.getElementById('summary').getAttribute('role')") == "status" and text("#summary") != "")
tree = chromium.call("Accessibility.getFullAXTree")["nodes"]


def role(node):
    return node.get("role", {}).get("value")


named = [node for node in tree if not node.get("ignored") and role(node) in
         ("combobox", "radio", "button", "image", "img", "table", "region", "group", "radiogroup", "form", "status", "columnheader", "rowheader")]
tap.check("controls, chart and table have names", [f"{role(n)} {n.get('nodeId')}" for n in named if role(n) not in ("status", "group", "columnheader", "rowheader")
                                                  and not n.get("name", {}).get("value")])
roles = {role(node) for node in named}
expect("there are a chart with a name and a table with headings",
       {"table", "columnheader", "rowheader", "combobox", "radio"} <= roles and roles & {"image", "img"}, roles)

# ---- phone, print, an old browser ----

for width in (390, 320):
    chromium.size(width)
    wide = []
    for view in VIEWS:
        for by in ("", "occupation", "sector"):
            go(lang="nl", set="wbm-employees", measure="vermoeidheid_problem", view=view, by=by, wave="2023")
            needed = chromium.value("document.documentElement.scrollWidth")
            if needed > width:
                wide.append(f"{view} by {by}: {needed}")
    tap.check(f"at {width} pixels nothing sticks out", wide)
chromium.size(1200)
chromium.call("Emulation.setEmulatedMedia", media="print")
expect("print leaves the controls out", chromium.value("getComputedStyle(document.getElementById('form')).display") == "none")
chromium.call("Emulation.setEmulatedMedia", media="")
chromium.call("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
chromium.open(address)
chromium.wait("!document.getElementById('no-chart').hidden")
expect("a browser that cannot unpack what draws says so, and has the table",
       len(cells()) > 1 and chromium.value("document.getElementById('chart').hidden"))
tap.check("nothing went wrong in all of this", chromium.faults)
tap.check("and nothing was asked of any network", [url for url in chromium.requests if not url.startswith(("file:", "about:", "data:", "blob:"))])
chromium.close()
tap.done()
