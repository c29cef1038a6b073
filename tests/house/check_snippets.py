# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The C of the pages in docs/ compiles without a warning and runs.

A page shows a part of a program; snippets/PAGE.c is what stands around it, and includes the
blocks of the page as PAGE-1.inc, PAGE-2.inc, ... A page with C and nothing around it fails.

usage: check_snippets.py LIBRARY WITH_STATFILES COMPILER..."""
import pathlib
import re
import subprocess
import sys
import tempfile

import tap

# A page indents as it reads, not as the function around it does.
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
            "-Wno-misleading-indentation"]
AROUND = tap.ROOT / "tests" / "house" / "snippets"
SAMPLE = tap.ROOT / "data" / "sample" / "wbm-employees.csv"
library, with_statfiles = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2] == "1"
compiler = sys.argv[3:]


def pages():
    """The C blocks of every page that has any, by the name of the page."""
    found = {}
    for path in sorted((tap.ROOT / "docs").rglob("*.md")):
        blocks = re.findall(r"^```c\n(.*?)^```", path.read_text(encoding="utf-8"), flags=re.M | re.S)
        if blocks:
            found[path.stem] = blocks
    return found


def problems_around(page, blocks):
    """A block that nothing includes, or an include of none."""
    around = AROUND / f"{page}.c"
    if not around.exists():
        return [f"docs/{page}.md has C, and there is no {tap.relative(around)}"]
    wanted = {f"{page}-{i + 1}.inc" for i in range(len(blocks))}
    included = set(re.findall(r'#include "([\w-]+\.inc)"', around.read_text(encoding="utf-8")))
    return [f"{tap.relative(around)} does not include {name} once" for name in sorted(wanted ^ included)]


def run_page(page, blocks, folder):
    for i, block in enumerate(blocks):
        (folder / f"{page}-{i + 1}.inc").write_text(block, encoding="utf-8")
    program = folder / page
    problems = tap.run(*compiler, *WARNINGS, f"-I{tap.INCLUDE}", f"-I{folder}", AROUND / f"{page}.c",
                       AROUND / "sample.c", "-o", program, library, f"-Wl,-rpath,{library.parent}")
    if problems:
        return problems
    ended = subprocess.run([program, SAMPLE], cwd=folder, capture_output=True, text=True)
    return [] if ended.returncode == 0 and ended.stdout else [ended.returncode, ended.stdout, ended.stderr]


found = pages()
tap.check("pages of docs/ have C", [] if len(found) >= 5 else found)
with tempfile.TemporaryDirectory() as name:
    for page, blocks in found.items():
        title = f"the C of docs/{page}.md compiles and runs"
        if page == "statfiles" and not with_statfiles:
            tap.skip(title, "a build without ReadStat")
            continue
        tap.check(title, problems_around(page, blocks) or run_page(page, blocks, pathlib.Path(name)))
tap.check("what stands around C is around that of a page",
          [path.name for path in AROUND.glob("*.c") if path.stem not in {*found, "sample"}])
tap.done()
