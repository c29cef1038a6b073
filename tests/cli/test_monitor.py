# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""monitor: shares by hand in every output, changes, groups, languages."""
import csv
import io
import json
import math
import shutil
import zipfile

from cli import changed, expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT

tiny = write("tiny.json", INSTRUMENT)
data = write("data.csv", ANSWERS)
out = DIRECTORY / "out"
PARTS = ["cells", "changes", "groups", "trend", "targets", "published", "counts", "response", "notes",
         "labels"]
MONITOR = ["monitor", "--quiet", "--instrument", tiny, data, "--wave", "wave"]


def table(path):
    return list(csv.DictReader(line for line in path.open(encoding="utf-8")
                               if not line.startswith("#")))


def fresh(*words, **options):
    shutil.rmtree(out, ignore_errors=True)
    return run(*words, "--output", out, "--formats", "all", **options)


ended = fresh(*MONITOR, "--by", "sex")
same("it works, and is quiet", (ended.status, ended.err), (0, ""))
same("its files", sorted(path.name for path in out.iterdir()),
     sorted(["monitor.html", "monitor.json", "tiny.xlsx",
             *(f"tiny-{part}.csv" for part in PARTS)]))

# ---- numbers by hand (see cli.py) ----
rows = table(out / "tiny-cells.csv")
same("columns of the estimates", list(rows[0])[:5],
     ["wave", "sex", "statistic", "variable", "category"])
value = {(r["wave"], r["sex"], r["variable"], r["category"]): r for r in rows}
BY_HAND = {("2020", "ia_problem"): (2 / 4, 4), ("2020", "ia_acute"): (1 / 4, 4),
           ("2020", "ib_problem"): (1 / 4, 4), ("2020", "werkbaar"): (2 / 4, 4),
           ("2021", "ia_problem"): (1 / 3, 3), ("2021", "ia_acute"): (0, 3),
           ("2021", "ib_problem"): (2 / 4, 4), ("2021", "werkbaar"): (1 / 3, 3)}
for (wave, variable), (share, n) in BY_HAND.items():
    row = value[wave, "", variable, ""]
    expect(f"{variable} in {wave} is {share:.3f} of {n}",
           float(row["estimate"]) == share and int(row["n"]) == n, row)
for wave, shares in (("2020", [2 / 4, 1 / 4, 1 / 4]), ("2021", [1 / 3, 2 / 3, 0])):
    same(f"the number of bottlenecks in {wave}",
         [float(value[wave, "", "knelpunten", str(k)]["estimate"]) for k in range(3)],
         shares)
expect("a mean score: (100 + 66.7 + 33.3 + 0) / 4", math.isclose(
    float(value["2020", "", "sa", ""]["estimate"]), 50, rel_tol=1e-13),
    value["2020", "", "sa", ""])
same("a breakdown", float(value["2020", "f", "ia_problem", ""]["estimate"]), 1 / 2)
row = value["2020", "", "ia_problem", ""]
same("waves are strata of their own: df is n - 1", row["df"], "3")

changes = table(out / "tiny-changes.csv")
same("columns of the changes", list(changes[0]),
     ["wave", "reference", "sex", "statistic", "variable", "category", "measure", "kind",
      "compared_with", "difference", "se", "lower", "upper", "df", "p", "p_adjusted",
      "status"])
same("compared with the previous and with the first wave",
     {r["compared_with"] for r in changes}, {"previous", "first"})
change = [r for r in changes if r["variable"] == "ia_problem" and r["sex"] == ""]
expect("a change is the difference of the shares", len(change) == 2 and all(
    math.isclose(float(r["difference"]), 1 / 3 - 1 / 2, rel_tol=1e-12) for r in change),
    change)

# ---- JSON ----
parsed = json.loads((out / "monitor.json").read_text(encoding="utf-8"))
group = parsed["groups"][0]
same("JSON: format", parsed["format"], "werkbaar-monitor/1.0")
same("JSON: what it is of", (group["instrument"], group["status"], group["data"],
                             group["level"], group["rows"], group["synthetic"]),
     ("tiny", "preset, not the official WBM definition", "data.csv", 0.95, 8, False))
same("JSON: the same estimates as CSV",
     [r["estimate"] for r in group["cells"]["rows"]],
     [float(r["estimate"]) if r["estimate"] else None for r in rows])
