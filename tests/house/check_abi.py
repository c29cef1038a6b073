# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The binary interface is the one in abi/werkbaar.abi. It may still change: the commit that
changes it runs scripts/abi-baseline and takes the new baseline along.

usage: check_abi.py SHARED_LIBRARY"""
import shutil
import sys

import tap

baseline = tap.ROOT / "abi" / "werkbaar.abi"
name = "the binary interface is that of the baseline"
if shutil.which("abidiff") is None:
    tap.skip(name, "no abidiff (package abigail-tools)")
else:
    # Without --headers-dir2: it takes types whose place the baseline leaves out, which are
    # all of them, for private ones, and then no change of a struct is seen.
    problems = tap.run("abidiff", baseline, sys.argv[1])
    if problems:
        problems.append("if this is meant, run scripts/abi-baseline in the same commit")
    tap.check(name, problems)
tap.done()
