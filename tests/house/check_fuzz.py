# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What scripts/fuzz says of what its targets did, and how it ends, with programs that behave as
libFuzzer does: one that finds nothing, one that crashes, one that leaks at its end, without bytes."""
import pathlib
import subprocess
import tempfile

from tap import ROOT, check, done

FAKE = """#!/bin/sh
for word; do
    case $word in
    -merge=1) exit 0 ;;
    -artifact_prefix=*) prefix=${word#*=} ;;
    -exact_artifact_path=*) smallest=${word#*=} ;;
    -runs=*) echo "runs ${word#*=}" ;;
    esac
done
if [ -n "$smallest" ]; then printf abc >"$smallest"; exit 1; fi
echo "#5 DONE cov: 12 ft: 34 corp: 1/1b"
case $0 in
*_crash)
    echo "fuzzing found: one is two"
    printf abcdef >"${prefix}crash-1"
    echo "artifact_prefix='$prefix'; Test unit written to ${prefix}crash-1" ;;
*_leak) echo "SUMMARY: AddressSanitizer: 3 byte(s) leaked in 1 allocation(s)." ;;
esac
echo "stat::number_of_executed_units: 5"
echo "stat::average_exec_per_sec:     7"
case $0 in *_good) exit 0 ;; *) exit 77 ;; esac
"""


class Fuzzers:
    """A folder of targets, and what the script makes of them."""

    def __init__(self, folder, *names):
        self.folder = pathlib.Path(folder).resolve()
        place = self.folder / "tests/fuzz"
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            (place / f"fuzz_{name}").write_text(FAKE)
            (place / f"fuzz_{name}").chmod(0o755)

    def run(self, *words):
        ended = subprocess.run([ROOT / "scripts/fuzz", *words, "--built", self.folder],
                               stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return ended.returncode, ended.stdout, ended.stderr

    def log(self, name):
        return (self.folder / "logs" / name).read_text()


def unless(holds, said):
    return [] if holds else [said]


def nothing_found(folder):
    fuzzers = Fuzzers(folder, "good")
    status, said, errors = fuzzers.run("1")
    check("fuzz: without a crash it says so, and ends well",
          unless(status == 0 and said.endswith("No target crashed.\n"), said + errors))
    status, said, errors = fuzzers.run("1", "good", "--runs", "12")
    check("fuzz: inputs are counted over all runs",
          unless(status == 0 and " 5 inputs " in said and " 10 in all " in said, said + errors))
    check("fuzz: a target runs as many inputs as there are left",
          unless("runs 7\n" in fuzzers.log("good"), fuzzers.log("good")))
    status, said, errors = fuzzers.run("1", "--runs", "10")
    check("fuzz: a target that has run as many as are wanted is not run",
          unless(status == 0 and "10 inputs in all, as many as are wanted" in said,
                 said + errors))


def something_found(folder):
    fuzzers = Fuzzers(folder, "crash", "good", "leak")
    found = fuzzers.folder / "found/crash-crash-1"
    status, said, errors = fuzzers.run("1")
    lines = said.split("\n")
    check("fuzz: with a crash the exit status is 1, in words of its own",
          unless(status == 1 and "stopped" not in errors, f"{status} {errors}"))
    check("fuzz: it says what was found, and of how many bytes",
          unless("    fuzzing found: one is two" in lines and f"    3 bytes: {found}" in lines,
                 said))
    check("fuzz: after a crash the other targets run",
          unless([line.split()[0] for line in lines if " in all " in line] ==
                 ["crash", "good", "leak"], said))
    check("fuzz: a leak at the end is found, though there are no bytes of it",
          unless("leaked" in said and said.count("CRASHED") == 2, said))
    check("fuzz: the last lines are the paths of what crashed",
          unless(lines[-4].startswith("2 of 3 targets crashed.") and
                 lines[-3:] == [str(found), str(fuzzers.folder / "logs/leak"), ""], said))
    check("fuzz: the bytes are those that were made few",
          unless(found.read_text() == "abc", found.read_text()))


def wrong_use(folder):
    fuzzers = Fuzzers(folder, "good")
    for words in (["1", "bad"], [], ["ten"], ["1", "--faster"]):
        status, said, errors = fuzzers.run(*words)
        check(f"fuzz: refused with exit status 2: '{' '.join(words)}'",
              unless(status == 2 and "stopped: " in errors, f"{status} {said} {errors}"))


for act in (nothing_found, something_found, wrong_use):
    with tempfile.TemporaryDirectory() as place:
        act(place)
done()