same("JSON: as many changes as CSV", len(group["changes"]["rows"]), len(changes))

# ---- composites of the acute light say so ----
acute = write("acute.json", changed(lambda instrument: [
    composite.update(of=["ia"], level="acute") for composite in instrument["composites"]]))
ended = run("monitor", "--quiet", "--instrument", acute, data, "--wave", "wave", "--output",
            DIRECTORY / "acute")
page = (DIRECTORY / "acute" / "monitor.html").read_text(encoding="utf-8")
expect("terminal: that many acute bottlenecks", ended.status == 0 and
       "zoveel acute knelpunten" in ended.out and "zoveel knelpunten" not in ended.out, ended)
expect("page: acute bottlenecks", "zonder enig acuut knelpunt" in page and
       "Aantal acute knelpunten" in page and "zonder enig knelpunt" not in page)

# ---- the terminal ----
for language, words in (
        ("nl", ["Werkbaarheidsgraad", "Golf", "50,0", "33,3", "% problematisch (% acuut)",
                "eerste", "50,0 (25,0)", "voorinstelling, niet de officiële WBM-definitie",
                "t.o.v. vorige", "−16,7"]),
        ("en", ["Workability rate", "Wave", "50.0", "33.3", "% problematic (% acute)",
                "first", "50.0 (25.0)", "preset, not the official WBM definition",
                "vs previous", "−16.7"])):
    ended = run(*MONITOR, "--lang", language, "--by", "sex")
    expect(f"tables in {language}: {', '.join(words)}",
           ended.status == 0 and all(word in ended.out for word in words), ended.out)
expect("tables: a p-value is there for 2021 only",
       run(*MONITOR).out.count("−16,7") == 2, ended.out)

# ---- weights, strata, crossing, options ----
heavy = write("heavy.csv", ANSWERS.replace("2020,m,1,1,1,1,0,3", "2020,m,3,1,1,1,0,3"))
fresh("monitor", "--quiet", "--instrument", tiny, heavy, "--wave", "wave", "--weights",
      "weight", "--strata", "sex")
rows = table(out / "tiny-cells.csv")
row = next(r for r in rows if r["wave"] == "2020" and r["variable"] == "ia_problem")
same("weights count: (3+1)/(3+1+1+1)", float(row["estimate"]), 4 / 6)
same("strata within a wave: df is n - 2", row["df"], "2")
fresh(*MONITOR, "--by", "sex*weight,sex")
same("a*b crosses", sorted({(r["sex"], r["weight"]) for r in table(
    out / "tiny-cells.csv")}), [("", ""), ("f", ""), ("f", "1"), ("m", ""), ("m", "1")])
fresh(*MONITOR, "--ci", "wald", "--level", "0.9")
same("the level is in the JSON",
     json.loads((out / "monitor.json").read_text(encoding="utf-8"))["groups"][0]["level"],
     0.90000000000000002)
lower = set()
for method, name in (("logit", "logit"), ("wald", "Wald"), ("wilson", "Wilson"),
                     ("beta", "Korn-Graubard"), ("likelihood", "Rao-Scott"),
                     ("asin", "arcsin"), ("agresti_coull", "Agresti-Coull"),
                     ("jeffreys", "Jeffreys")):
    fresh(*MONITOR, "--ci", method)
    lower.add(next(r["lower"] for r in table(out / "tiny-cells.csv")
                   if (r["wave"], r["variable"]) == ("2020", "ia_acute")))
    expect(f"the page says which intervals: {method}",
           name in (out / "monitor.html").read_text(encoding="utf-8"), name)
same("every method has intervals of its own", len(lower), 8)
same("standard input gives the same tables",
     run("monitor", "--quiet", "--instrument", tiny, "-", "--wave", "wave",
         stdin=ANSWERS).out, run(*MONITOR).out)
same("one thread gives the same tables", run(*MONITOR, "--threads", "1").out,
     run(*MONITOR).out)
ended = fresh(*MONITOR[:1], *MONITOR[2:])
expect("without --quiet it says where the files are", ended.status == 0 and
       "monitor.html" in ended.err and f"{len(PARTS) + 3} files" in ended.err, ended)
