# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What a release is made of agrees: one version everywhere; and, with WB_TEST_LONG, `meson dist`
gives the same bytes twice. scripts/release does the whole.

usage: check_release.py MESON"""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import tap


def read(name):
    return (tap.ROOT / name).read_text(encoding="utf-8")


def other_versions():
    """Where another version stands than in VERSION."""
    version = read("VERSION").strip()
    found = {"bindings/r/DESCRIPTION": re.search(r"^Version: (.+)$", read("bindings/r/DESCRIPTION"), re.M)[1],
             "CHANGELOG.md": re.search(r"^## \[?([^\]\s]+)", read("CHANGELOG.md"), re.M)[1]}
    for name, text in found.items():
        if text not in (version, "Unreleased" if name == "CHANGELOG.md" else version):
            yield f"{name} says {text}, VERSION {version}"
    for name in ("meson.build", "bindings/python/meson.build", "bindings/python/pyproject.toml"):
        written = re.search(r"^\s*version\s*[:=]\s*'\d", read(name), re.M)
        if written:
            yield f"{name} has a version of its own"


def tarball(meson, folder):
    """SHA-256 of the files of `meson dist`, or what went wrong."""
    problems = (tap.run(meson, "setup", folder, "-Dtests=disabled", "-Dexplorer=disabled", cwd=tap.ROOT)
                or tap.run(meson, "dist", "-C", folder, "--no-tests", "--formats", "gztar", "--allow-dirty"))
    if problems:
        return problems
    packed = next((folder / "meson-dist").glob("*.tar.gz"))
    # the header of gzip has the time of packing; what is packed has that of the sources
    plain = subprocess.run(["gzip", "-dc", packed], check=True, capture_output=True).stdout
    return hashlib.sha256(plain).hexdigest()


def made_twice(meson):
    with tempfile.TemporaryDirectory() as place:
        first, second = (tarball(meson, pathlib.Path(place) / name) for name in ("one", "other"))
    return [] if isinstance(first, str) and first == second else [first, second]


tap.check("one version everywhere", other_versions())
name = "meson dist gives the same bytes twice"
if "WB_TEST_LONG" not in os.environ:
    tap.skip(name, "a long test")
elif tap.tracked_names() is None:
    tap.skip(name, "this is no clone")
else:
    tap.check(name, made_twice(sys.argv[1]))
tap.done()
