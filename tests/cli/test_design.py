# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""estimate and tally: designs, estimands, replicates, contrasts and tests by options."""
import csv
import io
import json
import math
import pathlib

from cli import expect, run, same, tap, write, DIRECTORY

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def rows_of(text):
    return list(csv.DictReader(line for line in io.StringIO(text)
                               if not line.startswith("#")))


def read(name):
    return rows_of((VECTORS / name).read_text(encoding="utf-8"))


def estimate(*words, command=("estimate",)):
    ended = run(*command, "--quiet", *words, "--format", "csv")
    return rows_of(ended.out) if ended.status == 0 else [{"failed": str(ended)}]


# ---- the shared designs ----
def cell_of(row):
    columns = list(row)[:list(row).index("statistic")]
    return ";".join(f"{column}={row[column]}" for column in sorted(columns) if row[column])


def options_of(words):
    """What the vectors call options, as the command line has them."""
    flags = []
    for word in filter(None, words.split(";")):
        name, value = word.split("=")
        name = {"replicates": "make-replicates", "rho": "rep-rho",
                "interval": "ci"}.get(name, name.replace("_", "-"))
        if name in ("mse", "lonely-in-domain", "ultimate-cluster"):
            flags += [f"--{name}"] if value == "1" else []
        else:
            flags += [f"--{name}", value]
    return flags


def replicates_of(replicates):
    flags = ["--rep-type", replicates["type"]]
    flags += ["--mse"] if replicates.get("mse") else []
    for key, flag in (("scale", "--rep-scale"), ("rho", "--rep-rho")):
        if key in replicates:
            flags += [flag, repr(float(replicates[key]))]
    flags += ["--replicates", ",".join(replicates["columns"])]
    scales = ",".join(repr(scale) for scale in replicates.get("rscales", []))
    return flags + (["--rep-rscales", scales] if scales else [])


def design_of(spec):
    """A specification without its breakdowns, by options."""
    flags = ["--weights", spec["weights"]] if "weights" in spec else []
    for key in ("strata", "clusters", "fpc"):
        if key in spec:
            flags += [f"--{key}", ",".join(spec[key])]
    flags += ["--nested"] if spec.get("nested") else []
    flags += ["--open"] if spec.get("units") == "open" else []
    flags += ["--ordered"] if spec.get("units") == "ordered" else []
    flags += ["--deff", spec["design_effect"]] if "design_effect" in spec else []
    if "replicates" in spec:
        flags += replicates_of(spec["replicates"])
    for e in spec["estimands"]:
        two = {"ratio": "numerator/denominator", "covariance": "x,y",
               "correlation": "x,y", "quantile": "variable:probability",
               "rank": "variable:score"}.get(e["statistic"], "variable")
        value = two
        for key in ("numerator", "denominator", "variable", "probability", "score", "x",
                    "y"):
            if key in e:
                value = value.replace(key, f"\0{key}\0")
        for key, name in e.items():
            value = value.replace(f"\0{key}\0", str(name))
        flags += [f"--{e['statistic']}", value]
    return flags


def close(mine, reference, scale, tolerance):
    if reference == "":
        return True
    if mine == "":
        return False
    return abs(float(mine) - float(reference)) <= \
        tolerance * max(abs(float(reference)), scale)


def agrees(mine, row, tolerance):
    scale = float(row["scale"])
    return (row["status"] in ("", mine["status"]) and
            all(close(mine[key], row[key], scale, tolerance)
                for key in ("estimate", "se", "lower", "upper")) and
            all(close(mine[key], row[key], 1, tolerance) for key in ("df", "n", "deff")))


def disagreements(mine, expected, tolerance):
    found = {(cell_of(row), row["statistic"], row["variable"], row["category"]): row
             for row in mine if "failed" not in row}
    wrong = [str(row) for row in mine if "failed" in row]
    for row in expected:
        key = tuple(row[name] for name in ("cell", "statistic", "variable", "category"))
        if key not in found or not agrees(found[key], row, tolerance):
            wrong.append(f"{key}: expected {row}, got {found.get(key)}")
    return wrong[:3]


