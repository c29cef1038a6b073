# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What was run, from what gcovr, coverage.py and covr wrote: for each file its lines and branches."""
import collections
import dataclasses
import json


@dataclasses.dataclass
class File:
    """Of one file: lines and branches that count, those not run, and marked lines that were run."""
    name: str
    lines: int = 0
    branches: int = 0
    missed_lines: list = dataclasses.field(default_factory=list)
    missed_branches: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    marked: int = 0
    marked_but_run: list = dataclasses.field(default_factory=list)


def joined(lines):
    """Line number -> the entries of gcovr for it: one for each function that the line is in."""
    by_number = collections.defaultdict(list)
    for line in lines:
        by_number[line["line_number"]].append(line)
    return by_number


def is_left_out(entry):
    return entry.get("gcovr/excluded", False)


def add_line(file, number, entries):
    branches = [branch for entry in entries for branch in entry.get("branches", [])]
    ran = any(entry["count"] for entry in entries)

    if any(is_left_out(entry) for entry in entries):
        file.marked += 1
        if ran and all(branch["count"] for branch in branches):
            file.marked_but_run.append(number)
        return
    branches = [branch for branch in branches if not is_left_out(branch)]
    missed = sum(branch["count"] == 0 for branch in branches)
    file.lines += 1
    file.branches += len(branches)
    if not ran:
        file.missed_lines.append(number)
    if missed:
        file.missed_branches[number] = missed


def of_gcovr(path):
    """Files of C, from gcovr's own JSON."""
    for entry in json.loads(path.read_text())["files"]:
        file = File(entry["file"])
        for number, entries in sorted(joined(entry["lines"]).items()):
            add_line(file, number, entries)
        yield file


def of_python(path):
    """Files of the Python package, from the JSON of coverage.py."""
    for name, entry in sorted(json.loads(path.read_text())["files"].items()):
        summary = entry["summary"]
        missed = collections.Counter(abs(start) for start, _ in entry.get("missing_branches", []))
        yield File(name, summary["num_statements"], summary.get("num_branches", 0),
                   entry["missing_lines"], missed)


def of_r(path):
    """Files of the R package, from what tests/coverage/covr.R wrote: file, line, how often."""
    files = {}
    for row in path.read_text().splitlines():
        name, number, times = row.split("\t")
        file = files.setdefault(name, File(name))
        file.lines += 1
        if int(times) == 0:
            file.missed_lines.append(int(number))
    return [files[name] for name in sorted(files)]
