# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What comparisons with references left behind, gathered, and the page made of it.

usage: validation.py gather BUILD RECORD [--random] [--attacks]
       validation.py page RECORD PAGE

`gather` runs the tests that compare (those of the build, each with a file in WERKBAAR_RECORD:
tests/record.h) and writes what they left to RECORD. --random also runs random designs through R,
--attacks the attackers of disclosure control; without these what RECORD has of them stays.
`page` makes docs/validation.md of the record and of estimands.json."""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VECTORS = ROOT / "tests" / "vectors"

# Tests that need no R: they compare with committed numbers.
COMMITTED = [
    "oracle/vectors", "oracle/weight-vectors", "oracle/designs", "oracle/quantile-vectors",
    "oracle/infer", "oracle/scan", "oracle/findings-vectors", "oracle/roc-vectors",
    "oracle/margins-vectors", "num/distributions", "num/mixture", "survey/interval",
    "infer/table", "infer/table_tally", "infer/tally", "model/fit", "quality/moves",
    "quality/reliability_vectors", "monitor/vectors", "plan/evaluate", "scan/pool"]
RANDOM = [
    "oracle/r-survey", "oracle/r-weight", "oracle/data-of-r", "oracle/r-designs", "oracle/r-models",
    "oracle/r-margins", "oracle/r-scan", "oracle/r-findings", "oracle/r-roc",
    "oracle/r-reliability", "oracle/r-monitor"]
ATTACKS = ["attacker/organisations", "attacker/scans", "attacker/monitor"]
PACKAGES = ["survey", "psych", "pROC"]


# ---- gathering ----

def commands(build):
    """The command and environment of every test of a build, by its name."""
    tests = json.loads((build / "meson-info" / "intro-tests.json").read_text())
    return {test["name"]: (test["cmd"], test.get("env") or {}) for test in tests}


def ran(build, command, more):
    """What a test prints, run where meson runs it; it must pass."""
    words, environment = command
    ended = subprocess.run(words, env={**os.environ, **environment, **more}, cwd=build, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with {ended.returncode}\n{ended.stdout[-2000:]}")
    return ended.stdout


def add_lines(text, into):
    """Add the lines of a record (tests/record.h) to those that are there."""
    for line in text.splitlines():
        of, kind, cases, n, worst, tolerance = line.split("\t")
        kinds = into.setdefault(of, {})
        old = kinds.get(kind, [0, 0, 0.0, 0.0])
        kinds[kind] = [old[0] + int(cases), old[1] + int(n), max(old[2], float(worst)),
                       max(old[3], float(tolerance))]


def compared(build, names, **more):
    """What these tests compared, run with more in their environment: by what it is of and kind,
    the cases, comparisons, largest difference and tolerance."""
    found, by_name = {}, commands(build)
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "record"
            ran(build, by_name[name], {"WERKBAAR_RECORD": str(file), **more})
            if not file.exists():
                raise SystemExit(f"{name} left no record")
            add_lines(file.read_text(), found)
    return found


def attacked(build):
    """What attackers say of their work, without how long it took, and what they checked."""
    found = []
    for name in ATTACKS:
        lines = ran(build, commands(build)[name], {}).splitlines()
        if any(line.startswith("1..0") for line in lines):
            raise SystemExit(f"{name}: {lines[0]}")
        notes = [re.sub(r"(;| in) [\d.]+ s$", "", line[2:]) for line in lines
                 if line.startswith("# ")]
        checks = [line.split(" - ", 1)[1] for line in lines if line.startswith("ok ")]
        found.append({"attack": name.split("/")[1], "notes": notes,
                      "checks": [check for check in checks if "# SKIP" not in check]})
    return found


def software():
    """The versions of R and of its packages that were compared with."""
    words = "cat(R.version$major, '.', R.version$minor, sep = '')"
    words += "".join(f"; cat('\\n{p} ', as.character(packageVersion('{p}')), sep = '')"
                     for p in PACKAGES)
    lines = subprocess.run(["Rscript", "-e", words], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    return {"R": lines[0], **dict(line.split(" ") for line in lines[1:])}


def gather(build, path, words):
    record = json.loads(path.read_text()) if path.exists() else {}
    record["committed"] = compared(build, COMMITTED)
    if "--random" in words:
        record["random"] = compared(build, RANDOM, WB_TEST_LONG="1")
        record["software"] = software()
    if "--attacks" in words:
        record["attacks"] = attacked(build)
    path.write_text(dumped(record))


def dumped(record):
    """The record as text, a line per kind, so that changes can be read."""
    text = json.dumps(record, indent=1, sort_keys=True)
    return re.sub(r"\[\s+([-+.e\d,\s]+?)\s+\]",
                  lambda numbers: "[" + " ".join(numbers[1].split()) + "]", text) + "\n"


# ---- the page ----

# Quantities, by what a kind ends in; what is none of these is an estimate.
QUANTITIES = [
    ("df, n", r"(^|[ _])(df\d?|n|levels|n_positive|n_negative|staff|answered|companies|overlap)$"),
    ("bounds", r"(lower|upper)(_logit|_wald)?$"),
    ("standard errors", r"(^|[ _])(se|covariance)$"),
    ("p", r"(^|[ _])(p|p_adjusted|p_better)$"),
    ("estimates", r""),
]


def quantity_of(kind, row):
    if row.get("plain"):
        return "values"
    return next(name for name, ends in QUANTITIES if re.search(ends, kind))


def kinds_of(row, part):
    """The kinds of a row of estimands.json, in a part of the record."""
    for source in row["of"]:
        for kind, numbers in part.get(source["of"], {}).items():
            if re.search(source.get("kinds", ""), kind):
                yield source["of"], kind, numbers


def short(number):
    """A difference, with one digit rounded up."""
    if number == 0:
        return "0"
    mantissa, exponent = f"{number:.2e}".split("e")
    digit = -int(-float(mantissa) // 1)
    return f"{digit}e{int(exponent)}" if digit < 10 else f"1e{int(exponent) + 1}"


def count(part, row):
    """In how many cases, and how many numbers. The kinds of one source are of the same cases, or of
    other ones when their first words differ (sources that are `apart`)."""
    cases, n = {}, 0
    for of, kind, numbers in kinds_of(row, part):
        source = (of, kind.split(" ")[0] if of in row.get("apart", []) else "")
        cases[source] = max(cases.get(source, 0), numbers[0])
        n += numbers[1]
    return sum(cases.values()), n


def counted(record, row):
    """How many cases and numbers, committed and random."""
    words = []
    for name in ("committed", "random"):
        cases, n = count(record.get(name, {}), row)
        if n:
            of = f" ({row['cases']}: {cases:,})" if "cases" in row else ""
            words.append(("made at random " if name == "random" else "") + f"{n:,} numbers{of}")
    return "; ".join(words)


def worst(record, row):
    """The largest difference per quantity, and the tolerance."""
    most, tolerance = {}, 0
    for name in ("committed", "random"):
        for _, kind, (_, _, difference, allowed) in kinds_of(row, record.get(name, {})):
            quantity = quantity_of(kind, row)
            most[quantity] = max(most.get(quantity, 0), difference)
            tolerance = max(tolerance, allowed)
    order = ["values", "estimates", "standard errors", "bounds", "p", "df, n"]
    return (", ".join(f"{q} {short(most[q])}" for q in order if q in most), short(tolerance))


def differences_of_r():
    """The deliberate differences that docs/differences-from-r.md lists: its first column."""
    text = (ROOT / "docs" / "differences-from-r.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    return rows[1:]


def exact_rows(row):
    with open(VECTORS / row["exact"], encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def table(record, section):
    lines = ["| what | compared with | compared | largest difference | allowed | in parts of |",
             "|---|---|---|---|---|---|"]
    for row in section["rows"]:
        if "exact" in row:
            cells = [row["what"], row["with"], f"{exact_rows(row):,} {row['cases']}", "none",
                     "none", ""]
        else:
            difference, allowed = worst(record, row)
            cells = [row["what"], row["with"], counted(record, row), difference, allowed,
                     row["parts"]]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def attacks(record):
    lines = []
    for attack in record.get("attacks", []):
        lines += [f"- **{attack['attack']}**: {'; '.join(attack['notes'])}. What holds:",
                  *[f"    - {check}" for check in attack["checks"]]]
    return lines


def page_of(record, estimands):
    versions = ", ".join(f"{'' if name == 'R' else '`'}{name}{'' if name == 'R' else '`'} {version}"
                         for name, version in sorted(record.get("software", {}).items(),
                                                     key=lambda pair: pair[0] != "R"))
    lines = ["# Validation", "",
             "<!-- made by scripts/validate; change tests/validation/estimands.json instead -->", "",
             *[line.replace("VERSIONS", f"; {versions}" if versions else "") for line in estimands["opening"]]]
    for section in estimands["sections"]:
        lines += ["", f"## {section['title']}", "", *section.get("text", []),
                  *([""] if section.get("text") else []), *table(record, section)]
        if section.get("differences"):
            lines += ["", "Where it differs on purpose ([all, with reasons](differences-from-r.md)): "
                      + "; ".join(section["differences"]) + "."]
    if record.get("attacks"):
        lines += ["", "## Disclosure control, attacked", "", *estimands["attacks"], "",
                  *attacks(record)]
    return "\n".join([*lines, "", *estimands["closing"], ""])


def estimands():
    return json.loads((HERE / "estimands.json").read_text(encoding="utf-8"))


def main(words):
    if words[:1] == ["gather"] and len(words) >= 3:
        gather(pathlib.Path(words[1]), pathlib.Path(words[2]), words[3:])
    elif words[:1] == ["page"] and len(words) == 3:
        record = json.loads(pathlib.Path(words[1]).read_text())
        pathlib.Path(words[2]).write_text(page_of(record, estimands()), encoding="utf-8")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