expected = {}
for row in read("design_expected.csv"):
    expected.setdefault(row["case"], []).append(row)
for case in read("design_cases.csv"):
    data = VECTORS / (case["data"] + ".csv")
    if not data.exists() or case["error"]:
        continue
    name, spec = case["case"], json.loads(case["spec"])
    tolerance = float(case["tolerance"] or 1e-9)
    how = options_of(case["options"])
    mine = estimate(data, "--spec", write("spec.json", spec), *how)
    tap.check(f"{name}: a specification and R agree",
              disagreements(mine, expected[name], tolerance))
    mine = []
    for columns in spec.get("breakdowns", [[]]):
        by = ["--by", ",".join(columns)] if columns else []
        mine += estimate(data, *design_of(spec), *by, *how)
    tap.check(f"{name}: options and R agree", disagreements(mine, expected[name], tolerance))

# ---- quantiles, margins, flags ----
pairs = VECTORS / "design_pairs.csv"
design = ["--weights", "w", "--strata", "h", "--clusters", "psu", "--nested"]
rows = estimate(pairs, "--quantile", "y:0.25,0.5", "--quantile", "x:0.5", *design)
same("quantiles: category is the probability",
     [(r["statistic"], r["variable"], r["category"], r["status"]) for r in rows],
     [("quantile", "y", "0.25", "ok"), ("quantile", "y", "0.5", "ok"),
      ("quantile", "x", "0.5", "ok")])
small = write("small.csv", "y\n1\n2\n3\n4\n")
same("rules of quantiles", [estimate(small, "--quantile", "y:0.5", "--quantile-rule", rule)[0]
                            ["estimate"] for rule in ("math", "school", "hf7")],
     ["2", "2.5", "2.5"])
rows = estimate(pairs, "--mean", "y", "--by", "sex,sector", "--margins", *design)
same("--margins: every group, the columns one by one, and all rows",
     [sum((r["sex"] != "", r["sector"] != "") == key for r in rows)
      for key in ((True, True), (True, False), (False, True), (False, False))],
     [6, 2, 3, 1])
row = estimate(pairs, "--mean", "y", "--precision", *design)[0]
same("--precision adds two columns", (list(row)[-2:], row["precision"]),
     (["cv", "precision"], "ok"))
same("--df", estimate(pairs, "--mean", "y", "--df", "17", *design)[0]["df"], "17")
same("a ratio is called A/B", estimate(pairs, "--ratio", "y/x")[0]["variable"], "y/x")
fay = estimate(pairs, "--mean", "y", "--weights", "w", "--replicates", "fay*", "--rep-type",
               "fay", "--rep-rho", "0.3")
same("a pattern of replicates is their list", fay, estimate(
    pairs, "--mean", "y", "--weights", "w", "--rep-type", "fay", "--rep-rho", "0.3",
    "--replicates", ",".join(f"fay{i}" for i in range(1, 9))))
boots = [estimate(pairs, "--mean", "y", "--weights", "w", "--strata", "h",
                  "--make-replicates", "bootstrap", "--n-replicates", "60", "--seed", seed)
         for seed in ("1", "1", "2")]
expect("a bootstrap is the same for the same seed alone", boots[0] == boots[1] and
       boots[0] != boots[2] and float(boots[0][0]["se"]) > 0, boots)

# ---- calibrated weights ----
margins = write("margins.json", {
    "format": "werkbaar-weighting/1.0", "weights": "w", "steps": [
        {"step": "poststratify", "margins": [
            {"columns": ["sex"], "targets": {"m": 60, "v": 40}}]}]})
row = estimate(pairs, "--total", "y", "--proportion", "sex", "--strata", "h", "--clusters",
               "psu", "--nested", "--calibrate", margins)
same("calibrated: the margins are met",
     [(r["category"], round(float(r["estimate"]), 12)) for r in row[1:]],
     [("m", 0.6), ("v", 0.4)])
expect("calibrated: the shares of the margin do not vary",
       all(float(r["se"]) < 1e-12 for r in row[1:]), row)
