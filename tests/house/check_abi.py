# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Baselines of the binary interface. abi/werkbaar.abi is the interface as it is: the commit that
changes it runs scripts/abi-baseline and takes the new one along. All others are frozen: abi-0.abi
and one of every release since, such as 0.9.0.abi. What a program was linked with then must work
with the library of today; functions may be added.

usage: check_abi.py SHARED_LIBRARY"""
import shutil
import sys

import tap

ABI = tap.ROOT / "abi"
CHECKS = [
    ("the binary interface is that of the baseline", [], "werkbaar.abi",
     "if this is meant, run scripts/abi-baseline in the same commit"),
] + [
    (f"programs of {frozen.stem} work with this library",
     ["--no-added-syms", "--suppressions", ABI / "abi-0.suppr"], frozen.name,
     f"{frozen.stem} is frozen: find another way, or write a decision record and begin abi-1; an options "
     "struct that grows at its end keeps its promise, and gets a named suppression in abi/abi-0.suppr")
    for frozen in sorted(ABI.glob("*.abi")) if frozen.name != "werkbaar.abi"
]

for name, options, baseline, advice in CHECKS:
    if shutil.which("abidiff") is None:
        tap.skip(name, "no abidiff (package abigail-tools)")
        continue
    # Without --headers-dir2: it takes types whose place the baseline leaves out, which are
    # all of them, for private ones, and then no change of a struct is seen.
    problems = tap.run("abidiff", *options, ABI / baseline, sys.argv[1])
    tap.check(name, problems + [advice] if problems else problems)
tap.done()
