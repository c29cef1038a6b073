# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The README shows one job in C, Python and R; here they run, and give the same numbers to the
last bit.

usage: check_readme.py BUILD_DIRECTORY PYTHON R_LIBRARY; the build has the Python package"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import tap

SAMPLE = tap.ROOT / "data" / "sample" / "wbm-employees.csv"
NUMBERS = ("estimate", "se", "lower", "upper", "df", "n")
build, python, r_library = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]


def block(language):
    """The first block of the README in that language."""
    return re.search(rf"^```{language}\n(.*?)^```", flags=re.M | re.S,
                     string=(tap.ROOT / "README.md").read_text(encoding="utf-8"))[1]


def ran(*command, **environment):
    """What a command prints, run at the top of the project; what it says when it fails goes to
    standard error."""
    ended = subprocess.run([str(word) for word in command], cwd=tap.ROOT, text=True,
                           stdout=subprocess.PIPE, env=dict(os.environ, **environment))
    return ended.stdout if ended.returncode == 0 else ""


def by_c(folder):
    """The C program, which shows a table of 5 digits, made to write JSON of 17."""
    shown = "wb_table_print(table, estimates, NULL, &err)"
    text = block("c")
    assert text.count(shown) == 1, "the README's C program prints its table some other way"
    source = folder / "readme.c"
    source.write_text(text.replace(shown, "wb_json_write(table, estimates, &err)"))
    tap.output("cc", "-std=c11", f"-I{tap.INCLUDE}", source, "-o", folder / "readme",
               build / "libwerkbaar.so", f"-Wl,-rpath,{build}")
    rows = json.loads(ran(folder / "readme", SAMPLE) or '{"rows": []}')["rows"]
    return [tuple(float(row[name]) for name in NUMBERS) for row in rows]


def by_script(folder, name, ending, *interpreter, **environment):
    """A script, made to write CSV as well."""
    written = folder / f"{name}.csv"
    script = folder / f"readme.{name}"
    script.write_text(block(name) + ending.format(path=written))
    ran(*interpreter, script, **environment)
    lines = written.read_text().splitlines(keepends=True) if written.exists() else []
    said = lines[:1] and lines[0].startswith("# SYNTHETIC")
    tap.check(f"{name}: the results say that the sample is SYNTHETIC", [] if said else lines[:1])
    rows = csv.DictReader(lines[1:])
    return [tuple(float(row[name]) for name in NUMBERS) for row in rows]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    c = by_c(folder)
    found = {
        "Python": by_script(folder, "python", "estimates.to_csv('{path}')", python,
                            PYTHONPATH=str(build / "bindings/python")),
        "R": by_script(folder, "r", "wb_write_csv(estimates, '{path}')", "Rscript",
                       R_LIBS=r_library),
    }
tap.check("C: the job of the README gives a row a wave", [] if len(c) == 7 else [c])
for language, rows in found.items():
    tap.check(f"{language}: the job of the README gives the numbers of C, bit for bit",
              [] if rows == c else ["C:", *c, f"{language}:", *rows])
tap.done()