weighted = DIRECTORY / "weighted.csv"
run("weight", pairs, "--with", margins, "--output", weighted, "--quiet")
plain = estimate(weighted, "--total", "y", "--weights", "weight", "--strata", "h",
                 "--clusters", "psu", "--nested")[0]
expect("calibrated: the same estimate as with the weights alone, another variance",
       math.isclose(float(plain["estimate"]), float(row[0]["estimate"]), rel_tol=1e-12) and
       not math.isclose(float(plain["se"]), float(row[0]["se"]), rel_tol=1e-6), (plain, row))

# ---- contrasts and tests ----
by_sector = ["--mean", "y", "--by", "sector", *design]
means = {r["sector"]: float(r["estimate"]) for r in estimate(pairs, *by_sector)}
difference = "d := mean(y)[sector = zorg] - mean(y)[sector = bouw]"
rows = estimate(pairs, *by_sector, "--contrast", difference, "--contrast",
                "mean(y)[sector = zorg] * 2")
same("contrasts, a row each", [r["contrast"] for r in rows],
     ["d", "mean(y)[sector = zorg] * 2"])
expect("a contrast is what it says", math.isclose(
    float(rows[0]["estimate"]), means["zorg"] - means["bouw"], rel_tol=1e-9), rows)
compared = {adjust: estimate(pairs, *by_sector, "--test", "pairs:sector", "--adjust", adjust)
            for adjust in ("none", "holm", "bh")}
same("pairs: all of them", [(r["sector"], r["reference"]) for r in compared["none"]],
     [("onderwijs", "bouw"), ("zorg", "bouw"), ("zorg", "onderwijs")])
same("pairs and contrasts agree", [compared["none"][1][k] for k in ("difference", "se", "p")],
     [rows[0][k] for k in ("estimate", "se", "p")])
expect("--adjust holm is at least three times the least p", math.isclose(
    min(float(r["p_adjusted"]) for r in compared["holm"]),
    min(1, 3 * min(float(r["p"]) for r in compared["none"])), rel_tol=1e-12), compared)
expect("--adjust bh lies between", all(
    float(a["p"]) <= float(b["p_adjusted"]) <= float(c["p_adjusted"])
    for a, b, c in zip(compared["none"], compared["bh"], compared["holm"])), compared)
two = estimate(pairs, "--mean", "y", "--by", "sex", *design, "--test", "pairs:sex")[0]
equal = estimate(pairs, "--mean", "y", "--by", "sex", *design, "--test", "equal:sex")[0]
expect("equal over two groups is their t test", math.isclose(
    float(equal["p"]), float(two["p"]), rel_tol=1e-9), (equal, two))
trend = estimate(pairs, "--mean", "y", "--by", "sector", *design, "--test", "trend:sector",
                 "--degree", "2")
same("a trend of degree 2", [r["term"] for r in trend], ["linear", "quadratic", "joint"])
table = estimate(pairs, "--proportion", "ill", "--by", "sector", *design, "--test",
                 "independence", "--table-test", "all")
same("independence, all tests", [r["test"] for r in table],
     ["rao_scott_f", "rao_scott_chisq", "wald", "adj_wald", "lincom", "saddlepoint",
      "satterthwaite"])
same("the test that is asked for", estimate(
    pairs, "--proportion", "ill", "--by", "sector", *design, "--test", "independence",
    "--table-test", "wald"), table[2:3])
shares = write("shares.csv", "category,weight\ntrue,1\nfalse,3\n")
fit = estimate(pairs, "--proportion", "ill", *design, "--test", f"fit:{shares}")[0]
same("fit", (fit["statistic"], fit["variable"], fit["status"]), ("fit", "ill", "ok"))
halves = write("halves.csv", "category,weight\n1,1\n2,1\n")
number = estimate(pairs, "--proportion", "psu", "--weights", "w", "--test", f"fit:{halves}")
same("fit of a category that is a number", number[0].get("status"), "ok")
standard = write("standard.csv", "sector,weight\nbouw,1\nzorg,3\nonderwijs,2\n")
row = estimate(pairs, *by_sector, "--standardise", f"sector:{standard}")[0]
expect("standardised, by hand", math.isclose(
    float(row["estimate"]),
    (means["bouw"] + 3 * means["zorg"] + 2 * means["onderwijs"]) / 6, rel_tol=1e-9), row)
