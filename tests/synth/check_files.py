# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The files wb-synth makes: the same on every run and in every cut, marked SYNTHETIC, whole,
with missing answers in a stated band; and the committed sample is what it makes today.

usage: check_files.py WB_SYNTH"""
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

import figures
from figures import tap

SYNTH = sys.argv[1]
ROWS = 2000
SAMPLE = {"employees": ("--seed", 2024, "--rows", 350),
          "selfemployed": ("--seed", 2024, "--rows", 300)}


def made(group, *options):
    return figures.run(SYNTH, "--group", group, *options)


def body(text):
    """Comment line, header and rows of a file."""
    comment, header, *rows = text.splitlines()
    return comment, header, rows


def failing(expected, *options):
    """Problems unless the command ends with that exit code and one sentence."""
    ended = subprocess.run([SYNTH, *map(str, options)], capture_output=True, text=True)
    if ended.returncode != expected or ended.stdout or ended.stderr.count("\n") != 1:
        return [f"{options}: exit {ended.returncode}, said {ended.stderr!r}"]
    return []


def check_bytes(group):
    options = ("--waves", "2010,2019,2023", "--rows", ROWS)
    whole = made(group, "--seed", 7, *options)
    comment, header, rows = body(whole)
    tap.check(f"{group}: the same seed gives the same bytes",
              [] if made(group, "--seed", 7, *options) == whole else ["they differ"])
    others = body(made(group, "--seed", 8, *options))[2]
    tap.check(f"{group}: another seed gives other rows",
              [f"row {i} is the same" for i, (a, b) in enumerate(zip(rows, others))
               if a == b][:5])
    parts, at = [], 0
    for take in (1, 0, 2999, 4096, len(rows)):
        parts += body(made(group, "--seed", 7, *options, "--skip", at, "--take", take))[2]
        at += take
    tap.check(f"{group}: parts made apart are the whole cut in pieces",
              [] if parts == rows else ["they differ"])
    year = rows[-1].split(",")[1]
    last = body(made(group, "--seed", 7, "--rows", ROWS, "--waves", year))[2]
    tap.check(f"{group}: a wave alone has the same people, only their id differs",
              [] if [row.split(",", 1)[1] for row in last]
              == [row.split(",", 1)[1] for row in rows[-ROWS:]] else ["they differ"])
    tap.check(f"{group}: the first line says SYNTHETIC and the seed",
              [] if comment.startswith("# SYNTHETIC") and "seed 7" in comment
              else [comment])
    tap.check(f"{group}: standard output and --output are the same bytes",
              file_problems(group, whole, "--seed", 7, *options))


def file_problems(group, expected, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.csv"
        made(group, *options, "--output", path)
        return [] if path.read_text(encoding="utf-8") == expected else ["they differ"]


def check_columns(group, header, rows):
    definition = figures.instrument(group)
    items = {item["id"]: item for item in definition["items"]}
    tap.check(f"{group}: every item of the instrument is there, once",
              [name for name in items if header.count(name) != 1])
    wrong = []
    for name, item in items.items():
        codes = {str(code) for code in range(item["min"], item["max"] + 1)}
        allowed = codes | {""} | {str(code) for code in item["missing"]}
        seen = Counter(row[header.index(name)] for row in rows)
        wrong += [f"{name}: '{text}'" for text in seen if text not in allowed]
        wrong += [f"{name}: nobody answers {code}" for code in codes if not seen[code]]
    tap.check(f"{group}: answers are within their item's codes, and all codes occur", wrong)
    ids = [row[0] for row in rows]
    tap.check(f"{group}: ids run from 1",
              [] if ids == [str(i + 1) for i in range(len(rows))] else ["they do not"])


def check_missing(group, header, rows):
    """2 to 3 in a hundred answers are missing, as an empty field or as a code; most people
    answer everything; some skip a scale."""
    definition = figures.instrument(group)
    places = {item["id"]: header.index(item["id"]) for item in definition["items"]}
    wrong, empty, coded = [], 0, 0
    for item in definition["items"]:
        place, codes = places[item["id"]], {str(code) for code in item["missing"]}
        blank = sum(row[place] == "" for row in rows)
        code = sum(row[place] in codes for row in rows)
        empty, coded = empty + blank, coded + code
        if not 0.015 < (blank + code) / len(rows) < 0.035:
            wrong.append(f"{item['id']}: {blank} empty and {code} coded of {len(rows)}")
    tap.check(f"{group}: 1.5 to 3.5% missing answers in every item", wrong)
    share = (empty + coded) / (len(places) * len(rows))
    tap.check(f"{group}: 2 to 3% missing overall, a sixth to a third of them coded",
              [] if 0.02 < share < 0.03 and 0.16 < coded / (empty + coded) < 0.34
              else [f"{share:.4f}, {coded} of {empty + coded}"])
    whole = sum(all(row[place] != "" for place in places.values()) for row in rows)
    skipped = sum(any(all(row[places[name]] == "" for name in scale["items"])
                      for scale in definition["scales"]) for row in rows)
    tap.check(f"{group}: most leave no field empty, 1 to 10% skip a scale",
              [] if whole > 0.8 * len(rows) and 0.01 < skipped / len(rows) < 0.10
              else [f"{whole} whole, {skipped} skipped a scale, of {len(rows)}"])


def check_design(group, header, rows):
    strata, weights = defaultdict(Counter), defaultdict(float)
    for row in rows:
        strata[row[1]][row[3]] += 1
        weights[row[1]] += float(row[2])
    tap.check(f"{group}: 12 strata a wave, no two waves share one, each with 2 rows or more",
              [f"{year}: {dict(found)}" for year, found in strata.items()
               if len(found) != 12 or min(found.values()) < 2
               or any(not key.startswith(year) for key in found)])
    tap.check(f"{group}: weights are positive, and add up to the population of the wave",
              [f"{year}: {total:.0f}" for year, total in weights.items()
               if not (2.1e6 < total < 2.6e6 if group == "employees"
                       else 3.0e5 < total < 4.1e5)]
              + [row[0] for row in rows if not float(row[2]) > 0])


def check_targets(group):
    """--targets: a wave and variable has one overall value, anchored or invented, and the
    anchored ones are those of the reference file."""
    lines = [line.split(",") for line in made(group, "--targets").splitlines()]
    overall = Counter((year, variable) for year, variable, scope, _, _ in lines
                      if scope == "all" and variable != "knelpunten")
    tap.check(f"{group}: every target about everyone is stated once",
              [key for key, times in overall.items() if times != 1])
    published = {(str(f["wave"]), f["variable"]): f["value"]
                 for f in figures.anchored(group)
                 if "group" not in f and "categories" not in f}
    said = {(year, variable): float(share) for year, variable, scope, status, share in lines
            if scope == "all" and status == "anchored" and variable != "knelpunten"}
    tap.check(f"{group}: what is called anchored is published, and the other way round",
              sorted(set(published) ^ set(said)))
    tap.check(f"{group}: anchored targets have the published value",
              [key for key in published if key in said
               and min(abs(said[key] * 100 - published[key]),
                       abs(said[key] - published[key])) > 1e-7])
    waves = {figure["wave"] for figure in figures.reference(group)["figures"]}
    wanted = [f"{indicator['id']}_{level}"
              for indicator in figures.instrument(group)["indicators"]
              for level in ("problem", "acute") if level in indicator]
    tap.check(f"{group}: every wave and indicator has a target",
              [(wave, name) for wave in waves for name in wanted
               if overall[str(wave), name] != 1])


def check_sample():
    total = 0
    for group, options in SAMPLE.items():
        path = tap.ROOT / "data" / "sample" / f"wbm-{group}.csv"
        total += path.stat().st_size
        tap.check(f"data/sample/{path.name} is what wb-synth makes",
                  [] if path.read_text(encoding="utf-8") == made(group, *options)
                  else ["it differs: make it anew as docs/microdata.md says"])
    tap.check("the sample is under 1 MB", [] if total < 1_000_000 else [f"{total} bytes"])


def check_faults():
    for name, problems in {
        "an unknown group is wrong use": failing(2, "--group", "nobody"),
        "no group is wrong use": failing(2, "--seed", 1),
        "an unknown option is wrong use": failing(2, "--group", "employees", "--fast"),
        "an option without its value is wrong use": failing(2, "--group"),
        "a seed that is no number is wrong use": failing(2, "--group", "employees",
                                                         "--seed", "-1"),
        "a seed beyond 10^15 is wrong use":
            failing(2, "--group", "employees", "--seed", 10 ** 15 + 1),
        "rows and a scale of rows exclude each other":
            failing(2, "--group", "employees", "--rows", 500, "--rows-scale", 2),
        "a wave that was not held is a failure":
            failing(1, "--group", "selfemployed", "--waves", "2004"),
        "a wave named twice is a failure":
            failing(1, "--group", "employees", "--waves", "2004,2004"),
        "waves that are no years are a failure":
            failing(1, "--group", "employees", "--waves", "2004;2007"),
    }.items():
        tap.check(name, problems)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "few.csv"
        problems = failing(1, "--group", "employees", "--rows", 15, "--output", path)
        problems += [f"{left.name} is left behind" for left in path.parent.iterdir()]
        tap.check("too few rows for the strata is a failure, and leaves no file", problems)
    tap.check("a folder that is not there is a failure",
              failing(1, "--group", "employees", "--rows", 500, "--output",
                      "not/there/answers.csv"))
    _, _, none = body(made("selfemployed", "--skip", 10 ** 15, "--take", 10 ** 15))
    tap.check("a part beyond the end has no rows", none[:3])
    said = figures.run(SYNTH, "--help")
    tap.check("--help names every option",
              [option for option in ("--group", "--seed", "--waves", "--rows",
                                     "--rows-scale", "--skip", "--take", "--targets",
                                     "--output") if option not in said])


def check_output():
    """What is printed goes where it is asked for, or the run says that it did not arrive."""
    targets = made("employees", "--targets")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "targets.csv"
        printed = made("employees", "--targets", "--output", path)
        tap.check("--targets go to --output", [] if (printed, path.read_text()) == ("", targets) else [printed[:80]])
    for words in (["--group", "employees", "--rows", "500"], ["--group", "employees", "--targets"], ["--help"]):
        for name, where in (("closed", ">&-"), ("full", ">/dev/full")):
            if name == "full" and not pathlib.Path("/dev/full").exists():
                tap.skip(f"{words[-1]}: standard output is full", "no /dev/full")
                continue
            ended = subprocess.run(["sh", "-c", f'exec "$0" "$@" {where}', SYNTH, *words], capture_output=True, text=True)
            tap.check(f"{words[-1]}: standard output is {name}", [] if ended.returncode == 1 and "standard output"
                      in ended.stderr else [f"exit {ended.returncode}, said {ended.stderr!r}"])


def stopped(folder):
    """Problems unless a run that SIGTERM ends while it writes leaves what was there, and no more."""
    path = folder / "answers.csv"
    path.write_text("old")
    with subprocess.Popen([SYNTH, "--group", "employees", "--rows", "10000000", "--output", path],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(list(folder.iterdir())) < 2:
            time.sleep(0.0005)
        process.terminate()
        status = process.wait()
    found = {left.name: left.read_text() for left in folder.iterdir()}
    return [] if (status, found) == (-signal.SIGTERM, {path.name: "old"}) else [f"{status}: {found}"]


def check_stopped():
    with tempfile.TemporaryDirectory() as folder:
        tap.check("SIGTERM: the old file and nothing beside it", stopped(pathlib.Path(folder)))


def main():
    for group in figures.GROUPS:
        check_bytes(group)
        _, header, rows = body(made(group, "--seed", 9, "--rows", ROWS))
        header, rows = header.split(","), [row.split(",") for row in rows]
        check_columns(group, header, rows)
        check_missing(group, header, rows)
        check_design(group, header, rows)
        check_targets(group)
    check_sample()
    check_faults()
    check_output()
    check_stopped()
    tap.done()


main()
