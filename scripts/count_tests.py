# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Add up what `meson test` left in its logs, subtest by subtest.

usage: count_tests.py LOG_DIRECTORY          prints "passed failed skipped"
       count_tests.py --programs BUILD_DIR   prints the tests that are programs of ours

A TAP test counts for each of its subtests, any other test for one. A TAP test that went
wrong without a failing subtest (it crashed, ran out of time, or announced more subtests
than it ran) counts as one failure more.
"""
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def count_log(log):
    """Tests by outcome in one JUnit log; also the names of those with a failure."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    failing = set()
    for case in ElementTree.parse(log).getroot().iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            counts["failed"] += 1
            # A subtest is filed under "project.test", a whole test under "project".
            failing.add(case.get("classname").partition(".")[2] or case.get("name"))
        elif "skipped" in kinds:
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    return counts, failing


def failed_tests(log):
    """Names of the tests that meson calls failed, whatever their subtests say."""
    tests = map(json.loads, log.read_text().splitlines())
    good = {"OK", "SKIP", "EXPECTEDFAIL"}
    return {test["name"] for test in tests if test["result"] not in good}


def count_directory(directory):
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    failing, bad = set(), set()
    for log in directory.glob("*.junit.xml"):
        counts, names = count_log(log)
        failing |= names
        for outcome, count in counts.items():
            totals[outcome] += count
    for log in directory.glob("*.json"):
        bad |= failed_tests(log)
    totals["failed"] += len(bad - failing)
    return totals


def programs(build):
    listed = subprocess.run(["meson", "introspect", "--tests", build], check=True,
                            capture_output=True, text=True).stdout
    inside = str(pathlib.Path(build).resolve())
    return [test["name"] for test in json.loads(listed)
            if test["cmd"][0].startswith(inside)]


def main(words):
    if words[0] == "--programs":
        print("\n".join(programs(words[1])))
        return 0
    totals = count_directory(pathlib.Path(words[0]))
    if not sum(totals.values()):
        return 1
    print(totals["passed"], totals["failed"], totals["skipped"])
    return 0


sys.exit(main(sys.argv[1:]))
