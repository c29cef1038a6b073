# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Functions and files stay short enough to be read: most functions 10 to 40 lines and none
over 80, files with one reason to change."""
import json
import shutil
import statistics
import sys

import tap

LONGEST_FUNCTION = 80
LONGEST_FILE = 600
FOLDERS = ("lib", "tools", "bindings", "examples", "bench")


def code_files():
    tracked = set(tap.tracked_files())  # others may be generated
    return [path for folder in FOLDERS for path in sorted((tap.ROOT / folder).rglob("*"))
            if path.suffix in {".c", ".cpp"} and path in tracked]


def functions(paths):
    """(file, function, lines), the longest first."""
    listed = tap.output("ctags", "--fields=+ne", "--kinds-C=f", "--kinds-C++=f",
                        "--output-format=json", "-f", "-", *paths)
    for tag in map(json.loads, listed.splitlines()):
        if "end" in tag:
            yield tag["path"], tag["name"], tag["end"] - tag["line"] + 1


paths = code_files()
tap.check(f"no file has over {LONGEST_FILE} lines",
          [f"{tap.relative(path)} has {lines}" for path in paths
           if (lines := len(path.read_text().splitlines())) > LONGEST_FILE])
name = f"no function has over {LONGEST_FUNCTION} lines"
if shutil.which("ctags") is None:
    tap.skip(name, "no ctags (package universal-ctags)")
else:
    found = sorted(functions(paths), key=lambda row: -row[2])
    tap.check(name, [f"{path}: {function}() has {lines}" for path, function, lines in found
                     if lines > LONGEST_FUNCTION])
    lengths = sorted(lines for _, _, lines in found)
    print(f"{len(lengths)} functions, median {statistics.median(lengths):.0f} lines, "
          f"nine in ten under {lengths[len(lengths) * 9 // 10] + 1}; the longest: "
          + ", ".join(f"{function} {lines}" for _, function, lines in found[:5]),
          file=sys.stderr)
tap.done()