rank = estimate(pairs, "--rank", "y:wilcoxon", "--by", "sex", *design, "--test", "equal:sex")
same("a rank test", (rank[0]["statistic"], rank[0]["df1"]), ("rank", "1"))

# ---- tallies ----
lines = pairs.read_text(encoding="utf-8").splitlines(keepends=True)
head, people = lines[:2], lines[2:]
parts = [write("north.csv", "".join(head + people[:20])),
         write("south.csv", "".join(head + people[20:]))]
tallies = []
for part in parts:
    tallies.append(part.with_suffix(".tally"))
    ended = run("tally", "make", part, *by_sector, "--output", tallies[-1])
    expect("tally make says that a tally is confidential",
           ended.status == 0 and ended.out == "" and "as confidential as the answers" in
           ended.err, ended)
whole = DIRECTORY / "whole.tally"
expect("tally merge", run("tally", "merge", *tallies, "--output", whole).status == 0)


def numbers(rows):
    return [round(float(value), 9) for row in rows for key, value in row.items()
            if key in ("estimate", "se", "lower", "upper", "difference", "p")]


direct = estimate(pairs, *by_sector)
for name, files in (("merged tallies", [whole]), ("several tallies", tallies)):
    same(f"{name} estimate what the rows do",
         numbers(estimate(*files, command=("tally", "estimate"))), numbers(direct))
same("tests of tallies", numbers(estimate(whole, "--test", "pairs:sector",
                                          command=("tally", "estimate"))),
     numbers(compared["none"]))
both = DIRECTORY / "both.tally"
run("tally", "make", *parts, *by_sector, "--output", both, "--quiet")
same("tally make of several files", numbers(estimate(both, command=("tally", "estimate"))),
     numbers(direct))
out = run("tally", "estimate", whole, "--format", "csv").out
expect("estimates of SYNTHETIC rows say so", out.startswith("# SYNTHETIC"), out)
out = run("tally", "estimate", whole, "--format", "json").out
same("a tally says of its rows what one made by the library does, so that they merge",
     json.loads(out)["metadata"]["source"], {"synthetic": True})
median = ["--quantile", "y:0.25,0.5", *design]
first, seconds = DIRECTORY / "first.tally", []
for part, tally in zip(parts, tallies):
    run("tally", "make", part, *median, "--output", tally, "--quiet")
run("tally", "merge", *tallies, "--output", first, "--quiet")
same("quantiles of a first pass have no standard error",
     {(r["se"], r["status"]) for r in estimate(first, command=("tally", "estimate"))},
     {("", "one_pass")})
for part in parts:
    seconds.append(part.with_suffix(".second"))
    run("tally", "make", part, "--after", first, "--output", seconds[-1], "--quiet")
same("a second pass over the parts gives it",
     numbers(estimate(*seconds, command=("tally", "estimate"))),
     numbers(estimate(pairs, *median)))
late = write("late.csv", "y,w\n" + "1,1\n2,2\n" * 10000 + "1.5,0.5\n")
by_spec = write("late.json", {"format": "werkbaar-spec/1.0", "weights": "w", "estimands": [
    {"statistic": "quantile", "variable": "y", "probability": 0.5}]})
for name, words in (("options", ["--quantile", "y:0.5", "--weights", "w"]),
                    ("a specification", ["--spec", by_spec])):
    same(f"decimals after 20,000 rows, by {name}", estimate(late, *words)[0].get("n"), "20001")
run("tally", "make", late, "--spec", by_spec, "--output", DIRECTORY / "late.1", "--quiet")
ended = run("tally", "make", late, "--after", DIRECTORY / "late.1", "--output",
            DIRECTORY / "late.2", "--quiet")