one = write("one.csv", "".join(ANSWERS.splitlines(keepends=True)[:5]))
ended = fresh("monitor", "--quiet", "--instrument", tiny, one, "--wave", "wave")
expect("one wave alone: no changes", ended.status == 0 and
       table(out / "tiny-changes.csv") == [], ended)

# ---- names that tables have themselves, and names without end ----
for name in ("n", "p", "%", "variable", "Golf"):
    ended = fresh("monitor", "--quiet", "--instrument", tiny, write("named.csv", ANSWERS.replace("sex", name)),
                  "--wave", "wave", "--by", name)
    expect(f"a breakdown by a column '{name}'", ended.status == 0 and f"Werkbaarheidsgraad, 2021\n{name} " in ended.out and
           (out / "tiny-cells.csv").exists(), ended)
long = "é" * 200
ended = fresh("monitor", "--quiet", "--instrument", tiny, write("long.csv", ANSWERS.replace(",m,", f",{long},")),
              "--wave", "wave", "--by", "sex")
expect("a group with a long name", ended.status == 0 and "\né" in ended.out and long in
       (out / "monitor.html").read_text(encoding="utf-8"), ended)
wordy = write("wordy.json", changed(lambda i: [
    text.update(nl=long, en=long) for text in (i["composites"][1]["label"], i["indicators"][0]["label"])]))
ended = run("monitor", "--quiet", "--instrument", wordy, data, "--wave", "wave")
expect("a composite with a long name", ended.status == 0 and "\né" in ended.out, ended)
for wave in ("label", "variable", "w" * 100):
    ended = fresh("monitor", "--quiet", "--instrument", tiny, write("waves.csv", ANSWERS.replace("2021", wave)), "--wave",
                  "wave", "--formats", "xlsx")
    with zipfile.ZipFile(out / "tiny.xlsx") as book:
        summary = book.read("xl/worksheets/sheet1.xml").decode()
    expect(f"XLSX: of a wave '{wave[:8]}' the summary has a number", ended.status == 0 and ">wave " in summary, ended)

# ---- levels have the decimals that they have ----
for level, percent, alpha in (("0.95", "95", "0,05"), ("0.9", "90", "0,10"), ("0.975", "97,5", "0,025"),
                              ("0.999", "99,9", "0,001")):
    ended = fresh(*MONITOR, "--level", level)
    page = (out / "monitor.html").read_text(encoding="utf-8")
    expect(f"--level {level}: the terminal says {percent} % and p < {alpha}", ended.status == 0 and
           f" {percent}\u00a0%-interval" in ended.out and f"p < {alpha}." in ended.out, ended.out)
    expect(f"--level {level}: so does the page", f"streepjes: {percent}\u00a0%-interval" in page and f"p &lt; {alpha}," in page,
           page[:200])

# ---- what a rate is made of, all of it ----
wide = write("wide.json", changed(lambda i: i["indicators"][0]["label"].update(nl="lang " * 300 + "einde")))
fresh("monitor", "--quiet", "--instrument", wide, data, "--wave", "wave")
page = (out / "monitor.html").read_text(encoding="utf-8")
expect("page: every indicator of a rate is named", "lang einde, tweede." in page, page[:200])
twofold = write("twofold.json", changed(lambda i: i["composites"].append(
    {"id": "anders", "label": {"nl": "niet zonder", "en": "not without"}, "rule": "none_of", "of": ["werkbaar"]})))
ended = fresh("monitor", "--quiet", "--instrument", twofold, data, "--wave", "wave")
page = (out / "monitor.html").read_text(encoding="utf-8")
expect("page: a composite of a composite names it", ended.status == 0 and "deze indicatoren: geen enkel." in page, ended)


def sure(instrument):
    for scale in instrument["scales"]:
        scale.update(structure_verified=True, source="tests")
    for indicator in instrument["indicators"]:
        for level in {"problem", "acute"} & set(indicator):
            indicator[level]["verified"] = True


ended = fresh("monitor", "--instrument", write("sure.json", changed(sure)), data, "--wave", "wave", "--lang", "en")
page = (out / "monitor.html").read_text(encoding="utf-8")
expect("an instrument of which all is verified is no preset", ended.status == 0 and "preset" not in ended.out and
       "All scales and cut-offs of this instrument are verified." in page and "preset" not in page.lower().replace(
           'class="preset"', "").split("</style>")[1], ended)

