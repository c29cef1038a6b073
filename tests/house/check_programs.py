# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The programs of examples/c/ as a user has them: copied elsewhere, built by their Makefile against
an installed library, and run. What they print is in programs/, and docs/examples.md shows it.

usage: check_programs.py MESON BUILD_DIRECTORY PREFIX LIBDIR"""
import json
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

import tap
from installed import Installed

STRICT = ("-O2 -g -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes "
          "-Wmissing-prototypes -Wvla -Werror")
HERE = pathlib.Path(__file__).resolve().parent / "programs"
SAMPLE = tap.ROOT / "data" / "sample" / "wbm-employees.csv"
PAGE = (tap.ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
MIN_N = 10  # of the organisation
PLAN = ["bakery_plan.json", "2026-03-01", "observations.csv"]
SERVER = ["bakery_recipe.json", "bakery_organisation.json", "scan.json"]
LIMIT = 30_000_000  # bytes of memory for a file of any size


class Programs:
    """A folder of programs, built."""

    def __init__(self, folder, installed):
        self.folder = shutil.copytree(tap.ROOT / "examples" / "c", folder / "c")
        self.environment = installed.environment()
        compilers = ["gcc"] + (["clang"] if shutil.which("clang") else [])
        for compiler in compilers[::-1]:  # those of gcc remain
            tap.check(f"make builds them with {compiler} and strict warnings",
                      tap.run("make", "clean", "all", f"CC={compiler}", f"CFLAGS={STRICT}",
                              f"PKG_CONFIG={' '.join(installed.pkg_config())}",
                              cwd=self.folder, env=self.environment))

    def run(self, name, *words, wrapped=(), **options):
        return subprocess.run([*wrapped, f"./{name}", *map(str, words)], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True,
                              timeout=120, **options)

    def start(self, name, *words):
        return subprocess.Popen([f"./{name}", *words], cwd=self.folder, env=self.environment,
                                text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def requests(self):
        return (self.folder / "requests.txt").read_text(encoding="utf-8")


def ended(name, result, status, golden=None, errors=""):
    """A check: the exit status, what was printed, a part of what went to standard error."""
    problems = []
    if result.returncode != status:
        problems += [f"it ended with {result.returncode}, not {status}", result.stderr]
    if golden is not None and result.stdout != (HERE / golden).read_text(encoding="utf-8"):
        problems += [f"it printed something else than {golden}:", result.stdout]
    if errors not in result.stderr:
        problems += [f"'{errors}' is not in:", result.stderr]
    tap.check(name, problems)


# ---- the survey server ----

def shown_below(scan, least):
    """Cells with a number of people below `least`."""
    return [cell for part in (scan["released"], scan["ledger"]["cells"]) for cell in part
            if cell.get("n", least) < least]


def check_server(programs):
    result = programs.run("survey_server", *SERVER, input=programs.requests())
    ended("survey_server answers every request", result, 0, "server.txt")
    scan = json.loads((programs.folder / "scan.json").read_text(encoding="utf-8"))
    tap.check("its scan has figures, none of fewer than may be shown",
              [] if scan["status"] == "ok" and not shown_below(scan, MIN_N)
              else [scan["status"], *shown_below(scan, MIN_N)])
    check_refusals(programs)
    check_signal(programs)
    ended("it refuses a header that is not that of the scan, at once",
          programs.run("survey_server", *SERVER, input="name,department\n"), 1,
          errors="column 'name' is no question")
    ended("without requests there is no scan", programs.run("survey_server", *SERVER, input=""), 1)
    ended("without files it says how to use it", programs.run("survey_server"), 2,
          errors="usage: ")


def check_refusals(programs):
    """The same scan comes out whether others were refused in between or not."""
    whole = (programs.folder / "scan.json").read_bytes()
    header, *lines = programs.requests().splitlines(keepends=True)
    told = iter((HERE / "server.txt").read_text(encoding="utf-8").splitlines())
    good = [line for line in lines if line != "?\n"
            and next(word for word in told if ": " not in word or word.startswith("refused"))
            == "accepted"]
    result = programs.run("survey_server", *SERVER, input=header + "".join(good))
    same = (programs.folder / "scan.json").read_bytes() == whole
    tap.check("a submission that is refused leaves no trace",
              [] if same and result.stdout == "accepted\n" * len(good) else [result.stdout])


def check_signal(programs):
    """Stopped by a signal, it ends well and writes what it has."""
    (programs.folder / "scan.json").unlink()
    process = programs.start("survey_server", *SERVER)
    lines = programs.requests().splitlines(keepends=True)[:3]
    process.stdin.write("".join(lines))
    process.stdin.flush()
    answers = [process.stdout.readline() for _ in lines[1:]]
    process.send_signal(signal.SIGTERM)
    status = process.wait(timeout=60)
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    scan = json.loads((programs.folder / "scan.json").read_text(encoding="utf-8"))
    tap.check("SIGTERM: it writes the scan, which is too small to show anything, and ends with 0",
              [] if (answers, status, scan["status"]) == (["accepted\n"] * 2, 0, "too_small")
              else [answers, status, scan["status"]])


# ---- the batch scorer ----

def sample_lines():
    """The header, and the rows."""
    lines = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
             if not line.startswith("#")]
    return lines[0], lines[1:]


def check_scorer(programs):
    folder = programs.folder
    header, rows = sample_lines()
    ended("batch_scorer scores a file and tells how far it is",
          programs.run("batch_scorer", SAMPLE, "scores.csv"), 0, errors="100%\n")
    scored = (folder / "scores.csv").read_text(encoding="utf-8").splitlines()
    tap.check("a row of scores for a row of answers",
              [] if len(scored) - len(rows) in (1, 2) else [len(scored), len(rows)])
    wrong = rows[7].split(",")
    wrong[header.split(",").index("w1_01")] = "7"
    (folder / "wrong.csv").write_text(header + "".join(rows[:7]) + ",".join(wrong))
    (folder / "ragged.csv").write_text(header + rows[0] + "1,2\n")
    for name, status, text in (("wrong.csv", 3, "row 8, column w1_01, WB_E_DATA: "),
                               ("ragged.csv", 3, "ragged.csv: line 3, row 2, WB_E_DATA: "),
                               ("nowhere.csv", 1, "nowhere.csv: ")):
        ended(f"{name}: it says what is wrong, and where",
              programs.run("batch_scorer", name, "none.csv"), status, errors=text)
    ended("without files it says how to use it", programs.run("batch_scorer"), 2, errors="usage: ")
    check_interrupt(programs, header, rows)
    tap.check("nothing is left of scores that are not whole", folder.glob("none.csv*"))
    check_memory(programs, header, rows)


def check_interrupt(programs, header, rows):
    process = programs.start("batch_scorer", "-", "none.csv")
    process.stdin.write(header + "".join(rows) * 10)
    process.stdin.flush()
    first = process.stderr.readline()  # it is at work, and waits for more
    process.send_signal(signal.SIGINT)
    status = process.wait(timeout=60)
    told = process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    try:
        process.stdin.close()
    except BrokenPipeError:
        pass
    tap.check("SIGINT stops it, and it ends with 130",
              [] if status == 130 and told.endswith("stopped; nothing was written\n")
              else [first, status, told])


def check_memory(programs, header, rows):
    with (programs.folder / "long.csv").open("w") as file:
        file.write(header)
        for _ in range(80):
            file.writelines(rows)
    size = (programs.folder / "long.csv").stat().st_size

    def confined():
        resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))

    ended(f"a file of {size // 10**6} MB is scored in {LIMIT // 10**6} MB",
          programs.run("batch_scorer", "long.csv", "scores.csv", preexec_fn=confined), 0,
          errors="90%\n100%\n")


# ---- the plan follower ----

def check_follower(programs):
    for language in ("nl", "en"):
        ended(f"plan_follower tells what is late, and ends with 1 ({language})",
              programs.run("plan_follower", *PLAN, language), 1, f"plan_{language}.txt")
    ended("before anything is late it ends with 0",
          programs.run("plan_follower", PLAN[0], "2025-11-01"), 0)
    for name, words, text in (("no plan", ["nowhere.json", PLAN[1]], "nowhere.json: "),
                              ("no day", [PLAN[0], "yesterday"], "yesterday"),
                              ("no observations", [*PLAN[:2], "nowhere.csv"], "nowhere.csv: "),
                              ("no words", [], "usage: ")):
        ended(f"{name}: it ends with 2", programs.run("plan_follower", *words), 2, errors=text)


# ---- all ----

def check_page():
    """The page shows what is printed, line by line where it leaves nothing out."""
    blocks = PAGE.split("```text\n")[1:]
    shown = "".join(block.split("```")[0] for block in blocks)
    printed = "".join((HERE / name).read_text(encoding="utf-8")
                      for name in ("server.txt", "plan_en.txt"))
    tap.check("docs/examples.md shows what they print",
              [line for line in shown.splitlines() if line not in printed.splitlines() + ["…"]])


def check_valgrind(programs):
    name = "no fault of memory under valgrind"
    if shutil.which("valgrind") is None:
        tap.skip(name, "no valgrind")
        return
    wrapped = ["valgrind", "--quiet", "--leak-check=full", "--error-exitcode=99",
               f"--suppressions={tap.ROOT / 'tests' / 'valgrind.supp'}"]
    for program, words, status, options in (
            ("survey_server", SERVER, 0, {"input": programs.requests()}),
            ("batch_scorer", [SAMPLE, "scores.csv"], 0, {}),
            ("batch_scorer", ["wrong.csv", "none.csv"], 3, {}),
            ("plan_follower", PLAN, 1, {}), ("plan_follower", ["nowhere.json", PLAN[1]], 2, {})):
        ended(f"{name}: {program} {pathlib.Path(words[0]).name}",
              programs.run(program, *words, wrapped=wrapped, **options), status)


meson, build, prefix, libdir = sys.argv[1:]
with tempfile.TemporaryDirectory() as place:
    installed = Installed(meson, build, prefix, libdir, pathlib.Path(place) / "root")
    tap.check("meson install works", installed.problems)
    built = Programs(pathlib.Path(place), installed)
    check_server(built)
    check_scorer(built)
    check_follower(built)
    check_valgrind(built)
check_page()
tap.done()