expect("decimals after 20,000 rows, in a second pass too", ended.status == 0, ended)
other = DIRECTORY / "other.tally"
run("tally", "make", parts[0], "--mean", "x", "--output", other, "--quiet")

# ---- what cannot be ----
with_weights = ["--mean", "y", "--weights", "w"]
one = write("one.csv", "y,h,w,f,g\n1,a,1,5,0\n2,a,1,6,0\n3,b,1,7,1.5\n")
replicate = ["--replicates", "fay*", "--rep-type", "fay", "--rep-rho", "0.3"]
BAD = [
    ("a cluster in two strata, not nested",
     ["estimate", pairs, "--mean", "y", "--strata", "h", "--clusters", "psu"], 1,
     ["'psu'", "h=1", "h=2", "nested"]),
    ("a stratum with one unit", ["estimate", one, "--mean", "y", "--strata", "h"], 1,
     ["h=b"]),
    ("an fpc that varies", ["estimate", one, "--mean", "y", "--strata", "h", "--fpc", "f"], 1,
     ["'f'", "h=a", "6", "5", "row 2"]),
    ("an fpc that is no fraction", ["estimate", one, "--mean", "y", "--fpc", "g"], 1,
     ["'g'", "row 1"]),
    ("a cluster column that is not there",
     ["estimate", pairs, "--mean", "y", "--clusters", "team"], 1, ["'team'"]),
    ("a specification that is no JSON", ["estimate", pairs, "--spec", one], 1, ["one.csv"]),
    ("a specification and an option", ["estimate", pairs, "--spec", one, "--mean", "y"], 2,
     ["--mean", "--spec"]),
    ("a pattern that fits nothing", ["estimate", pairs, *with_weights, "--replicates", "z*",
                                     "--rep-type", "brr"], 2, ["'z*'", "no column"]),
    ("replicates without a type", ["estimate", pairs, *with_weights, "--replicates",
                                   "fay*"], 2, ["--rep-type"]),
    ("an unknown type", ["estimate", pairs, *with_weights, "--replicates", "fay*",
                         "--rep-type", "jk3"], 2, ["jk3", "jk1, jkn"]),
    ("scales of another number", ["estimate", pairs, *with_weights, *replicate,
                                  "--rep-rscales", "1,2"], 2, ["2 scales", "8 replicates"]),
    ("a scale that is none", ["estimate", pairs, *with_weights, *replicate,
                              "--rep-rscales", "0"], 2, ["'0'", "above 0"]),
    ("a rho of 1", ["estimate", pairs, *with_weights, "--replicates", "fay*", "--rep-type",
                    "fay", "--rep-rho", "1"], 2, ["--rep-rho"]),
    ("a df of 0", ["estimate", pairs, "--mean", "y", "--df", "0"], 2, ["--df"]),
    ("a seed below 0", ["estimate", pairs, "--mean", "y", "--make-replicates", "bootstrap",
                        "--seed", "-1"], 2, ["--seed"]),
    ("a seed of no bootstrap", ["estimate", pairs, "--mean", "y", "--seed", "1"], 2,
     ["--seed", "bootstrap"]),
    ("a ratio of one", ["estimate", pairs, "--ratio", "y"], 2, ["--ratio", "'y'"]),
    ("a ratio of three", ["estimate", pairs, "--ratio", "y/x/w"], 2, ["--ratio", "y/x/w"]),
    ("a pair of one", ["estimate", pairs, "--correlation", "y"], 2, ["--correlation"]),
    ("a quantile without probability", ["estimate", pairs, "--quantile", "y"], 2,
     ["--quantile", "'y'"]),
    ("a probability of 1", ["estimate", pairs, "--quantile", "y:1"], 2, ["'1'", "below 1"]),
    ("an unknown rule", ["estimate", pairs, "--quantile", "y:0.5", "--quantile-rule", "hf6"],
     2, ["hf6"]),
    ("an unknown score", ["estimate", pairs, "--rank", "y:normal"], 2, ["normal"]),
    ("quantiles of standard input", ["estimate", "-", "--quantile", "y:0.5"], 2,
     ["standard input", "once"]),
    ("--open of clusters", ["estimate", pairs, "--mean", "y", *design, "--open"], 2,
     ["--open", "--clusters"]),
    ("--margins of nothing", ["estimate", pairs, "--mean", "y", "--margins"], 2, ["--by"]),
    ("a contrast that cannot be read", ["estimate", pairs, *by_sector, "--contrast",
                                        "mean(y"], 1, ["mean(y"]),
    ("a contrast of what is not there", ["estimate", pairs, *by_sector, "--contrast",
                                         "mean(z)"], 1, ["mean(z)"]),
    ("two tables at once", ["estimate", pairs, *by_sector, "--contrast", "1", "--test",
                            "pairs:sector"], 2, ["--contrast", "--test"]),
    ("an unknown test", ["estimate", pairs, *by_sector, "--test", "paired:sector"], 2,
     ["paired:sector"]),
    ("a test without its column", ["estimate", pairs, *by_sector, "--test", "pairs"], 2,
     ["pairs:COL"]),
    ("a test over what is no breakdown", ["estimate", pairs, *by_sector, "--test",
                                          "pairs:sex"], 1, ["sex"]),
    ("--adjust of no pairs", ["estimate", pairs, *by_sector, "--adjust", "holm"], 2,
     ["--adjust", "pairs"]),
    ("a fit of no proportion", ["estimate", pairs, *by_sector, "--test", f"fit:{shares}"], 2,
     ["--proportion"]),
    ("a fit to other categories", ["estimate", pairs, "--proportion", "sex", "--test",
                                   f"fit:{shares}"], 1, ["true"]),
    ("a fit to a file that is not there", ["estimate", pairs, "--proportion", "sex",
                                           "--test", "fit:nowhere.csv"], 1, ["nowhere.csv"]),
    ("a standard without a file", ["estimate", pairs, *by_sector, "--standardise",
                                   "sector"], 2, ["COL:FILE"]),
    ("weights and a calibration", ["estimate", pairs, *with_weights, "--calibrate",
                                   margins], 2, ["--weights", "--calibrate"]),
    ("replicates made of calibrated weights",
     ["estimate", pairs, "--mean", "y", "--make-replicates", "jk1", "--calibrate", margins],
     2, ["--make-replicates", "--calibrate"]),
    ("a tally without a place", ["tally", "make", pairs, "--mean", "y"], 2, ["--output"]),
    ("a tally over its rows", ["tally", "make", one, "--mean", "y", "--output", one], 2,
     ["one.csv"]),
    ("tallies of another specification", ["tally", "merge", whole, other, "--output",
                                          DIRECTORY / "no.tally"], 1, ["other.tally"]),
    ("a tally that is none", ["tally", "estimate", one], 1, ["one.csv"]),
    ("a second pass that nothing needs", ["tally", "make", pairs, "--after", whole,
                                          "--output", DIRECTORY / "no.tally"], 1,
     ["one pass"]),
    ("a second pass with options", ["tally", "make", pairs, "--after", whole, "--mean", "y",
                                    "--output", DIRECTORY / "no.tally"], 2,
     ["--mean", "--after"]),
]
for name, words, status, told in BAD:
    ended = run(*words)
    expect(f"refused: {name}", ended.status == status and ended.out == "" and
           all(word in ended.err for word in told), ended)
truncated = write("cut.tally", whole.read_bytes()[:-9])
ended = run("tally", "estimate", truncated)
expect("a truncated tally is refused", ended.status == 1 and "cut.tally" in ended.err, ended)
expect("nothing is left where it failed", not (DIRECTORY / "no.tally").exists())
ended = run("estimate", "-", "--spec", write("median.json", {
    "format": "werkbaar-spec/1.0", "estimands": [
        {"statistic": "quantile", "variable": "y", "probability": 0.5}]}),
    stdin="y\n1\n2\n")
expect("a specification with quantiles and standard input", ended.status == 1 and
       "standard input" in ended.err and "once" in ended.err, ended)
tap.done()