# ---- several groups ----
second = write("second.json", changed(lambda i: i.update(id="second")))
ended = fresh("monitor", "--quiet", "--instrument", tiny, data, "--instrument", second,
              data, "--instrument", tiny, heavy, "--wave", "wave")
same("two groups and one again", sorted(path.name for path in out.glob("*.csv")),
     sorted(f"{name}-{kind}.csv" for name in ("tiny", "second", "tiny-2")
            for kind in PARTS))
parsed = json.loads((out / "monitor.json").read_text(encoding="utf-8"))
same("JSON has them in order", [g["instrument"] for g in parsed["groups"]],
     ["tiny", "second", "tiny"])
same("the tables have them too", ended.out.count("Werkbaarheidsgraad\n"), 3)

named = write("named.json", changed(lambda i: i.update(id="tiny-2")))
ended = fresh("monitor", "--quiet", "--instrument", tiny, data, "--instrument", named, data, "--instrument", tiny, heavy,
              "--wave", "wave")
same("no group takes the files of one that is called so", (ended.status, sorted(path.name for path in out.glob("*-cells.csv"))),
     (0, ["tiny-2-cells.csv", "tiny-3-cells.csv", "tiny-cells.csv"]))

# ---- SYNTHETIC, and what is invented ----
reference = write("reference.json", {
    "format": "werkbaar-reference/1.0", "instrument": "tiny", "figures": [
        {"wave": 2020, "variable": "werkbaar", "value": 52.3, "digits": 1,
         "status": "anchored"},
        {"wave": 2020, "variable": "ia_problem", "value": 34, "digits": 0,
         "status": "rounded"},
        {"wave": 2020, "variable": "werkbaar", "group": {"sex": ["f"]}, "value": 50,
         "digits": 1, "status": "anchored"},
        {"wave": "2020", "variable": "knelpunten", "categories": ["1"], "value": 25.3,
         "digits": 1, "status": "anchored"},
        {"wave": 2020, "variable": "werkbaar", "group": {"sex": ["f"], "wave": ["2020"]}, "value": 50,
         "digits": 1, "status": "anchored"},
        {"wave": 2020, "variable": "knelpunten", "categories": [1, 2], "value": 47.7,
         "digits": 1, "status": "anchored"}]})
made = write("made.csv", "# SYNTHETIC answers, seed 7\n" + ANSWERS)
ended = fresh("monitor", "--quiet", "--instrument", tiny, made, "--wave", "wave",
              "--reference", reference, "--note", "for a test")
expect("tables: SYNTHETIC, the note, and what ° means",
       ended.out.startswith("SYNTHETIC: ") and "seed 7. for a test" in ended.out and
       "° = verzonnen" in ended.out, ended.out)
expect("tables: anchored, rounded and invented numbers look different",
       "\n2020  50,0     [2" in ended.out and "50,0≈ (25,0°)" in ended.out and
       "\n2021  33,3°    [0" in ended.out, ended.out)
for path in out.glob("*.csv"):
    same(f"{path.name} says SYNTHETIC in its first line",
         path.read_text(encoding="utf-8").splitlines()[0],
         "# SYNTHETIC answers, seed 7. for a test")
group = json.loads((out / "monitor.json").read_text(encoding="utf-8"))["groups"][0]
same("JSON says so in each place",
     [group["synthetic"], *[group[part]["metadata"]["synthetic"]
                            for part in PARTS]],
     [True] * (1 + len(PARTS)))
invented = {(cell["wave"], cell["variable"], cell["category"])
            for cell in group["invented"]}
expect("JSON lists what is invented and nothing else",
       ("2020", "ia_acute", None) in invented and ("2021", "werkbaar", None) in invented and
       ("2020", "werkbaar", None) not in invented and
       ("2020", "ia_problem", None) not in invented and
       ("2020", "knelpunten", "0") not in invented and
       ("2020", "knelpunten", "1") not in invented and ("2020", "knelpunten", "2") in invented, invented)
ended = fresh("monitor", "--quiet", "--instrument", tiny, made, "--wave", "wave")
expect("without published figures, all of it is invented",
       "beschouw ze alle als verzonnen (°)" in ended.out, ended.out)
tap.done()
