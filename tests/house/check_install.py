# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What `meson install` leaves is all that others need: the programs of the README and of
examples/c/short/, in C and C++, build against it through pkg-config, shared and static, and run.

usage: check_install.py MESON BUILD_DIRECTORY PREFIX LIBDIR"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import tap
from installed import Installed

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
SAMPLE = tap.ROOT / "data" / "sample" / "wbm-employees.csv"


def readme_program(language, folder):
    """The first block in that language of the README, as a file."""
    blocks = re.findall(rf"^```{re.escape(language)}\n(.*?)^```", flags=re.M | re.S,
                        string=(tap.ROOT / "README.md").read_text(encoding="utf-8"))
    path = folder / ("readme." + {"c": "c", "cpp": "cpp"}[language])
    path.write_text(blocks[0] if blocks else "#error the README has no such program\n")
    return path


def build_and_run(installed, source, static, arguments):
    """Problems with one program, and what it printed."""
    program = source.parent / f"{source.stem}_{'static' if static else 'shared'}"
    compiler = ["gcc", "-std=c11"] if source.suffix == ".c" else ["g++", "-std=c++17"]
    problems = tap.run(*compiler, *WARNINGS, source, "-o", program,
                       *installed.flags(static))
    if problems:
        return problems, ""
    ended = subprocess.run([program, *arguments], capture_output=True, text=True,
                           env=installed.environment())
    if ended.returncode != 0 or not ended.stdout:
        problems = [f"it ended with {ended.returncode}", ended.stdout, ended.stderr]
    return problems, ended.stdout


def copied(path, folder):
    return pathlib.Path(shutil.copy(path, folder))


meson, build, prefix, libdir = sys.argv[1:]
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    sources = [readme_program("c", folder),
               copied(tap.ROOT / "tests" / "house" / "from_cpp.cpp", folder)]
    sources += [copied(path, folder)
                for path in sorted((tap.ROOT / "examples" / "c" / "short").glob("*.c"))]
    installed = Installed(meson, build, prefix, libdir, folder / "root")
    tap.check("meson install works", installed.problems)
    printed = {}
    for static in (False, True):
        if static:
            installed.forget_shared()
        for source in sources:
            problems, printed[source, static] = build_and_run(installed, source, static,
                                                              [SAMPLE])
            tap.check(f"{source.name} builds and runs, "
                      f"{'static' if static else 'shared'}", problems)
    tap.check("shared and static print the same",
              [source.name for source in sources
               if printed[source, False] != printed[source, True]])
tap.done()
